namespace HuskyFhir.Core.Search;

/// <summary>What the outside may know of a search parameter: enough to read a value, and to publish it in the CapabilityStatement.</summary>
/// <param name="Name">As in the URL.</param>
/// <param name="Kind">Decides how values are read and compared.</param>
/// <param name="Expression">FHIRPath of what is searched.</param>
/// <param name="Documentation">One sentence for the CapabilityStatement.</param>
/// <param name="Targets">Types that a reference may point to; empty for other kinds.</param>
public sealed record ParameterInfo(
    string Name,
    SearchKind Kind,
    string Expression,
    string Documentation,
    IReadOnlyList<string> Targets)
{
    /// <summary>The modifiers that this parameter takes; anything else is 400 not-supported.</summary>
    public IReadOnlyList<string> Modifiers => Kind switch
    {
        SearchKind.String => ["missing", "exact", "contains"],
        SearchKind.Token => ["missing", "not"],
        SearchKind.Reference => ["missing", .. Targets],
        SearchKind.Date or SearchKind.Quantity => ["missing"],
        _ => throw new ArgumentOutOfRangeException(nameof(Kind)),
    };
}
