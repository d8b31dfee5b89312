using HuskyFhir.Registry.Store.Searching;

namespace HuskyFhir.Registry.Changes;

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
        return string.Join(" AND ", conditions);
    }
}
