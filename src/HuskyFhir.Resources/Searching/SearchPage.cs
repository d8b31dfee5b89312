using HuskyFhir.Resources.Stored;

namespace HuskyFhir.Resources.Searching;

/// <summary>Where a page ended: the sort keys of its last row, and its id.</summary>
/// <param name="Keys">One for each sort key; null where the row lacks the value.</param>
/// <param name="Id">The row.</param>
public sealed record SearchCursor(IReadOnlyList<object?> Keys, Guid Id);

/// <summary>One page of a search.</summary>
/// <param name="Rows">In order, at most as many as asked for.</param>
/// <param name="Next">Where the next page begins; null on the last.</param>
/// <param name="Total">Of all pages; null unless it was asked for or costs nothing.</param>
public sealed record SearchPage(IReadOnlyList<StoredResource> Rows, SearchCursor? Next, long? Total);
