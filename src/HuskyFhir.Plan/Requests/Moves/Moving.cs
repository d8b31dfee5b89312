using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Requests.Kinds;

namespace HuskyFhir.Plan.Requests.Moves;

/// <summary>Someone wants to move a request.</summary>
/// <param name="Move">How.</param>
/// <param name="By">In which role; one.</param>
/// <param name="At">When.</param>
public sealed record Moving(RequestTransition Move, Actors By, DateTimeOffset At)
{
    /// <summary>Why: the code of <c>Task.statusReason</c>, or its text where no code is asked for.</summary>
    public string? Reason { get; init; }

    /// <summary>Codes of the outputs that the request has then.</summary>
    public IReadOnlyCollection<string> Outputs { get; init; } = [];

    /// <summary>By how many days the time is extended.</summary>
    public int ExtensionDays { get; init; }

    /// <summary>Whether the requester asked for this or agreed to it.</summary>
    public bool RequesterAgrees { get; init; }

    /// <summary>When the hearing is to be.</summary>
    public DateTimeOffset? Hearing { get; init; }
}

/// <summary>A request that was moved.</summary>
/// <param name="Case">As it is now.</param>
/// <param name="Effects">What is to follow.</param>
/// <param name="Due">By when it must be answered; null where it ended.</param>
public sealed record Moved(RequestCase Case, IReadOnlyList<RequestEffect> Effects, Deadline? Due);
