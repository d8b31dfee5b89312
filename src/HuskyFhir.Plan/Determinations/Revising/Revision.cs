using Hl7.Fhir.Model;

namespace HuskyFhir.Plan.Determinations.Revising;

/// <summary>How an appeal changes a decision.</summary>
/// <param name="Decided">When the appeal was decided, in UTC.</param>
/// <param name="Notice">The day on which the notice of that is mailed.</param>
/// <param name="Words">What the member is told, such as <c>Approved on appeal</c>.</param>
public sealed record Revision(DateTimeOffset Decided, DateOnly Notice, string Words)
{
    /// <summary>Whether something stays denied.</summary>
    public bool InPart { get; init; }

    /// <summary>
    /// Of one in part: the sequences of the items that are granted now; without any, each item is granted in part.
    /// </summary>
    public IReadOnlyCollection<int> Granted { get; init; } = [];

    /// <summary>The number of the decision that it makes; null for none.</summary>
    public string? Number { get; init; }

    /// <summary>From when until when what it grants may be given; null for the time of the original.</summary>
    public Period? Time { get; init; }

    /// <summary>Of one in part: why the rest stays denied; null for the reasons of the original.</summary>
    public CodeableConcept? Reason { get; init; }
}
