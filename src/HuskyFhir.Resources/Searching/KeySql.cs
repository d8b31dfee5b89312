using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching;

/// <summary>
/// Conditions on parameters whose values are kept in tables of keys <c>k</c>: strings, tokens, addresses and
/// references.
/// </summary>
internal sealed class KeySql(SqlText sql, DateTimeOffset now)
{
    /// <summary>More words than any name has are looked for as they stand.</summary>
    private const int MostWords = 6;

    /// <summary>Whether a filter's matches are found among the keys alone.</summary>
    public static bool IsAmongKeys(SearchFilter filter) =>
        filter.Missing is null && filter.Modifier is not ("not" or "not-in");

    /// <summary>The parts of a key table that a parameter searches.</summary>
    public string Parts(SearchParameter parameter) => Parts(parameter.Parts);

    /// <summary>Where the references of a parameter are.</summary>
    public string References(SearchParameter parameter) => parameter.Table?.Invoke(sql) ?? "refs";

    /// <summary>A query for the owners of the keys that match.</summary>
    public string Matches(FhirType type, SearchParameter parameter, SearchFilter filter)
    {
        var (table, scope) = Scope(type, parameter, filter.Modifier);
        return $"SELECT k.owner AS id FROM {table} k WHERE {scope} AND {Any(type, parameter, filter)}";
    }

    public string Condition(FhirType type, SearchParameter parameter, SearchFilter filter, string row, bool leads)
    {
        var (table, scope) = Scope(type, parameter, filter.Modifier);
        if (filter.Missing is { } missing)
            return missing ? $"NOT {Has(type, parameter, row)}" : Has(type, parameter, row);
        if (!IsAmongKeys(filter))
            return $"NOT EXISTS (SELECT 1 FROM {table} k WHERE k.owner = {row}.id AND {scope} AND {Any(type, parameter, filter)})";
        // OFFSET keeps PostgreSQL from turning the question about one row into a gathering of all that match.
        return leads
            ? $"{row}.id IN ({Matches(type, parameter, filter)})"
            : $"EXISTS (SELECT 1 FROM {table} k WHERE k.owner = {row}.id AND {scope} AND {Any(type, parameter, filter)} LIMIT 1 OFFSET 0)";
    }

    /// <summary>
    /// Whether there is any key: a concept may have a text and no code, a reference an identifier and no address.
    /// </summary>
    private string Has(FhirType type, SearchParameter parameter, string row)
    {
        string?[] modifiers = parameter.Info switch
        {
            { Kind: SearchKind.Token, Form: TokenForm.Concept } => [null, "text"],
            { Kind: SearchKind.Reference } => [null, "identifier"],
            _ => [null],
        };
        var any = modifiers
            .Select(modifier => Scope(type, parameter, modifier))
            .Select(keys => $"EXISTS (SELECT 1 FROM {keys.Table} k WHERE k.owner = {row}.id AND {keys.Scope})");
        return $"({string.Join(" OR ", any)})";
    }

    /// <summary>Both halves of a pair are of one element: they were written one after the other.</summary>
    public string Pairs(FhirType type, SearchParameter parameter, SearchFilter filter, string row)
    {
        var name = parameter.Parts[0];
        var scope = $"k.part = {sql.Value(name)} AND j.part = {sql.Value(name + "$")}";
        var any = filter
            .AnyOf.Cast<CompositeValue>()
            .Select(value =>
                $"({KindSql.Condition(sql, null, null, value.Parts[0], "k.", now)} AND {KindSql.Condition(sql, null, null, value.Parts[1], "j.", now)})"
            );
        return $"{row}.id IN (SELECT k.owner FROM {type.Tokens.Name} k JOIN {type.Tokens.Name} j ON j.owner = k.owner AND j.n = k.n + 1 WHERE {scope} AND ({string.Join(" OR ", any)}))";
    }

    private string Parts(IEnumerable<string> parts) =>
        $"k.part IN ({string.Join(", ", parts.Select(part => sql.Value(part)))})";

    private string Any(FhirType type, SearchParameter parameter, SearchFilter filter) =>
        $"({string.Join(" OR ", filter.AnyOf.Select(value => One(type, parameter, filter.Modifier, value)))})";

    private string One(FhirType type, SearchParameter parameter, string? modifier, SearchValue value)
    {
        var whole = KindSql.Condition(sql, parameter, modifier, value, "k.", now);
        return
            modifier is null
            && value is StringValue text
            && parameter is { Info.Kind: SearchKind.String, Parts.Count: > 1 }
            && text.Words.Count is > 1 and <= MostWords
            ? $"({whole} OR ({string.Join(" AND ", text.Words.Select((word, at) => Word(type, parameter, word, at)))}))"
            : whole;
    }

    /// <summary>
    /// Words that are given together may stand in different parts: José in a given name, Muñoz in the family's.
    /// </summary>
    private string Word(FhirType type, SearchParameter parameter, StringValue word, int at) =>
        at == 0
            ? KindSql.Condition(sql, parameter, null, word, "k.", now)
            : $"EXISTS (SELECT 1 FROM {type.Strings.Name} w WHERE w.owner = k.owner AND w.{Parts(parameter)[2..]} AND {KindSql.Condition(sql, parameter, null, word, "w.", now)})";

    private (string Table, string Scope) Scope(FhirType type, SearchParameter parameter, string? modifier) =>
        (parameter.Info.Kind, modifier) switch
        {
            (SearchKind.Token, "text") => (type.Strings.Name, Parts(parameter.Parts.Select(SearchParameter.TextPart))),
            (SearchKind.Token, "of-type") => (
                type.Tokens.Name,
                Parts(parameter.Parts.Select(SearchParameter.TypePart))
            ),
            (SearchKind.Reference, "identifier") => (
                type.Tokens.Name,
                Parts(parameter.Parts.Select(SearchParameter.IdentifierPart))
            ),
            (SearchKind.String, _) => (type.Strings.Name, Parts(parameter)),
            (SearchKind.Token or SearchKind.Uri, _) => (type.Tokens.Name, Parts(parameter)),
            (SearchKind.Reference, _) => (
                References(parameter),
                $"{Parts(parameter)} AND k.owner_type = {sql.Value(type.Name)}"
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(parameter)),
        };
}
