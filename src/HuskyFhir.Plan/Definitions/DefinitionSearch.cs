using HuskyFhir.Core.Search;

namespace HuskyFhir.Plan.Definitions;

/// <summary>A search over our own definitions (R4 section 3.1.1), in memory, by the rules of <see cref="FilterMatch"/>.</summary>
/// <param name="all">What is searched.</param>
/// <param name="now">From which <c>ap</c> measures.</param>
public sealed class DefinitionSearch(IEnumerable<OwnDefinition> all, DateTimeOffset now)
{
    /// <summary>Everything that is found, in the order that is asked for; by id where none is.</summary>
    public IReadOnlyList<OwnDefinition> Find(SearchQuery query)
    {
        var found = all.Where(own => query.Types.Contains(own.Type) && query.Filters.All(filter => Holds(own, filter)));
        var sorted = query.Sort.Aggregate(
            found.OrderBy(static _ => 0),
            static (before, key) =>
            {
                // What lacks the value comes last, both ways, as in the store.
                var there = before.ThenBy(own => First(own, key) is null);
                return key.Descending
                    ? there.ThenByDescending(own => First(own, key), StringComparer.Ordinal)
                    : there.ThenBy(own => First(own, key), StringComparer.Ordinal);
            }
        );
        return [.. sorted.ThenBy(static own => own.Id, StringComparer.Ordinal)];
    }

    private bool Holds(OwnDefinition own, SearchCondition condition) =>
        condition is SearchFilter filter && FilterMatch.Holds(filter, own.Known(filter.Parameter.Name), now);

    private static string? First(OwnDefinition own, SortKey key) =>
        own.Known(key.Parameter.Name) switch
        {
            [KnownText text, ..] => text.Folded,
            [KnownCode code, ..] => code.Code,
            [KnownReference reference, ..] => reference.Url,
            [KnownTime time, ..] => time.Interval.Low.ToString(
                "D19",
                System.Globalization.CultureInfo.InvariantCulture
            ),
            _ => null,
        };
}
