using HuskyFhir.Core.Search;

namespace HuskyFhir.Resources.Searching;

/// <summary>The ways to find the rows of a search. All of them find the same rows; they differ in cost alone.</summary>
internal enum SearchWay
{
    /// <summary>The way that is likely to cost the least, by <see cref="DrivingCondition"/>.</summary>
    Cheapest,

    /// <summary>From the narrowest condition, by its keys alone where they tell everything.</summary>
    Keys,

    /// <summary>From the matches of the narrowest condition, each looked at as a row.</summary>
    Gathered,

    /// <summary>From the matches of the broadest condition.</summary>
    Broadest,

    /// <summary>
    /// From the caller's own members, where it has any; otherwise from all rows, put in order afterwards.
    /// </summary>
    Own,

    /// <summary>In the order of the answer, where an index has it; otherwise as <see cref="Own"/>.</summary>
    Walked,
}

/// <summary>
/// Which way searches take. The service leaves it to the costs; that each way answers alike is proved by running a
/// search by every one of them (the Security README says how).
/// </summary>
public sealed class SearchPlan
{
    /// <summary>The way of the next search.</summary>
    internal SearchWay Way { get; set; } = SearchWay.Cheapest;

    /// <summary>The lead of the way that is set; null where the costs decide.</summary>
    /// <param name="conditions">Of the search, from the narrowest to the broadest.</param>
    /// <param name="walks">Whether an index has the order of the answer.</param>
    internal SearchLead? Lead(IReadOnlyList<SearchCondition> conditions, bool walks) =>
        Way switch
        {
            SearchWay.Cheapest => null,
            SearchWay.Keys => new(false, conditions.Count == 0 ? null : conditions[0]),
            SearchWay.Gathered => new(false, conditions.Count == 0 ? null : conditions[0]) { Keys = false },
            SearchWay.Broadest => new(false, conditions.Count == 0 ? null : conditions[^1]) { Keys = false },
            SearchWay.Own => new(false, null),
            SearchWay.Walked => new(walks, null),
            _ => throw new ArgumentOutOfRangeException(nameof(conditions), Way, "A way without a lead."),
        };
}
