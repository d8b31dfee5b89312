using HuskyFhir.Core.Answers;

namespace HuskyFhir.Resources.Writing;

/// <summary>Writes that are kept together or not at all, some of which may depend on what the store holds.</summary>
/// <param name="Request">The request's id, for the audit.</param>
/// <param name="Asks">In the order of the request.</param>
/// <param name="Links">Links whose targets are known only when the asks are settled.</param>
/// <param name="Place">Says where in the request a write's fault belongs; null for a single write.</param>
/// <param name="Origin">What their Provenance tells; null for none.</param>
public sealed record WritePlan(
    string Request,
    IReadOnlyList<WriteCommand> Asks,
    IReadOnlyList<PlannedLink> Links,
    Func<int, Fault, Fault>? Place = null,
    WriteOrigin? Origin = null
)
{
    /// <summary>Whether all is known without a look at the store.</summary>
    internal bool IsSettled => Links.Count == 0 && !Asks.Any(static ask => ask is OpenCommand);

    /// <summary>A fault of one of the asks, where it belongs.</summary>
    internal Fault At(int ask, Fault fault) => Place?.Invoke(ask, fault) ?? fault;
}

/// <summary>
/// A link in one of the resources of a plan, such as a reference, to another of them or to one that a condition finds.
/// </summary>
/// <param name="Owner">Index of the ask whose content has the link.</param>
/// <param name="Path">Of the link there.</param>
/// <param name="Set">Writes the target, as <c>Type/id</c>.</param>
/// <param name="Target">Index of the ask whose resource it leads to; null for a condition.</param>
/// <param name="Condition">A conditional reference (R4 section 3.1.0.11.2).</param>
public sealed record PlannedLink(int Owner, string Path, Action<string> Set, int? Target, Criteria? Condition);
