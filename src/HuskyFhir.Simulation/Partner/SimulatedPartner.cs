using HuskyFhir.Core.Files;
using HuskyFhir.Exchange.Runs;
using HuskyFhir.Exchange.Transports;

namespace HuskyFhir.Simulation.Partner;

/// <summary>
/// A DSS of ours, for developers and tests, on the other side of a folder (or of an SFTP server that serves it): it
/// takes each file, proves it, keeps its own ledger, and answers in the file's own format. A number that it had before
/// it never takes again.
/// </summary>
/// <param name="root">The folder in which the boxes are.</param>
/// <param name="outbox">The box that we fill.</param>
/// <param name="inbox">The box of its answers.</param>
/// <param name="conduct">How it behaves.</param>
/// <param name="clock">Its clock.</param>
/// <param name="format">The format that was agreed; needed for a layout by table alone.</param>
public sealed class SimulatedPartner(
    string root,
    string outbox,
    string inbox,
    SimulatedConduct conduct,
    TimeProvider clock,
    HuskyFhir.Exchange.Formats.IExchangeFormat? format = null
)
{
    /// <summary>Name of its ledger, in the folder of the boxes.</summary>
    public const string LedgerName = "partner-ledger.ndjson";

    private const string Taken = "partner-taken";

    /// <summary>Its ledger.</summary>
    public PartnerLedger Ledger { get; } = new(Path.Combine(root, LedgerName));

    /// <summary>Where it keeps what it took.</summary>
    public string TakenFolder => Path.Combine(root, Taken);

    /// <summary>Takes what lies in its box and answers; what it took, in order.</summary>
    public async Task<IReadOnlyList<PartnerLedgerEntry>> TurnAsync(CancellationToken cancellation)
    {
        foreach (var folder in (string[])[outbox, inbox, Taken])
            PrivateFiles.CreateFolder(Path.Combine(root, folder));
        var entries = new List<PartnerLedgerEntry>();
        foreach (
            var file in Directory.EnumerateFiles(Path.Combine(root, outbox)).Order(StringComparer.Ordinal).ToList()
        )
        {
            ISimulatedReading? reading = format is HuskyFhir.Exchange.Formats.Tables.TableFormat table
                ? new TableReading(table, conduct)
                : Path.GetExtension(file) switch
                {
                    ".834" => new X12Reading(conduct, clock),
                    ".ndjson" => new FhirReading(conduct),
                    _ => null,
                };
            if (
                reading is not null
                && Boxes.IsWhole(Path.GetFileName(file))
                && reading.IsComplete(file)
                && IsDue(file)
                && await TakeAsync(file, reading, cancellation) is { } entry
            )
                entries.Add(entry);
        }

        return entries;
    }

    private bool IsDue(string file) =>
        conduct.Delay == TimeSpan.Zero
        || File.GetLastWriteTimeUtc(file) + conduct.Delay <= clock.GetUtcNow().UtcDateTime;

    private async Task<PartnerLedgerEntry?> TakeAsync(
        string path,
        ISimulatedReading reading,
        CancellationToken cancellation
    )
    {
        var file = await LocalFile.OfAsync(path, cancellation);
        var read = await reading.ReadAsync(path, file, cancellation);
        var before = Ledger.Read().Where(entry => entry.Number == read.Number && entry.Verdict == "taken").ToList();
        var verdict =
            before.Count == 0
                ? read.IsSound && !conduct.RejectFiles
                    ? "taken"
                    : "rejected"
                : before.Exists(entry => entry.Sha256 == file.Sha256)
                    ? "duplicate"
                    : "conflict";
        var entry = new PartnerLedgerEntry(
            read.Number,
            file.Sha256,
            file.Bytes,
            read.Members,
            verdict == "taken" ? read.Refused : 0,
            verdict
        );
        Ledger.Add(entry);
        if (!conduct.Silent)
            foreach (var (name, content) in await reading.AnswerAsync(entry, cancellation))
                await AnswerAsync(
                    $"{Path.GetFileNameWithoutExtension(path)}-{Ledger.Read().Count:D6}-{name}",
                    content,
                    cancellation
                );
        File.Move(
            path,
            Path.Combine(TakenFolder, $"{Ledger.Read().Count:D6}-{Path.GetFileName(path)}"),
            overwrite: true
        );
        reading.Clear(path);
        return entry;
    }

    private async Task AnswerAsync(string name, byte[] content, CancellationToken cancellation)
    {
        if (conduct.Corrupt)
            await PutAsync("0-cut-" + name, content[..(content.Length * 2 / 3)], cancellation);
        await PutAsync("1-" + name, content, cancellation);
        if (conduct.Duplicate)
            await PutAsync("2-again-" + name, content, cancellation);
    }

    private Task PutAsync(string name, byte[] content, CancellationToken cancellation) =>
        Disk.WriteAsync(
            Path.Combine(root, inbox, name),
            stream => stream.WriteAsync(content, cancellation).AsTask(),
            replace: true,
            cancellation
        );
}

/// <summary>How a simulated partner reads and answers a format.</summary>
internal interface ISimulatedReading
{
    /// <summary>Whether all that belongs to a file is there.</summary>
    bool IsComplete(string path);

    /// <summary>Proves a file and counts it.</summary>
    Task<SimulatedContent> ReadAsync(string path, LocalFile file, CancellationToken cancellation);

    /// <summary>The answers to what was read last, by the ends of their names.</summary>
    Task<IReadOnlyList<(string Name, byte[] Content)>> AnswerAsync(
        PartnerLedgerEntry entry,
        CancellationToken cancellation
    );

    /// <summary>Takes away what lies beside the file.</summary>
    void Clear(string path);
}

/// <summary>What a file came to.</summary>
internal sealed record SimulatedContent(int Number, bool IsSound, int Members, int Refused);
