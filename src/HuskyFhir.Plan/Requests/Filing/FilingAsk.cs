using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Plan.Requests.Moves;

namespace HuskyFhir.Plan.Requests.Filing;

/// <summary>Someone wants to file a request; the facts as the store has them, not as the sender says.</summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="By">In which role; one.</param>
/// <param name="Clock">When it was asked and received, and what notice it answers to.</param>
public sealed record FilingAsk(RequestKind Kind, Actors By, ClockFacts Clock)
{
    /// <summary>Codes of the inputs that were sent.</summary>
    public IReadOnlyCollection<string> Inputs { get; init; } = [];

    /// <summary>Those of them that are true, such as <c>continue-benefits</c> or <c>self-pay</c>.</summary>
    public IReadOnlyCollection<string> Affirmed { get; init; } = [];

    /// <summary>The decision that it is about; null where there is none, or none of this member.</summary>
    public AppealedDecision? Decision { get; init; }

    /// <summary>The request that it follows on; null where there is none, or none of this member.</summary>
    public EarlierRequest? Follows { get; init; }

    /// <summary>
    /// Whether it names no request that it follows on, and none about the same decision was decided before.
    /// </summary>
    public bool FollowsNothing { get; init; }

    /// <summary>
    /// Other requests of this member: about the same decision where it is about one, else of the same kind.
    /// </summary>
    public IReadOnlyList<EarlierRequest> Earlier { get; init; } = [];

    /// <summary>
    /// Whether the sender set the due date, or a status beyond the first, which are the service's to set.
    /// </summary>
    public bool SetsDue { get; init; }

    /// <summary>
    /// Whether it is filed for the member by someone who needs the member's written authorisation for it whatever the
    /// kind, such as a friend.
    /// </summary>
    public bool Represented { get; init; }

    /// <summary>Whether the member's written authorisation came with it.</summary>
    public bool Authorized { get; init; }
}

/// <summary>What is known of a decision that is appealed.</summary>
/// <param name="Action">Its code of CodeSystem husky-action-kind; null where it took nothing from the member.</param>
/// <param name="FailedToAct">Whether it is that no decision was made in time, which may be appealed like one (42 CFR
/// 431.220(a)(1)).</param>
public sealed record AppealedDecision(string? Action, bool FailedToAct = false)
{
    /// <summary>
    /// Until when a decision may still be made in time, as FHIR writes it; null where one was made, or no time runs.
    /// </summary>
    public string? AwaitedUntil { get; init; }
}

/// <summary>A request that was filed before.</summary>
/// <param name="Kind">What was asked for.</param>
/// <param name="State">How it stands.</param>
/// <param name="Overdue">Whether it is open past the day by which the law has it decided, which opens what follows on
/// it.</param>
public sealed record EarlierRequest(RequestKind Kind, RequestState State, bool Overdue = false);

/// <summary>A request that may be filed.</summary>
/// <param name="Case">As it begins.</param>
/// <param name="Effects">What is to follow.</param>
/// <param name="Due">By when it must be answered.</param>
/// <param name="Windows">Until when benefits could be asked for; null where it is about no decision.</param>
/// <param name="Benefits">What becomes of them.</param>
public sealed record Filed(
    RequestCase Case,
    IReadOnlyList<RequestEffect> Effects,
    Deadline? Due,
    BenefitWindows? Windows,
    BenefitAnswer Benefits
);
