using System.Globalization;
using System.Text;
using HuskyFhir.Exchange.Formats.Tables;
using HuskyFhir.Exchange.Runs;
using HuskyFhir.Exchange.Transports;

namespace HuskyFhir.Simulation.Partner;

/// <summary>A file in a layout by table, answered by a line for each of its lines.</summary>
internal sealed class TableReading(TableFormat format, SimulatedConduct conduct) : ISimulatedReading
{
    private readonly List<int> refused = [];
    private int lines;

    public bool IsComplete(string path) => true;

    public async Task<SimulatedContent> ReadAsync(string path, LocalFile file, CancellationToken cancellation)
    {
        var reader = new TableFile(format);
        await using var stream = File.OpenRead(path);
        var proof = await reader.ProveAsync(stream, cancellation);
        if (proof.Flaws.Count > 0)
            return new(proof.Number, false, 0, 0);
        (lines, stream.Position) = (proof.Lines, 0);
        var members = 0;
        await foreach (var member in reader.ReadAsync(stream, cancellation))
            if (conduct.Refuses(members++))
                refused.Add(member.Line);
        return new(proof.Number, true, members, refused.Count);
    }

    public Task<IReadOnlyList<(string Name, byte[] Content)>> AnswerAsync(
        PartnerLedgerEntry entry,
        CancellationToken cancellation
    )
    {
        // What came before, or could not be proved, is not answered: such a layout has no words for it.
        if (entry.Verdict != "taken")
            return Task.FromResult<IReadOnlyList<(string, byte[])>>([]);
        var answers = new List<(string, byte[])> { ("lines.ack", Lines(entry.Number, lines, refused)) };
        if (conduct.Stray)
            answers.Add(("stray.ack", Lines(999_999_998, 1, [])));
        return Task.FromResult<IReadOnlyList<(string, byte[])>>(answers);
    }

    public void Clear(string path) { }

    private byte[] Lines(int number, int count, List<int> without)
    {
        var answer = format.Table.Acknowledgment;
        var text = new StringBuilder();
        for (var line = 1; line <= count; line++)
        {
            var isRefused = without.Contains(line);
            var fields = new List<(TableField Field, string Value)>
            {
                (answer.Number, number.ToString(CultureInfo.InvariantCulture)),
                (answer.Line, line.ToString(CultureInfo.InvariantCulture)),
                (answer.Status, isRefused ? answer.Refused[0] : answer.Accepted[0]),
            };
            if (isRefused && answer.Code is { } code)
                fields.Add((code, "D17"));
            text.Append(format.Table.Kind == "fixed" ? Fixed(answer.Type, fields) : Delimited(answer.Type, fields))
                .Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private string Fixed(string? type, List<(TableField Field, string Value)> fields)
    {
        var line = new StringBuilder().Append(' ', fields.Max(static each => each.Field.Column + each.Field.Width - 1));
        foreach (
            var (at, value) in fields
                .Select(static each => (each.Field.Column, each.Value))
                .Append((format.Table.TypeColumn, type ?? string.Empty))
        )
            for (var letter = 0; letter < value.Length; letter++)
                line[at - 1 + letter] = value[letter];
        return line.ToString();
    }

    private string Delimited(string? type, List<(TableField Field, string Value)> fields)
    {
        var parts = new string[fields.Max(static each => each.Field.Column)];
        Array.Fill(parts, string.Empty);
        foreach (var (field, value) in fields)
            parts[field.Column - 1] = value;
        if (type is not null)
            parts[format.Table.TypeColumn - 1] = type;
        return string.Join(format.Table.Delimiter, parts);
    }
}
