using System.Text.Json;

namespace HuskyFhir.Exchange.Simulation;

/// <summary>
/// What the simulated partner has taken, as lines of JSON that are only ever added; its half of what <c>exchange
/// reconcile</c> compares.
/// </summary>
/// <param name="path">The file.</param>
public sealed class SimulatedLedger(string path)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    /// <summary>All lines; none where there is no file.</summary>
    /// <exception cref="InvalidDataException">A line is none of a ledger.</exception>
    public IReadOnlyList<SimulatedEntry> Read() => File.Exists(path) ? [.. File.ReadLines(path).Select(Line)] : [];

    /// <summary>Adds a line, durably.</summary>
    public void Add(SimulatedEntry entry)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write([.. JsonSerializer.SerializeToUtf8Bytes(entry, Form), (byte)'\n']);
        file.Flush(flushToDisk: true);
    }

    private SimulatedEntry Line(string text, int at)
    {
        try
        {
            return JsonSerializer.Deserialize<SimulatedEntry>(text, Form)!;
        }
        catch (JsonException)
        {
            throw new InvalidDataException(
                $"Line {at + 1} of {path} is none of a partner's ledger: it has number, sha256, bytes, members, refused and verdict."
            );
        }
    }
}
