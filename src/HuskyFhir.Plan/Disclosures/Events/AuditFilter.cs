using HuskyFhir.Core.Time;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.Disclosures.Events;

/// <summary>Which entries of the audit somebody wants; what is null or empty does not limit.</summary>
public sealed record AuditFilter
{
    /// <summary>Entries about these members.</summary>
    public IReadOnlyList<Guid>? Members { get; init; }

    /// <summary>Entries about these resources.</summary>
    public IReadOnlyList<Guid>? Resources { get; init; }

    /// <summary>
    /// By the instant that a row says, from each interval's first tick until before its last; all must hold.
    /// </summary>
    public IReadOnlyList<Interval> When { get; init; } = [];

    /// <summary>Entries outside these times.</summary>
    public IReadOnlyList<Interval> NotWhen { get; init; } = [];

    /// <summary>By clients.</summary>
    public IReadOnlyList<string>? Clients { get; init; }

    /// <summary>Whether an entry's other properties are as wanted; what of it SQL could say, it need not.</summary>
    public IReadOnlyList<Func<AuditEntry, bool>> Others { get; init; } = [];

    /// <summary>Whether nothing can be wanted, such as entries about a member whose id is none.</summary>
    internal bool FindsNothing => Members is [] || Resources is [] || Clients is [];

    /// <summary>Whether an entry is wanted.</summary>
    internal bool Takes(AuditEntry entry) =>
        (Members is null || (entry.Member is { } member && Members.Contains(member)))
        && (
            Resources is null
            || (entry.Row.Record.Resource is { } resource && Resources.Contains(resource))
            || entry.Seen.Any(seen => Resources.Contains(seen.Resource))
            || (entry.Member is { } whose && Resources.Contains(whose))
        )
        && When.All(span => span.Low <= entry.Row.Record.At.UtcTicks && entry.Row.Record.At.UtcTicks < span.High)
        && !NotWhen.Any(span => span.Low <= entry.Row.Record.At.UtcTicks && entry.Row.Record.At.UtcTicks < span.High)
        && (Clients is null || Clients.Contains(entry.Row.Record.Client))
        && Others.All(holds => holds(entry));

    /// <summary>The part of it that spares the database from giving rows that are not wanted.</summary>
    internal string Where(SqlText sql)
    {
        var conditions = new List<string> { "a.client <> 'huskyfhir'" };
        foreach (var span in When)
            conditions.Add($"a.at >= {sql.Value(span.Low)} AND a.at < {sql.Value(span.High)}");
        if (Clients is not null)
            conditions.Add(sql.In("a.client", Clients));
        return string.Join(" AND ", conditions);
    }
}
