using HuskyFhir.Core.Access;
using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Resources.Writing;

/// <summary>
/// What a conditional write, or a conditional reference, looks for (R4 sections 3.1.0.8.1 and 3.1.0.4.3). It is a
/// search: it was read by the grammar of searches, and sees what the caller may search for.
/// </summary>
/// <param name="Type">The type searched.</param>
/// <param name="Grant">The permission to search it.</param>
/// <param name="Query">At least one criterion, all of them understood.</param>
/// <param name="Place">Where it stands in the request, for refusals.</param>
public sealed record Criteria(FhirType Type, Grant Grant, SearchQuery Query, string Place)
{
    /// <summary>The same for the same criteria in another order; works that name it follow one another.</summary>
    internal string Name =>
        $"{Type.Name}?{string.Join('&', Query.Applied.Select(static pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal))}";
}
