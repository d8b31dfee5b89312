using HuskyFhir.Core.Search;
using HuskyFhir.Core.Time;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.Disclosures.Events;

/// <summary>
/// Which entries of the audit somebody wants. Each condition is asked of each entry; what an index or a column can say
/// as well spares the database from giving rows in vain.
/// </summary>
/// <param name="Conditions">All must hold.</param>
/// <param name="Now">From which <c>ap</c> measures.</param>
public sealed record AuditFilter(IReadOnlyList<SearchFilter> Conditions, DateTimeOffset Now)
{
    /// <summary>Only entries about one of these members; null where that is no condition.</summary>
    public IReadOnlyList<Guid>? Members { get; init; } = Ids(Conditions, "patient");

    /// <summary>Only entries about one of these resources; null where that is no condition.</summary>
    public IReadOnlyList<Guid>? Resources { get; init; } = Ids(Conditions, "entity");

    /// <summary>From an instant until before another, which an entry's must lie between; null for ever.</summary>
    public Interval? When { get; init; }

    /// <summary>Whether nothing can be wanted, such as entries about a member whose id is none.</summary>
    internal bool FindsNothing => Members is [] || Resources is [];

    /// <summary>Everything, to be narrowed.</summary>
    public static AuditFilter Everything { get; } = new([], default);

    /// <summary>Whether an entry is wanted.</summary>
    internal bool Takes(AuditEntry entry) =>
        (Members is null || (entry.Member is { } member && Members.Contains(member)))
        && (Resources is null || AuditTypes.Entities(entry).Any(entity => Resources.Contains(entity.Id)))
        && (
            When is not { } span
            || (span.Low <= entry.Row.Record.At.UtcTicks && entry.Row.Record.At.UtcTicks < span.High)
        )
        && Conditions.All(condition =>
            FilterMatch.Holds(condition, AuditTypes.Known(entry, condition.Parameter.Name), Now)
        );

    /// <summary>The part of it that spares the database from giving rows that are not wanted.</summary>
    internal string Where(SqlText sql)
    {
        var conditions = new List<string> { "a.client <> 'huskyfhir'" };
        if (When is { } when)
            conditions.Add($"a.at >= {sql.Value(when.Low)} AND a.at < {sql.Value(when.High)}");
        foreach (var condition in Conditions.Where(static condition => condition is { Missing: null, AnyOf.Count: 1 }))
            switch (condition.AnyOf[0])
            {
                case DateValue date when Span(date) is { } span:
                    conditions.Add($"a.at >= {sql.Value(span.Low)} AND a.at < {sql.Value(span.High)}");
                    break;
                case ReferenceValue { Name: { } client } when condition.Parameter.Name == "agent":
                    conditions.Add($"a.client = {sql.Value(client)}");
                    break;
            }

        return string.Join(" AND ", conditions);
    }

    /// <summary>The instants that a date leaves; null where it leaves two spans, or has a margin.</summary>
    private static Interval? Span(DateValue date) =>
        date.Prefix switch
        {
            Prefix.Eq => date.Interval,
            Prefix.Ge => new(date.Interval.Low, long.MaxValue),
            Prefix.Gt or Prefix.Sa => new(date.Interval.High, long.MaxValue),
            Prefix.Le => new(0, date.Interval.High),
            Prefix.Lt or Prefix.Eb => new(0, date.Interval.Low),
            _ => null,
        };

    /// <summary>What all conditions of a reference leave of ids.</summary>
    private static IReadOnlyList<Guid>? Ids(IReadOnlyList<SearchFilter> conditions, string parameter)
    {
        IReadOnlyList<Guid>? left = null;
        foreach (var condition in conditions.Where(each => each.Parameter.Name == parameter && each.Missing is null))
        {
            var ids = condition.AnyOf.OfType<ReferenceValue>().Select(static value => value.Id).OfType<Guid>().ToList();
            left = left is null ? ids : [.. left.Intersect(ids)];
        }

        return left;
    }
}
