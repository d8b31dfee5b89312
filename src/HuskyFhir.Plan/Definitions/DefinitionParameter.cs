using Hl7.Fhir.Model;

namespace HuskyFhir.Plan.Definitions;

/// <summary>A search parameter of definitions, as R4 defines it.</summary>
/// <param name="Name">As in the URL.</param>
/// <param name="Kind">How values are compared: tokens and URLs exactly, strings from their beginning.</param>
/// <param name="Path">Where the values stand in the definition's JSON.</param>
/// <param name="Documentation">One sentence for the CapabilityStatement.</param>
/// <param name="Types">The definition types that have it.</param>
/// <param name="System">Of a token whose element fixes the code system: that system.</param>
public sealed record DefinitionParameter(
    string Name,
    SearchParamType Kind,
    string Path,
    string Documentation,
    IReadOnlyList<string> Types,
    string? System = null
)
{
    /// <summary>The modifiers that it takes; anything else is 400 not-supported.</summary>
    public IReadOnlyList<string> Modifiers =>
        Kind switch
        {
            SearchParamType.String => ["missing", "exact", "contains"],
            SearchParamType.Token => ["missing", "not"],
            _ => ["missing"],
        };
}
