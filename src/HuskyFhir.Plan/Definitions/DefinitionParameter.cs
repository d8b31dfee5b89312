using HuskyFhir.Core.Search;

namespace HuskyFhir.Plan.Definitions;

/// <summary>A search parameter of definitions, as R4 defines it.</summary>
/// <param name="Name">As in the URL.</param>
/// <param name="Kind">Decides how values are read and compared.</param>
/// <param name="Path">Where the values stand in the definition's JSON.</param>
/// <param name="Documentation">One sentence for the CapabilityStatement.</param>
/// <param name="Types">The definition types that have it.</param>
/// <param name="System">Of a token whose element fixes the code system: that system.</param>
public sealed record DefinitionParameter(
    string Name,
    SearchKind Kind,
    string Path,
    string Documentation,
    IReadOnlyList<string> Types,
    string? System = null
)
{
    /// <summary>What the outside sees. A canonical is a reference without an identifier, and leads to no row.</summary>
    public ParameterInfo Info { get; } =
        Kind == SearchKind.Reference
            ? new(Name, Kind, Path, Documentation, []) { Modifiers = ["missing"] }
            : new(Name, Kind, Path, Documentation, []) { Form = System is null ? TokenForm.Plain : TokenForm.Code };

    /// <summary>A value of the definition's JSON, as it is compared; null for what is no value of the kind.</summary>
    internal KnownValue? Known(string text) =>
        Kind switch
        {
            SearchKind.Token => new KnownCode(System, text),
            SearchKind.Reference => new KnownReference(null, null, text),
            SearchKind.Date => Core.Time.Interval.Of(text) is { } span ? new KnownTime(span) : null,
            _ => new KnownText(text),
        };
}
