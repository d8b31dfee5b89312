using HuskyFhir.Core.Access;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.ReportableChanges;

/// <summary>Which changes are asked for; what is null or empty limits nothing.</summary>
public sealed record ChangeFilter
{
    /// <summary>Of this member.</summary>
    public Guid? Member { get; init; }

    /// <summary>Known at or after this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Of one of these kinds.</summary>
    public IReadOnlyList<ChangeKind> Kinds { get; init; } = [];

    /// <summary>In one of these states.</summary>
    public IReadOnlyList<ChangeState> States { get; init; } = [];

    /// <summary>Older than this one.</summary>
    public Guid? Before { get; init; }

    /// <summary>
    /// Who reads, and when: a change of what may not be read is not told. Null where the service itself asks.
    /// </summary>
    public (Caller Caller, FhirTypeCatalog Types, DateTimeOffset Now)? Reader { get; init; }

    /// <summary>As a condition on <c>c</c> and <c>s</c>.</summary>
    internal string Where(SqlText sql)
    {
        var conditions = new List<string> { "1 = 1" };
        if (Member is { } member)
            conditions.Add($"c.member = {sql.Value(member)}");
        if (Since is { } since)
            conditions.Add($"c.known >= {sql.Value(since.UtcTicks)}");
        if (Before is { } before)
            conditions.Add($"c.id < {sql.Value(before)}");
        if (Kinds.Count > 0)
            conditions.Add(sql.In("c.kind", Kinds.Select(static kind => kind.Code())));
        if (States.Count > 0)
            conditions.Add(sql.In("COALESCE(s.state, 'not-needed')", States.Select(static state => state.Code())));
        if (Reader is { Caller: var caller, Types: var types } && Readable(sql, caller, types) is { } readable)
            conditions.Add(readable);
        return string.Join(" AND ", conditions);
    }

    /// <summary>That the resource of the change may be read; null where all may be.</summary>
    private static string? Readable(SqlText sql, Caller caller, FhirTypeCatalog types)
    {
        var grants = types
            .Types.Select(type =>
                (Type: type, Grant: Policy.Decide(caller, Interaction.Read, type.Name, type.Openness))
            )
            .ToList();
        if (grants.TrueForAll(static each => each.Grant.Fault is null && each.Grant.Value.IsWhole))
            return null;
        var ways = grants
            .Where(static each => each.Grant.Fault is null)
            .Select(each =>
                $"(r.type = {sql.Value(each.Type.Name)} AND {sql.Within(each.Grant.Value, each.Type, "r")})"
            )
            .ToList();
        return ways.Count == 0
            ? "1 = 0"
            : $"EXISTS (SELECT 1 FROM resources r WHERE r.id = c.resource AND ({string.Join(" OR ", ways)}))";
    }
}
