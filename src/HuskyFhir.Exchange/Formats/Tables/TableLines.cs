using System.Text;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.Exchange.Formats.Tables;

/// <summary>A line could not be written.</summary>
/// <param name="Reason">Where and why, without a value.</param>
internal sealed record TableFlaw(string Reason);

/// <summary>Writes and reads single lines by a table.</summary>
internal sealed class TableLines(TableDefinition table)
{
    private readonly Dictionary<string, TablePicture> pictures = table
        .Records.Append(table.Header)
        .Append(table.Trailer)
        .SelectMany(static record => record.Fields)
        .Select(static field => field.Picture)
        .OfType<string>()
        .Distinct()
        .ToDictionary(static text => text, static text => TablePicture.Parse(text)!, StringComparer.Ordinal);

    private bool IsFixed => table.Kind == "fixed";

    /// <summary>A line of a record; null with the flaw where a value cannot be written.</summary>
    /// <param name="record">Which.</param>
    /// <param name="values">By their sources.</param>
    /// <param name="remarks">Is told what was cut.</param>
    public (string? Line, TableFlaw? Flaw) Write(
        TableRecord record,
        IReadOnlyDictionary<string, string> values,
        List<string> remarks
    )
    {
        var parts = new List<(int Column, string Text)>(record.Fields.Count + 1) { (table.TypeColumn, record.Type) };
        foreach (var field in record.Fields)
        {
            var (text, why) = Render(record, field, values, remarks);
            if (text is null)
                return (null, new($"record {record.Type} column {field.Column}: {why}"));
            parts.Add((field.Column, text));
        }

        return (IsFixed ? Fixed(parts) : Delimited(parts), null);
    }

    /// <summary>Whether a record would say nothing but its constants and whose it is.</summary>
    public static bool IsEmpty(TableRecord record, IReadOnlyDictionary<string, string> values) =>
        !record.Fields.Any(field =>
            field.Source is { } source && source is not ("member.id" or "member.case") && values.ContainsKey(source)
        );

    /// <summary>The parts of a line; null where it has not the form of the table.</summary>
    public string[]? Split(string line) =>
        IsFixed
            ? line.Length == table.Width
                ? [line]
                : null
            : TableText.Split(line, table.Delimiter[0]);

    /// <summary>The type of a line.</summary>
    public string Type(string[] parts) => Raw(parts, table.TypeColumn, table.TypeWidth).Trim();

    /// <summary>The values of a line by their sources; flaws are told by the column.</summary>
    public Dictionary<string, string> Read(TableRecord record, string[] parts, List<string> flaws)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in record.Fields)
        {
            if (field.Source is not { } source || Value(field, parts) is not { Length: > 0 } text)
                continue;
            var value = field.Picture is { } picture ? pictures[picture].Read(text) : text;
            if (value is null)
                flaws.Add($"record {record.Type} column {field.Column} is not as the picture {field.Picture} says");
            else
                values[source] = field.Codes is { } codes ? Ours(table.Codes[codes], value) : value;
        }

        return values;
    }

    /// <summary>What stands in a field, without what fills it up.</summary>
    public string? Value(TableField field, string[] parts)
    {
        var text = Raw(parts, field.Column, field.Width);
        // Zeros that fill a number up belong to its picture.
        if (field.Picture is not null || field.Pad == "0")
            return text.Trim() is { Length: > 0 } written ? written : null;
        text = field.Justify == "right" ? text.TrimStart(field.Pad[0]) : text.TrimEnd(field.Pad[0]);
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    private string Raw(string[] parts, int column, int width) =>
        IsFixed
            ? parts[0].Length >= column - 1 + width
                ? parts[0].Substring(column - 1, width)
                : string.Empty
            : column <= parts.Length
                ? parts[column - 1]
                : string.Empty;

    private (string? Text, string Why) Render(
        TableRecord record,
        TableField field,
        IReadOnlyDictionary<string, string> values,
        List<string> remarks
    )
    {
        var value = field.Value ?? values.GetValueOrDefault(field.Source!);
        if (field.Codes is { } codes && value is not null)
            value = table.Codes[codes].GetValueOrDefault(value) ?? table.Codes[codes].GetValueOrDefault("*");
        if (string.IsNullOrEmpty(value))
            return field.Required
                ? (null, $"{field.Source} is missing, or has no code in {field.Codes ?? "the table"}")
                : (Filled(field, string.Empty), string.Empty);
        if ((field.Picture is { } picture ? pictures[picture].Write(value) : value) is not { } pictured)
            return (null, $"{field.Source} does not fit the picture {field.Picture}");
        if (TableText.Written(pictured, table.Encoding == "ascii") is not { } written)
            return (null, $"{field.Source} has a letter that cannot be written in Latin letters");
        if (field.Width > 0 && written.Length > field.Width)
        {
            if (!field.Cut)
                return (null, $"{field.Source} has more than {field.Width} characters");
            remarks.Add($"record {record.Type} column {field.Column} shortened");
            written = written[..field.Width].TrimEnd();
        }

        return (Filled(field, written), string.Empty);
    }

    private string Filled(TableField field, string text) =>
        !IsFixed ? text
        : field.Justify == "right" ? text.PadLeft(field.Width, text.Length == 0 ? ' ' : field.Pad[0])
        : text.PadRight(field.Width, text.Length == 0 ? ' ' : field.Pad[0]);

    private string Fixed(List<(int Column, string Text)> parts)
    {
        var line = new StringBuilder(table.Width).Append(' ', table.Width);
        foreach (var (column, text) in parts)
            for (var at = 0; at < text.Length; at++)
                line[column - 1 + at] = text[at];
        return line.ToString();
    }

    private string Delimited(List<(int Column, string Text)> parts)
    {
        var fields = new string[parts.Max(static part => part.Column)];
        Array.Fill(fields, string.Empty);
        foreach (var (column, text) in parts)
            fields[column - 1] = TableText.Quoted(text, table.Delimiter[0]);
        return string.Join(table.Delimiter, fields);
    }

    /// <summary>Our code of a partner's; of several the first.</summary>
    private static string Ours(IReadOnlyDictionary<string, string> codes, string theirs) =>
        codes.FirstOrDefault(pair => pair.Value == theirs && pair.Key != "*").Key ?? theirs;
}

/// <summary>Texts of lines.</summary>
internal static class TableText
{
    /// <summary>
    /// Without line ends, and in Latin letters where the file is ASCII; null where a letter has no likeness.
    /// </summary>
    public static string? Written(string value, bool isAscii)
    {
        var plain = value.ReplaceLineEndings(" ").Trim();
        if (!isAscii)
            return plain.Any(static letter => char.IsControl(letter)) ? null : plain;
        if (plain.All(static letter => letter is >= ' ' and <= '~'))
            return plain;
        var written = new StringBuilder(plain.Length);
        foreach (var letter in plain.EnumerateRunes())
        {
            var alike = letter.IsAscii ? letter.ToString() : Transliteration.Alike(letter);
            if (alike is null && Transliteration.IsLetter(letter))
                return null;
            written.Append(alike ?? " ");
        }

        return written.ToString();
    }

    public static string Quoted(string text, char delimiter) =>
        text.Contains(delimiter) || text.Contains('"')
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;

    /// <summary>The fields of a delimited line (RFC 4180); null where a quotation mark is left open.</summary>
    public static string[]? Split(string line, char delimiter)
    {
        var (fields, text, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '"' && isQuoted && at + 1 < line.Length && line[at + 1] == '"')
                text.Append(line[at++]);
            else if (line[at] == '"')
                isQuoted = !isQuoted;
            else if (line[at] == delimiter && !isQuoted)
                (_, text) = (Add(fields, text), new());
            else
                text.Append(line[at]);
        }

        Add(fields, text);
        return isQuoted ? null : [.. fields];

        static bool Add(List<string> fields, StringBuilder text)
        {
            fields.Add(text.ToString());
            return true;
        }
    }
}
