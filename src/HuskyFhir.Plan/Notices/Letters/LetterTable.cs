using System.Text.Json;

namespace HuskyFhir.Plan.Notices.Letters;

/// <summary>
/// Which step of which kind makes which notice, with the clause that asks for it. A step that tells nobody has a row
/// that says why; one without a row ends the start.
/// </summary>
internal sealed class LetterTable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly string[] Recipients = ["requester", "member", "new-pcp", "former-pcp"];

    private LetterTable(IReadOnlyList<LetterRow> rows) => Rows = rows;

    /// <summary>As they are written.</summary>
    public IReadOnlyList<LetterRow> Rows { get; }

    /// <summary>The notices of a step: the rows that are meant for it most closely, one for each recipient.</summary>
    public IReadOnlyList<LetterRow> Of(string step, string kind, string? from = null)
    {
        var meant = Rows.Select(row => (Row: row, Closeness: row.Closeness(step, kind, from)))
            .Where(static each => each.Closeness is not null)
            .ToList();
        var closest = meant.Count == 0 ? 0 : meant.Max(static each => each.Closeness!.Value);
        return [.. meant.Where(each => each.Closeness == closest).Select(static each => each.Row)];
    }

    /// <summary>The first notice of a step; null where it has none.</summary>
    public LetterRow? First(string step, string kind) => Of(step, kind) is [var row, ..] ? row : null;

    /// <summary>Reads and checks it.</summary>
    /// <exception cref="LetterFlawException">A row cannot be read, or a step has none.</exception>
    public static LetterTable Read(string file, string text, LetterMatters matters)
    {
        LetterTable table;
        try
        {
            table = new(JsonSerializer.Deserialize<Written>(text, Json)?.Letters ?? []);
        }
        catch (JsonException flaw)
        {
            throw new LetterFlawException($"{file}: {flaw.Message}");
        }

        if (table.Flaws(matters).FirstOrDefault() is { } first)
            throw new LetterFlawException($"{file}: {first}.");
        return table;
    }

    private IEnumerable<string> Flaws(LetterMatters matters)
    {
        var kinds = matters.Kinds.Select(static kind => kind.Code).Append("*").ToHashSet(StringComparer.Ordinal);
        foreach (var row in Rows)
        {
            foreach (var step in row.Steps.Where(step => step != "*" && !matters.Steps.Contains(step)))
                yield return $"'{step}' is no step; there are {string.Join(", ", matters.Steps)}";
            foreach (var kind in row.Kinds.Where(kind => !kinds.Contains(kind)))
                yield return $"'{kind}' is no kind of request; there are {string.Join(", ", kinds)}";
            if (!Recipients.Contains(row.To))
                yield return $"'{row.To}' is no recipient; there are {string.Join(", ", Recipients)}";
            if (row.Clause.Length == 0 || (row.Template is not null && !matters.Notices.Contains(row.Notice)))
                yield return $"the row of {string.Join(", ", row.Steps)} lacks its clause, or names no kind of notice "
                    + $"({string.Join(", ", matters.Notices)})";
        }

        foreach (var rules in matters.Kinds)
        foreach (var (step, from) in rules.Steps)
            if (Of(step, rules.Code, from).Count == 0)
                yield return $"the step {step} of {rules.Code} has no row; name its template, or say why "
                    + "nobody is told";
    }

    private sealed record Written
    {
        public IReadOnlyList<LetterRow> Letters { get; init; } = [];
    }
}
