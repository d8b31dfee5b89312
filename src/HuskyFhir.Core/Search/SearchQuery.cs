namespace HuskyFhir.Core.Search;

/// <summary>A search that has been read and understood.</summary>
/// <param name="Types">The resource types searched: one, but in a search of the whole system or a compartment.</param>
/// <param name="Filters">All must hold.</param>
/// <param name="Sort">In order of weight; empty for the default, which is the order of creation.</param>
/// <param name="Count">Rows a page; 0 asks for the total alone; null for the service's default.</param>
/// <param name="Total">How much the caller wants to know of the total.</param>
/// <param name="Includes">What else to show beside the matches.</param>
/// <param name="Shape">How much of each resource to show.</param>
/// <param name="Applied">The parameters that were understood, as the self link repeats them.</param>
public sealed record SearchQuery(
    IReadOnlyList<string> Types,
    IReadOnlyList<SearchCondition> Filters,
    IReadOnlyList<SortKey> Sort,
    int? Count,
    TotalMode Total,
    IReadOnlyList<IncludeRule> Includes,
    ResourceShape Shape,
    IReadOnlyList<KeyValuePair<string, string>> Applied
)
{
    /// <summary>Parameters, and keys of <c>_sort</c>, that are not known here and were passed over.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Every type that the search looks at: the searched ones, and those that chains lead through.</summary>
    public IEnumerable<string> Traversed => Types.Concat(Filters.SelectMany(Through)).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Through(SearchCondition condition) =>
        condition switch
        {
            ChainFilter chain => chain.Targets.SelectMany(static target =>
                Through(target.Condition).Prepend(target.Type)
            ),
            HasFilter has => Through(has.Condition).Prepend(has.Type),
            EitherFilter either => either.Conditions.SelectMany(Through),
            _ => [],
        };
}

/// <summary>One key of <c>_sort</c>.</summary>
/// <param name="Parameter">A search parameter; rows without a value come last, both ways.</param>
/// <param name="Descending">Whether it was written with a minus.</param>
public sealed record SortKey(ParameterInfo Parameter, bool Descending);

/// <summary>What <c>_total</c> asks (R4 section 3.1.1.5.3).</summary>
public enum TotalMode
{
    /// <summary>Only when it costs nothing, which is when everything fits on one page.</summary>
    None,

    /// <summary>A figure that may be off; the service answers with the accurate one.</summary>
    Estimate,

    /// <summary>Counted.</summary>
    Accurate,
}

/// <summary>Bounds of a search; each is a setting of the service.</summary>
/// <param name="MaxParameters">Parameters in one search.</param>
/// <param name="MaxValues">Values in all parameters together.</param>
/// <param name="MaxCount">Rows a page; a larger <c>_count</c> is cut to it.</param>
/// <param name="MaxSortKeys">Keys in <c>_sort</c>.</param>
/// <param name="MaxLinks">Links of a chain, and of <c>_has</c>, one after another.</param>
/// <param name="MaxIncludes">Rules of <c>_include</c> and <c>_revinclude</c> together.</param>
public sealed record SearchLimits(
    int MaxParameters = 40,
    int MaxValues = 200,
    int MaxCount = 1000,
    int MaxSortKeys = 4,
    int MaxLinks = 3,
    int MaxIncludes = 10
);
