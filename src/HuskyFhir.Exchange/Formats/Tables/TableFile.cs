using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace HuskyFhir.Exchange.Formats.Tables;

/// <summary>A member of a file that was read by its table.</summary>
/// <param name="Line">Its first line, from 1.</param>
/// <param name="Values">By their sources.</param>
/// <param name="Persons">Persons of the household.</param>
/// <param name="Changes">Changes.</param>
/// <param name="Flaws">What of it cannot be read, without a value.</param>
public sealed record TableMember(
    int Line,
    Dictionary<string, string> Values,
    List<Dictionary<string, string>> Persons,
    List<Dictionary<string, string>> Changes,
    List<string> Flaws
);

/// <summary>What a whole file is.</summary>
/// <param name="Number">Of its header; 0 where it has none.</param>
/// <param name="IsFull">Whether it says that it has everybody.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Members">Its members.</param>
/// <param name="Flaws">Why nothing of it may be used; none where it is whole.</param>
public sealed record TableProof(int Number, bool IsFull, int Lines, int Members, IReadOnlyList<string> Flaws);

/// <summary>
/// Reads files by a table: proved from end to end first, then member by member in memory that does not grow.
/// </summary>
public sealed class TableFile
{
    private readonly TableDefinition table;
    private readonly TableLines lines;
    private readonly Dictionary<string, TableRecord> records;

    /// <summary>By the table of a format.</summary>
    public TableFile(TableFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        table = format.Table;
        lines = new(table);
        records = table.Records.ToDictionary(static record => record.Type, StringComparer.Ordinal);
    }

    /// <summary>
    /// Proves a stream from where it stands to its end: header first, trailer last and true, each line of a known form.
    /// </summary>
    public async Task<TableProof> ProveAsync(Stream file, CancellationToken cancellation)
    {
        var flaws = new List<string>();
        var (header, trailer) = (new Dictionary<string, string>(), (Dictionary<string, string>?)null);
        var (number, members, changes, current) = (0, 0, 0, (string?)null);
        await foreach (var line in LinesAsync(file, cancellation))
        {
            number++;
            if (flaws.Count >= 20)
                break;
            if (line is null || lines.Split(line) is not { } parts)
            {
                flaws.Add($"line {number}: {(line is null ? "mixes encodings" : "has not the form of the layout")}");
                continue;
            }

            var type = lines.Type(parts);
            if (trailer is not null)
                flaws.Add($"line {number}: something follows the trailer");
            else if (number == 1)
                header = type == table.Header.Type ? lines.Read(table.Header, parts, flaws) : header;
            else if (type == table.Trailer.Type)
                trailer = lines.Read(table.Trailer, parts, flaws);
            else if (!records.TryGetValue(type, out var record))
                flaws.Add($"line {number}: no record of the layout has its type");
            else
                Counted(record, parts);
        }

        if (header.Count == 0)
            flaws.Add("line 1: the header is missing");
        if (trailer is null)
            flaws.Add("the trailer is missing; the file may be cut short");
        foreach (
            var (source, found) in new[]
            {
                ("file.lines", number),
                ("file.members", members),
                ("file.changes", changes),
            }
        )
            if (trailer?.GetValueOrDefault(source) is { } said && said != found.ToString(CultureInfo.InvariantCulture))
                flaws.Add($"the trailer says {source} {said}, and there are {found}");
        return new(
            int.TryParse(header.GetValueOrDefault("file.number"), out var control) ? control : 0,
            header.GetValueOrDefault("file.kind") == "full",
            number,
            members,
            flaws
        );

        void Counted(TableRecord record, string[] parts)
        {
            changes += record.Fields.Any(static field => field.Source == "change.kind") ? 1 : 0;
            if (lines.Read(record, parts, []).GetValueOrDefault("member.id") is not { } id || id == current)
                return;
            (current, members) = (id, members + 1);
        }
    }

    /// <summary>The members of a file that was proved.</summary>
    public async IAsyncEnumerable<TableMember> ReadAsync(
        Stream file,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        TableMember? member = null;
        var number = 0;
        await foreach (var line in LinesAsync(file, cancellation))
        {
            number++;
            if (
                line is null
                || lines.Split(line) is not { } parts
                || !records.TryGetValue(lines.Type(parts), out var record)
            )
                continue;
            var flaws = new List<string>();
            var values = lines.Read(record, parts, flaws);
            if (
                member is null
                || (values.TryGetValue("member.id", out var id) && id != member.Values.GetValueOrDefault("member.id"))
            )
            {
                if (member is not null)
                    yield return member;
                member = new(number, new(StringComparer.Ordinal), [], [], []);
            }

            Take(member, record, values);
            member.Flaws.AddRange(flaws);
        }

        if (member is not null)
            yield return member;
    }

    private static void Take(TableMember member, TableRecord record, Dictionary<string, string> values)
    {
        foreach (var (source, value) in values.Where(static pair => TableSources.OfMember.Contains(pair.Key)))
            member.Values[source] = value;
        var own = values
            .Where(static pair => !TableSources.OfMember.Contains(pair.Key))
            .ToDictionary(StringComparer.Ordinal);
        if (record.Each == "person")
            Add(member.Persons, own, "person.last");
        else if (record.Each == "change")
            Add(member.Changes, own, "change.kind");
    }

    /// <summary>A line with the mark of the kind begins another item; one without goes on with the last.</summary>
    private static void Add(List<Dictionary<string, string>> items, Dictionary<string, string> own, string mark)
    {
        if (items.Count == 0 || own.ContainsKey(mark))
            items.Add(own);
        else
            foreach (var (source, value) in own)
                items[^1][source] = value;
    }

    /// <summary>Lines without their ends; null for one that is not of the file's encoding.</summary>
    private async IAsyncEnumerable<string?> LinesAsync(
        Stream file,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        // A replacement character stands for bytes that are none of UTF-8; a file of ours never has one.
        using var reader = new StreamReader(
            file,
            new UTF8Encoding(false),
            detectEncodingFromByteOrderMarks: true,
            65_536,
            leaveOpen: true
        );
        while (await reader.ReadLineAsync(cancellation) is { } line)
            yield return line.Contains('\uFFFD')
            || (table.Encoding == "ascii" && line.Any(static letter => letter > '~'))
                ? null
                : line;
    }
}
