using System.Text.Json;

namespace HuskyFhir.Exchange.Runs;

/// <summary>
/// What a partner has taken by its own account, as lines of JSON that are only ever added: its half of what <c>exchange
/// reconcile</c> compares.
/// </summary>
/// <param name="path">The file.</param>
public sealed class PartnerLedger(string path)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    /// <summary>All lines; none where there is no file.</summary>
    /// <exception cref="InvalidDataException">A line is none of a ledger.</exception>
    public IReadOnlyList<PartnerLedgerEntry> Read() => File.Exists(path) ? [.. File.ReadLines(path).Select(Line)] : [];

    /// <summary>Adds a line, durably.</summary>
    public void Add(PartnerLedgerEntry entry)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write([.. JsonSerializer.SerializeToUtf8Bytes(entry, Form), (byte)'\n']);
        file.Flush(flushToDisk: true);
    }

    private PartnerLedgerEntry Line(string text, int at)
    {
        try
        {
            return JsonSerializer.Deserialize<PartnerLedgerEntry>(text, Form)!;
        }
        catch (JsonException)
        {
            throw new InvalidDataException(
                $"Line {at + 1} of {path} is none of a partner's ledger: it has number, sha256, bytes, members, refused and verdict."
            );
        }
    }
}

/// <summary>One line of a partner's own ledger.</summary>
/// <param name="Number">Control number.</param>
/// <param name="Sha256">Of the file's bytes.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Members">Members in it: lines, or subscribers.</param>
/// <param name="Refused">Of these refused.</param>
/// <param name="Verdict"><c>taken</c>, <c>rejected</c>, <c>duplicate</c> (the same file again) or <c>conflict</c> (its
/// number with another content).</param>
public sealed record PartnerLedgerEntry(
    int Number,
    string Sha256,
    long Bytes,
    int Members,
    int Refused,
    string Verdict
);
