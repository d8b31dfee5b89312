namespace HuskyFhir.Exchange.Formats.Tables;

/// <summary>
/// What is wrong with a table, told by the place in the file: so that a layout is refused at the start and not with the
/// first member.
/// </summary>
internal static class TableChecks
{
    private const int WidestLine = 4_000;

    /// <summary>All that is wrong; none where the table can be used.</summary>
    public static IReadOnlyList<string> Of(TableDefinition table)
    {
        var flaws = new List<string>();
        var isFixed = table.Kind == "fixed";
        if (table.Kind is not ("fixed" or "delimited"))
            flaws.Add("kind takes fixed or delimited");
        if (isFixed && table.Width is < 10 or > WidestLine)
            flaws.Add($"width takes 10 to {WidestLine}");
        if (
            !isFixed
            && (
                table.Delimiter.Length != 1
                || table.Delimiter[0] is '"' or '\r' or '\n'
                || char.IsAsciiLetterOrDigit(table.Delimiter[0])
            )
        )
            flaws.Add("delimiter takes one character that is no letter, digit or quotation mark");
        if (table.Encoding is not ("ascii" or "utf-8"))
            flaws.Add("encoding takes ascii or utf-8");
        if (table.LineEnd is not ("crlf" or "lf"))
            flaws.Add("lineEnd takes crlf or lf");
        if (table.Records.Count == 0)
            flaws.Add("records is empty");
        Types(table, flaws);
        Record(table, table.Header, "header", "file", flaws);
        for (var at = 0; at < table.Records.Count; at++)
            Record(table, table.Records[at], $"records[{at}]", table.Records[at].Each, flaws);
        Record(table, table.Trailer, "trailer", "file", flaws);
        if (!table.Trailer.Fields.Any(static field => field.Source == "file.lines"))
            flaws.Add("trailer has no field with the source file.lines, by which a file is proved whole");
        if (!table.Header.Fields.Any(static field => field.Source == "file.number"))
            flaws.Add("header has no field with the source file.number, by which an answer finds the file");
        if (
            !table.Records.Any(static record =>
                record.Each == "member" && record.Fields.Any(static field => field.Source == "member.id")
            )
        )
            flaws.Add("no record of a member has the source member.id");
        var used = table
            .Records.SelectMany(static record => record.Fields)
            .Select(static field => field.Source)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        var missing = TableSources
            .OfMember.Where(source => !used.Contains(source) && !table.Omit.Contains(source))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (missing.Count > 0)
            flaws.Add($"no record has {string.Join(", ", missing)}; give them a field, or name them in omit");
        if (table.Header.Fields.Any(static field => field.Source is "file.lines" or "file.members" or "file.changes"))
            flaws.Add("header has a count; counts are known at the end and stand in the trailer");
        Acknowledgment(table, flaws);
        return flaws;
    }

    private static void Types(TableDefinition table, List<string> flaws)
    {
        var types = table
            .Records.Select(static record => record.Type)
            .Prepend(table.Header.Type)
            .Append(table.Trailer.Type)
            .ToList();
        foreach (var twice in types.GroupBy(static type => type).Where(static of => of.Count() > 1))
            flaws.Add($"the type '{twice.Key}' is used {twice.Count()} times");
        if (table.Kind == "fixed")
            flaws.AddRange(
                types
                    .Where(type => type.Length != table.TypeWidth)
                    .Select(type => $"the type '{type}' has not the {table.TypeWidth} characters of typeWidth")
            );
    }

    private static void Record(TableDefinition table, TableRecord record, string where, string each, List<string> flaws)
    {
        if (each is not ("file" or "member" or "person" or "change"))
        {
            flaws.Add($"{where}.each takes member, person or change");
            return;
        }

        for (var at = 0; at < record.Fields.Count; at++)
            Field(table, record.Fields[at], $"{where}.fields[{at}]", each, flaws);
        Places(table, record, where, flaws);
    }

    /// <summary>No two fields share a column.</summary>
    private static void Places(TableDefinition table, TableRecord record, string where, List<string> flaws)
    {
        var isFixed = table.Kind == "fixed";
        var places = record
            .Fields.Select(
                (field, at) =>
                    (
                        Name: $"{where}.fields[{at}]",
                        First: field.Column,
                        Last: field.Column + (isFixed ? field.Width : 1) - 1
                    )
            )
            .Append(
                (
                    Name: "the type",
                    First: table.TypeColumn,
                    Last: table.TypeColumn + (isFixed ? table.TypeWidth : 1) - 1
                )
            )
            .OrderBy(static place => place.First)
            .ToList();
        for (var at = 1; at < places.Count; at++)
            if (places[at].First <= places[at - 1].Last)
                flaws.Add(
                    $"{places[at].Name} (column {places[at].First}) overlaps {places[at - 1].Name} (columns {places[at - 1].First} to {places[at - 1].Last})"
                );
        if (isFixed && places[^1].Last > table.Width)
            flaws.Add($"{places[^1].Name} ends in column {places[^1].Last}, behind the width of {table.Width}");
    }

    private static void Field(TableDefinition table, TableField field, string where, string each, List<string> flaws)
    {
        if (field.Column < 1)
            flaws.Add($"{where}.column begins with 1");
        if (table.Kind == "fixed" && field.Width < 1)
            flaws.Add($"{where}.width is missing");
        if (field.Justify is not ("left" or "right"))
            flaws.Add($"{where}.justify takes left or right");
        if (field.Pad.Length != 1 || !char.IsAscii(field.Pad[0]))
            flaws.Add($"{where}.pad takes one character");
        if (field.Source is null == field.Value is null)
            flaws.Add($"{where} needs either source or value");
        if (field.Source is { } source && !TableSources.Allows(each, source))
            flaws.Add($"{where}.source '{source}' is none of a {each}");
        if (field.Value is { } value && field.Width > 0 && value.Length > field.Width)
            flaws.Add($"{where}.value is longer than the field");
        if (field.Codes is { } codes && !table.Codes.ContainsKey(codes))
            flaws.Add($"{where}.codes names '{codes}', which codes has not");
        if (field.Picture is { } picture)
            flaws.AddRange(
                TablePicture.Parse(picture) is not { } parsed
                    ? [$"{where}.picture '{picture}' is neither a date nor a number"]
                : field.Width > 0 && parsed.Length > field.Width
                    ? [$"{where}.picture '{picture}' is wider than the field"]
                : []
            );
    }

    private static void Acknowledgment(TableDefinition table, List<string> flaws)
    {
        var answer = table.Acknowledgment;
        foreach (
            var (name, field) in new[]
            {
                ("number", answer.Number),
                ("line", answer.Line),
                ("status", answer.Status),
                ("code", answer.Code),
            }
        )
            if (field is not null && (field.Column < 1 || (table.Kind == "fixed" && field.Width < 1)))
                flaws.Add($"acknowledgment.{name} needs column and width");
        if (answer.Accepted.Count == 0 || answer.Refused.Count == 0)
            flaws.Add("acknowledgment needs at least one value each in accepted and refused");
        if (answer.Accepted.Intersect(answer.Refused).Any())
            flaws.Add("acknowledgment has a value both in accepted and refused");
    }
}
