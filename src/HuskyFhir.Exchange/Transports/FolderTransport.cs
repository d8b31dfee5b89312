using HuskyFhir.Core.Files;

namespace HuskyFhir.Exchange.Transports;

/// <summary>
/// The embedded default: folders of this machine, or of a share that it has. Boxes are made where they are missing.
/// </summary>
/// <param name="root">The folder in which the boxes are.</param>
public sealed class FolderTransport(string root) : ITransport
{
    /// <inheritdoc />
    public Task<IReadOnlyList<TransportFile>> ListAsync(string box, CancellationToken cancellation) =>
        GuardedAsync<IReadOnlyList<TransportFile>>(
            box,
            folder =>
                Task.FromResult<IReadOnlyList<TransportFile>>([
                    .. new DirectoryInfo(folder)
                        .EnumerateFiles()
                        .Where(static file => Boxes.IsWhole(file.Name))
                        .OrderBy(static file => file.Name, StringComparer.Ordinal)
                        .Select(static file => new TransportFile(file.Name, file.Length)),
                ])
        );

    /// <inheritdoc />
    public Task<bool> HasAsync(string box, string name, LocalFile file, CancellationToken cancellation) =>
        GuardedAsync(
            box,
            async folder =>
            {
                var there = new FileInfo(Path.Combine(folder, Boxes.Checked(name)));
                if (!there.Exists)
                    return false;
                return
                    there.Length == file.Bytes
                    && (await LocalFile.OfAsync(there.FullName, cancellation)).Sha256 == file.Sha256
                    ? true
                    : throw Boxes.Other(name);
            }
        );

    /// <inheritdoc />
    public async Task PutAsync(string box, string name, LocalFile file, CancellationToken cancellation)
    {
        if (await HasAsync(box, name, file, cancellation))
            return;
        await GuardedAsync(
            box,
            async folder =>
            {
                await Disk.WriteAsync(
                    Path.Combine(folder, name),
                    target => CopyAsync(file, target, cancellation),
                    replace: false,
                    cancellation
                );
                return true;
            }
        );
    }

    /// <inheritdoc />
    public Task FetchAsync(string box, string name, Stream target, CancellationToken cancellation) =>
        GuardedAsync(
            box,
            async folder =>
            {
                await using var source = File.OpenRead(Path.Combine(folder, Boxes.Checked(name)));
                await source.CopyToAsync(target, cancellation);
                return true;
            }
        );

    /// <inheritdoc />
    public Task RemoveAsync(string box, string name, CancellationToken cancellation) =>
        GuardedAsync(
            box,
            folder =>
            {
                File.Delete(Path.Combine(folder, Boxes.Checked(name)));
                Disk.FlushFolder(folder);
                return Task.FromResult(true);
            }
        );

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The file here is read as it goes: it must still be what was written.</summary>
    private static async Task CopyAsync(LocalFile file, Stream target, CancellationToken cancellation)
    {
        await using (var source = File.OpenRead(file.Path))
            await source.CopyToAsync(target, cancellation);
        target.Position = 0;
        if (target.Length != file.Bytes || await FileHash.OfAsync(target, cancellation) != file.Sha256)
            throw new TransportException(
                TransportFlaw.Damaged,
                $"The copy of '{Path.GetFileName(file.Path)}' is not what was written."
            );
    }

    private async Task<T> GuardedAsync<T>(string box, Func<string, Task<T>> work)
    {
        var folder = Path.Combine(root, box);
        try
        {
            PrivateFiles.CreateFolder(folder);
            return await work(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw TransportException.Of(fault, folder);
        }
    }
}
