using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching;

/// <summary>How the rows of one type are found.</summary>
/// <param name="Walks">
/// Whether rows are walked in the order of the answer until the page is full, each asked for all conditions. Otherwise
/// the matches of
/// <paramref name="First"/> are gathered, asked for the others, and put in order.
/// </param>
/// <param name="First">The condition that the gathering starts from; null where it starts from the caller's own
/// members.</param>
internal sealed record SearchLead(bool Walks, SearchCondition? First)
{
    /// <summary>Whether keys alone may answer, where they tell everything.</summary>
    public bool Keys { get; init; } = true;
}

/// <summary>
/// Chooses the lead of a search. Gathering costs as much as there are matches; walking costs as much as matches are
/// rare. What kind of parameter it is mostly tells; where it does not, as for a name, the matches are counted up to a
/// bound.
/// </summary>
internal sealed class DrivingCondition(Database database, SearchGrants grants, SearchPlan plan, DateTimeOffset now)
{
    /// <summary>
    /// Matches beyond which a walk is cheaper, for a page of twenty among a hundred thousand to a million rows.
    /// </summary>
    private const int Bound = 3000;

    /// <summary>Conditions that are counted at most.</summary>
    private const int Counted = 3;

    /// <summary>Without counting: from the kind of parameter alone.</summary>
    public static SearchLead Guess(FhirType type, SearchQuery query, SearchGrants grants, SearchPlan plan)
    {
        var conditions = ByBreadth(type, query, grants);
        if (plan.Lead(conditions, CanWalk(type, query)) is { } set)
            return set;
        var first = conditions.FirstOrDefault();
        return first is not null && Selectivity.Of(type, first, grants) < Selectivity.Many
            ? new(false, first)
            : new(!OwnMembers(type, grants) && CanWalk(type, query), null);
    }

    public async Task<SearchLead> ChooseAsync(FhirType type, SearchQuery query, CancellationToken cancellation)
    {
        var conditions = ByBreadth(type, query, grants);
        if (plan.Lead(conditions, CanWalk(type, query)) is { } set)
            return set;
        foreach (var condition in conditions.Take(Counted))
        {
            var breadth = Selectivity.Of(type, condition, grants);
            if (
                breadth <= Selectivity.Few
                || (breadth < Selectivity.Many && await CountAsync(type, condition, cancellation) < Bound)
            )
                return new(false, condition);
        }

        // A practice has thousands of members at most; to gather them is to look at no one else's.
        if (OwnMembers(type, grants))
            return new(false, null);
        return CanWalk(type, query) ? new(true, null) : new(false, conditions.FirstOrDefault());
    }

    private static List<SearchCondition> ByBreadth(FhirType type, SearchQuery query, SearchGrants grants) =>
        [.. query.Filters.OrderBy(condition => Selectivity.Of(type, condition, grants))];

    private static bool CanWalk(FhirType type, SearchQuery query) =>
        query.Sort.Count == 0 || SortSql.IsByUpdate(query.Sort) || WorklistSql.Is(type, query);

    private static bool OwnMembers(FhirType type, SearchGrants grants) =>
        type.IsOfMembers && grants.Decide(type).Try(out var grant, out _) && grant.Rows.Attributed is not null;

    private async Task<long> CountAsync(FhirType type, SearchCondition condition, CancellationToken cancellation)
    {
        var sql = new SqlText(database.Dialect, now);
        var matches = new FilterSql(sql, grants, now).Matches(type, condition);
        var text =
            $"SELECT COUNT(*) FROM (SELECT 1 FROM ({matches}) m LIMIT {Bound.ToString(System.Globalization.CultureInfo.InvariantCulture)}) c";
        return (await database.QueryAsync(new(text, sql.Values), static row => row.Long(0), cancellation))[0];
    }
}
