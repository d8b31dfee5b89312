namespace HuskyFhir.Plan.Requests.Kinds;

/// <summary>One allowed move between states.</summary>
/// <param name="Move">What is done.</param>
/// <param name="By">Who may do it.</param>
/// <param name="From">From which states.</param>
/// <param name="To">To which state.</param>
public sealed record Transition(RequestTransition Move, Actors By, IReadOnlyList<RequestState> From, RequestState To)
{
    /// <summary>Outputs that must be there: of each row, one.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Outputs { get; init; } = [];

    /// <summary>Whether it must be said why.</summary>
    public bool NeedsReason { get; init; }

    /// <summary>What follows.</summary>
    public IReadOnlyList<RequestEffect> Effects { get; init; } = [];

    /// <summary>Whether the service does it itself once the request stands so: what was granted is done.</summary>
    public bool Follows { get; init; }

    /// <summary>The kind that the request is from then on; null where it stays what it was.</summary>
    public RequestKind? Becomes { get; init; }
}

/// <summary>A move that the law never allows for a kind, so that the refusal can say by which clause.</summary>
/// <param name="Move">What is never done.</param>
/// <param name="Rule">A stable code for the refusal.</param>
/// <param name="Text">Why not, with the clause.</param>
/// <param name="When">The input that must be true for it, such as <c>self-pay</c>; null for always.</param>
public sealed record NeverRule(RequestTransition Move, string Rule, string Text, string? When = null);
