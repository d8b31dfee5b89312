namespace HuskyFhir.Core.Search;

/// <summary>A search that has been read and understood.</summary>
/// <param name="Type">The resource type searched.</param>
/// <param name="Filters">All must hold.</param>
/// <param name="Sort">In order of weight; empty for the default, which is the order of creation.</param>
/// <param name="Count">Rows a page; 0 asks for the total alone; null for the service's default.</param>
/// <param name="Total">How much the caller wants to know of the total.</param>
/// <param name="Applied">The parameters that were understood, as the self link repeats them.</param>
public sealed record SearchQuery(
    string Type,
    IReadOnlyList<SearchFilter> Filters,
    IReadOnlyList<SortKey> Sort,
    int? Count,
    TotalMode Total,
    IReadOnlyList<KeyValuePair<string, string>> Applied);

/// <summary>One parameter of a search: any of its values may match.</summary>
/// <param name="Parameter">Which.</param>
/// <param name="Modifier">Null, or one that the parameter takes.</param>
/// <param name="AnyOf">Values read by kind; empty under <c>:missing</c>.</param>
/// <param name="Missing">What <c>:missing</c> asked; null without it.</param>
public sealed record SearchFilter(ParameterInfo Parameter, string? Modifier, IReadOnlyList<SearchValue> AnyOf, bool? Missing);

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
public sealed record SearchLimits(int MaxParameters = 40, int MaxValues = 200, int MaxCount = 1000, int MaxSortKeys = 4);
