namespace HuskyFhir.Core.Search;

/// <summary>
/// What the outside may know of a search parameter: enough to read a value, and to publish it in the
/// CapabilityStatement.
/// </summary>
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
    IReadOnlyList<string> Targets
)
{
    /// <summary>What a token's elements are.</summary>
    public TokenForm Form { get; init; } = TokenForm.Concept;

    /// <summary>Of a composite: its parts, in the order of the value.</summary>
    public IReadOnlyList<ParameterInfo> Components { get; init; } = [];

    /// <summary>Whether <c>_sort</c> takes it; a composite has no order.</summary>
    public bool Sorts
    {
        get => field && Kind != SearchKind.Composite;
        init;
    } = true;

    /// <summary>
    /// The modifiers that this parameter takes; anything else is 400 not-supported. Those of its kind, unless the type
    /// takes fewer.
    /// </summary>
    public IReadOnlyList<string> Modifiers
    {
        get => field ?? OfKind;
        init;
    }

    private IReadOnlyList<string> OfKind =>
        Kind switch
        {
            SearchKind.String => ["missing", "exact", "contains"],
            SearchKind.Token => Form switch
            {
                TokenForm.Concept => ["missing", "not", "text", "in", "not-in", "below", "above"],
                TokenForm.Code => ["missing", "not", "in", "not-in"],
                TokenForm.Identifier => ["missing", "not", "text", "of-type"],
                _ => ["missing", "not"],
            },
            SearchKind.Reference => ["missing", "identifier", .. Targets],
            SearchKind.Uri => ["missing", "below", "above"],
            SearchKind.Date or SearchKind.Quantity => ["missing"],
            SearchKind.Composite => [],
            _ => throw new ArgumentOutOfRangeException(nameof(Kind)),
        };
}
