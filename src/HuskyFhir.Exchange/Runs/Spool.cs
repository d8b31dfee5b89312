using HuskyFhir.Core.Files;
using HuskyFhir.Exchange.Formats;
using HuskyFhir.Exchange.Transports;

namespace HuskyFhir.Exchange.Runs;

/// <summary>
/// Our own folder of a partner's files. A file is whole on the disk, with its hash in the ledger, before anything is
/// delivered; what is delivered again later is then the same.
/// </summary>
public sealed class Spool(string folder)
{
    private const string Sent = "sent";
    private const string Answers = "answers";
    private const string Quarantine = "quarantine";

    /// <summary>Refuses a folder that other accounts of the machine may look into; it holds members' records.</summary>
    /// <exception cref="ExposedFileException">The folder is open to others.</exception>
    public void Demand() => PrivateFiles.Demand(folder);

    /// <summary>Where the file of a run lies.</summary>
    public string PathOf(string name) => Path.Combine(folder, Sent, name);

    /// <summary>Writes a file with what goes beside it, over what a killed process may have left.</summary>
    /// <param name="name">The file's.</param>
    /// <param name="write">Writes it; may be called by itself as often as needed.</param>
    /// <param name="seal">Encrypts it; null for none.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <exception cref="TransportException">There is no room, or no right to write.</exception>
    public async Task<(WrittenFile Written, LocalFile File, IReadOnlyList<string> Beside)> WriteAsync(
        string name,
        Func<Stream, Task<WrittenFile>> write,
        IFileSeal? seal,
        CancellationToken cancellation
    )
    {
        try
        {
            var path = PathOf(name);
            Demand();
            PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
            WrittenFile? written = null;
            var plain = seal is null ? path : path + ".plain";
            await Disk.WriteAsync(plain, async stream => written = await write(stream), replace: true, cancellation);
            if (seal is not null)
                await SealAsync(plain, path, seal, cancellation);
            foreach (var side in written!.Beside)
                await Disk.WriteAsync(
                    path + side.Suffix,
                    stream => stream.WriteAsync(side.Content, cancellation).AsTask(),
                    replace: true,
                    cancellation
                );
            var file = seal is null
                ? new LocalFile(path, written.Bytes, written.Sha256)
                : await LocalFile.OfAsync(path, cancellation);
            return (written, file, [.. written.Beside.Select(side => name + side.Suffix)]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw TransportException.Of(fault, folder);
        }
    }

    /// <summary>The file as the ledger knows it; null where it is gone or another.</summary>
    public async Task<LocalFile?> FindAsync(string name, long bytes, string sha256, CancellationToken cancellation)
    {
        var path = PathOf(name);
        if (!File.Exists(path) || new FileInfo(path).Length != bytes)
            return null;
        var found = await LocalFile.OfAsync(path, cancellation);
        return found.Sha256 == sha256 ? found : null;
    }

    /// <summary>
    /// Writes down who is not in a file, or not in full, and why: member, what, reason. Not delivered.
    /// </summary>
    public async Task KeepReasonsAsync(
        string name,
        IReadOnlyList<(Guid Member, string Reason)> aside,
        IReadOnlyList<(Guid Member, string Reason)> remarks,
        CancellationToken cancellation
    )
    {
        var lines = aside
            .Select(static each => (each.Member, What: "set-aside", each.Reason))
            .Concat(remarks.Select(static each => (each.Member, What: "remark", each.Reason)))
            .Select(static each => string.Join(',', each.Member.ToString("D"), each.What, Csv.Field(each.Reason)))
            .Prepend("member,what,reason");
        await File.WriteAllLinesAsync(PathOf(name) + ".reasons.csv", lines, cancellation);
    }

    /// <summary>Where an answer is kept until it is known what it is.</summary>
    public string Incoming()
    {
        var path = Path.Combine(folder, Answers, ".incoming.part");
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Keeps an answer for good, before it is used.</summary>
    public string Keep(string incoming, string name, string sha256, bool isQuarantined)
    {
        var path = Path.Combine(folder, isQuarantined ? Quarantine : Answers, $"{sha256[..12]}-{name}");
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        File.Move(incoming, path, overwrite: true);
        Disk.FlushFolder(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>
    /// Files that are kept no longer: sent ones, answers and what was quarantined, last written before a time; the
    /// newest of them first.
    /// </summary>
    public IReadOnlyList<string> Expired(DateTimeOffset before) =>
        [
            .. new[] { Sent, Answers, Quarantine }
                .Select(box => Path.Combine(folder, box))
                .Where(Directory.Exists)
                .SelectMany(static box => Directory.EnumerateFiles(box))
                .Where(file => File.GetLastWriteTimeUtc(file) < before.UtcDateTime)
                .OrderDescending(StringComparer.Ordinal),
        ];

    private static async Task SealAsync(string plain, string path, IFileSeal seal, CancellationToken cancellation)
    {
        await Disk.WriteAsync(
            path,
            async target =>
            {
                await using var source = File.OpenRead(plain);
                await seal.SealAsync(source, Path.GetFileName(path), target, cancellation);
            },
            replace: true,
            cancellation
        );
        File.Delete(plain);
    }
}
