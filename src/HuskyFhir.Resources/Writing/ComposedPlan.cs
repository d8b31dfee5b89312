using HuskyFhir.Core.Answers;
using HuskyFhir.Storage;

namespace HuskyFhir.Resources.Writing;

/// <summary>
/// Writes that are worked out inside their transaction, from what is stored then; kept together or not at all.
/// </summary>
/// <param name="Request">For the audit.</param>
/// <param name="Names">What it is about: works that share a name follow one another.</param>
/// <param name="Compose">Looks, and says what to write; may run more than once.</param>
internal sealed record ComposedPlan(
    string Request,
    IReadOnlyList<string> Names,
    Func<WriteContext, CancellationToken, Task<Result<IReadOnlyList<WriteCommand>>>> Compose
)
{
    /// <summary>What their Provenance tells; null for none.</summary>
    public HuskyFhir.Resources.Writing.WriteOrigin? Origin { get; init; }

    /// <summary>Whose word it is, where that does not follow from who asks.</summary>
    public HuskyFhir.Resources.Writing.FactSource? Source { get; init; }

    /// <summary>
    /// What is kept in the same transaction once the writes are accepted; where that throws, nothing is kept.
    /// </summary>
    public Func<Work, CancellationToken, Task>? Beside { get; init; }
}
