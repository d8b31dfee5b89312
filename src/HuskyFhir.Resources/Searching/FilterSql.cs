using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching;

/// <summary>
/// The conditions of a search as SQL on a type's row, whose alias is given. Each has two forms: <see cref="Leads"/>
/// starts from what matches, <see cref="Asks"/> is asked of a row that is already at hand.
/// </summary>
internal sealed class FilterSql(SqlText sql, SearchGrants? reach, DateTimeOffset now)
{
    private readonly KeySql keys = new(sql, now);

    /// <summary>Whom a condition that leads through other types is held against.</summary>
    private SearchGrants grants =>
        reach ?? throw new InvalidOperationException("This condition leads through other types.");

    /// <summary>The condition in the form that finds its rows by an index.</summary>
    public string Leads(FhirType type, SearchCondition condition, string row) =>
        Condition(type, condition, row, leads: true);

    /// <summary>The condition in the form that looks at one row.</summary>
    public string Asks(FhirType type, SearchCondition condition, string row) =>
        Condition(type, condition, row, leads: false);

    /// <summary>A query for what matches, with one column: the id, perhaps more than once.</summary>
    public string Matches(FhirType type, SearchCondition condition) =>
        condition switch
        {
            SearchFilter filter
                when type.Parameter(filter.Parameter.Name) is { Place: ParameterStorage.Keys } parameter
                    && KeySql.IsAmongKeys(filter) => keys.Matches(type, parameter, filter),
            // A union of look-ups; an OR between them would make PostgreSQL walk the whole index.
            CompartmentFilter within when Compartment(type, within) is { } ways => Matches(type, ways),
            EitherFilter either => string.Join(" UNION ", either.Conditions.Select(each => Matches(type, each))),
            ChainFilter { Targets.Count: > 1 } chain => string.Join(
                " UNION ",
                chain.Targets.Select(target => Matches(type, chain with { Targets = [target] }))
            ),
            _ => $"SELECT t.id FROM {type.Row.Name} t WHERE {Leads(type, condition, "t")}",
        };

    private static SearchCondition? Compartment(FhirType type, CompartmentFilter within) =>
        type.InCompartment(within.Member);

    private static string Any(IEnumerable<string> conditions) => $"({string.Join(" OR ", conditions)})";

    private string Condition(FhirType type, SearchCondition condition, string row, bool leads) =>
        condition switch
        {
            SearchFilter filter => Plain(type, filter, row, leads),
            ChainFilter { Targets.Count: > 1 } or EitherFilter when leads =>
                $"{row}.id IN ({Matches(type, condition)})",
            ChainFilter chain => Any(
                chain.Targets.Select(target =>
                    Chain(type, chain, grants.Type(target.Type), target.Condition, row, leads)
                )
            ),
            HasFilter has => Has(has, row, leads),
            CompartmentFilter within => Compartment(type, within) is { } ways
                ? Condition(type, ways, row, leads)
                : "1 = 0",
            CareFilter care => CareDate(type, care, row),
            EitherFilter either => Any(either.Conditions.Select(each => Condition(type, each, row, leads))),
            _ => throw new ArgumentOutOfRangeException(nameof(condition)),
        };

    /// <summary>
    /// A row within reach of the caller that meets a condition; the alias of a further row is longer.
    /// </summary>
    private string Met(FhirType type, SearchCondition condition, string row, bool leads) =>
        $"{Condition(type, condition, row, leads)} AND {grants.Within(sql, type, row)}";

    private string Chain(
        FhirType type,
        ChainFilter chain,
        FhirType target,
        SearchCondition condition,
        string row,
        bool leads
    )
    {
        var (parameter, other) = (type.Parameter(chain.Reference.Name)!, row + "t");
        if (parameter.Place == ParameterStorage.Member)
            return leads
                ? $"{row}.member IN (SELECT {other}.id FROM {target.Row.Name} {other} WHERE {Met(target, condition, other, true)})"
                : $"EXISTS (SELECT 1 FROM {target.Row.Name} {other} WHERE {other}.id = {row}.member AND {Met(target, condition, other, false)} LIMIT 1 OFFSET 0)";
        var scope =
            $"{keys.Parts(parameter)} AND k.owner_type = {sql.Value(type.Name)} AND k.target_type = {sql.Value(target.Name)}";
        return leads
            ? $"{row}.id IN (SELECT k.owner FROM {target.Row.Name} {other} JOIN {keys.References(parameter)} k ON k.target_id = {other}.id WHERE {scope} AND {Met(target, condition, other, true)})"
            : $"EXISTS (SELECT 1 FROM {keys.References(parameter)} k JOIN {target.Row.Name} {other} ON {other}.id = k.target_id WHERE k.owner = {row}.id AND {scope} AND {Met(target, condition, other, false)} LIMIT 1 OFFSET 0)";
    }

    private string Has(HasFilter has, string row, bool leads)
    {
        var (source, other) = (grants.Type(has.Type), row + "t");
        var parameter = source.Parameter(has.Reference.Name)!;
        if (parameter.Place == ParameterStorage.Member)
            return leads
                ? $"{row}.id IN (SELECT {other}.member FROM {source.Row.Name} {other} WHERE {Met(source, has.Condition, other, true)})"
                : $"EXISTS (SELECT 1 FROM {source.Row.Name} {other} WHERE {other}.member = {row}.id AND {Met(source, has.Condition, other, false)} LIMIT 1 OFFSET 0)";
        var scope = $"{keys.Parts(parameter)} AND k.owner_type = {sql.Value(source.Name)}";
        return leads
            ? $"{row}.id IN (SELECT k.target_id FROM {source.Row.Name} {other} JOIN {keys.References(parameter)} k ON k.owner = {other}.id WHERE {scope} AND {Met(source, has.Condition, other, true)})"
            : $"EXISTS (SELECT 1 FROM {keys.References(parameter)} k JOIN {source.Row.Name} {other} ON {other}.id = k.owner WHERE k.target_id = {row}.id AND {scope} AND {Met(source, has.Condition, other, false)} LIMIT 1 OFFSET 0)";
    }

    private string Plain(FhirType type, SearchFilter filter, string row, bool leads)
    {
        var parameter =
            type.Parameter(filter.Parameter.Name)
            ?? throw new InvalidOperationException($"{type.Name} has no parameter {filter.Parameter.Name}.");
        return parameter.Place switch
        {
            ParameterStorage.Row => OwnRow(parameter, filter, row),
            ParameterStorage.Keys => keys.Condition(type, parameter, filter, row, leads),
            ParameterStorage.Pairs => keys.Pairs(type, parameter, filter, row),
            ParameterStorage.Parts => Any(
                filter.AnyOf.Cast<CompositeValue>().Select(value => Together(type, parameter, value, row, leads))
            ),
            ParameterStorage.Member when filter.Modifier == "identifier" => keys.Condition(
                type,
                parameter,
                filter,
                row,
                leads
            ),
            ParameterStorage.Member => Member(filter, row),
            ParameterStorage.Id => Ids(filter, row),
            ParameterStorage.Updated => Updated(filter, row),
            _ => throw new ArgumentOutOfRangeException(nameof(filter)),
        };
    }

    private string CareDate(FhirType type, CareFilter care, string row)
    {
        if (type.Declared.CareDate is not { } name)
            return "1 = 1";
        var column = $"{row}.{type.Parameter(name)!.Prefix}";
        return $"({column}low IS NULL OR ({column}low < {sql.Value(care.High)} AND {column}high > {sql.Value(care.Low)}))";
    }

    private string Together(FhirType type, SearchParameter parameter, CompositeValue value, string row, bool leads) =>
        $"({string.Join(" AND ", parameter.Info.Components.Select((component, at) => Plain(type, new(component, null, [value.Parts[at]], null), row, leads && at == 0)))})";

    private string OwnRow(SearchParameter parameter, SearchFilter filter, string row)
    {
        var first = $"{row}.{parameter.Columns[0].Name}";
        if (filter.Missing is { } missing)
            return missing ? $"{first} IS NULL" : $"{first} IS NOT NULL";
        var any = Any(
            filter.AnyOf.Select(value =>
                KindSql.Condition(sql, parameter, filter.Modifier, value, $"{row}.{parameter.Prefix}", now)
            )
        );
        // A row without the element has no such code either (R4 section 3.1.1.4.10).
        return filter.Modifier is "not" or "not-in" ? $"({first} IS NULL OR NOT COALESCE({any}, 1 = 0))" : any;
    }

    private string Member(SearchFilter filter, string row)
    {
        if (filter.Missing is { } missing)
            return missing ? $"{row}.member IS NULL" : $"{row}.member IS NOT NULL";
        var ids = filter
            .AnyOf.Cast<ReferenceValue>()
            .Where(static value => value.Id is not null)
            .Select(value => sql.Value(value.Id!.Value))
            .ToList();
        return ids.Count == 0 ? "1 = 0" : $"{row}.member IN ({string.Join(", ", ids)})";
    }

    private string Ids(SearchFilter filter, string row)
    {
        if (filter.Missing is { } missing)
            return missing ? "1 = 0" : "1 = 1";
        var ids = new List<string>();
        foreach (var value in filter.AnyOf.Cast<TokenValue>())
            if (value.System is null or "" && HuskyFhir.Core.Resources.ResourceId.Read(value.Code) is { } id)
                ids.Add(sql.Value(id));
        var any = ids.Count == 0 ? "1 = 0" : $"{row}.id IN ({string.Join(", ", ids)})";
        return filter.Modifier == "not" ? $"NOT ({any})" : any;
    }

    private string Updated(SearchFilter filter, string row)
    {
        if (filter.Missing is { } missing)
            return missing ? "1 = 0" : "1 = 1";
        return Any(
            filter.AnyOf.Cast<DateValue>().Select(value => UpdateSql.Condition(sql, value, row + ".updated", now))
        );
    }
}
