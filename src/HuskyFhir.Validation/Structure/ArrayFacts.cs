namespace HuskyFhir.Validation.Structure;

/// <summary>What an array of primitives, or its <c>_</c> twin, held.</summary>
/// <param name="Member">Which of the two.</param>
/// <param name="Length">Items, nulls included.</param>
/// <param name="Nulls">Where nulls stand, or null when there are none.</param>
/// <param name="Hollow">Where a twin has an id and nothing else, or null when nowhere.</param>
/// <param name="Offset">Where it begins in the body.</param>
internal sealed record ArrayFacts(Member Member, int Length, List<int>? Nulls, List<int>? Hollow, long Offset)
{
    // The places are noted in ascending order, and there may be very many.
    private static bool Holds(List<int>? places, int item) => places is not null && places.BinarySearch(item) >= 0;

    /// <summary>Whether an item says nothing by itself.</summary>
    public bool Lacks(int item) => Holds(Nulls, item) || Holds(Hollow, item);
}
