using HuskyFhir.Registry.Requests.Clocks;
using static HuskyFhir.Registry.Requests.Kinds.RequestEffect;
using static HuskyFhir.Registry.Requests.Kinds.RequestMove;

namespace HuskyFhir.Registry.Requests.Kinds;

/// <summary>
/// The second level: a state fair hearing before DSS in Medicaid (CGS 17b-60 to 17b-66, 42 CFR part 431 subpart E), an external review in CHIP
/// (42 CFR 457.1130 and 457.1150). Who made the decision does not decide here.
/// </summary>
internal static class HearingKinds
{
    private static readonly RequestState Review = States.InReview;

    public static KindRules[] All { get; } =
    [
        new(RequestKind.StateFairHearing, "state-fair-hearing", "husky-hearing", "CGS 17b-60", static facts => facts.Expedited ? AppealKinds.Expedited(facts) : ClockId.HearingDecision)
        {
            Filers = Actors.Member | Actors.Provider | Actors.Staff | Actors.Agency,
            ProviderNeedsAuthorization = true,
            AboutDecision = true,
            Follows = [RequestKind.Appeal, RequestKind.ExpeditedAppeal],
            FollowsOn = static state => state == States.Overturned ? "The appeal reversed the decision in full, so that nothing is left to hear." : null,
            Programmes = [HuskyProgramme.A, HuskyProgramme.C, HuskyProgramme.D],
            Filing = ClockId.HearingFiling,
            Transitions =
            [
                .. Common,
                new(ScheduleHearing, Actors.Staff | Actors.Agency, [States.Acknowledged, States.Queued, Review, States.HearingScheduled, States.Extended], States.HearingScheduled)
                {
                    Outputs = [["hearing-date"]], Effects = [SendHearingNotice],
                },
                new(BeginReview, Actors.Staff | Actors.Agency, [States.HearingScheduled], Review),
                new(AwaitInformation, Actors.Staff | Actors.Agency, [States.HearingScheduled], States.Awaiting) { NeedsReason = true, Effects = [AskForInformation] },
                new(Extend, Actors.Staff | Actors.Agency, [States.HearingScheduled], States.Extended) { NeedsReason = true, Effects = [SendExtensionNotice] },
                new(Withdraw, Actors.Member | Actors.Provider | Actors.Staff, [States.HearingScheduled], States.Withdrawn) { Effects = [ConfirmWithdrawal, EndContinuedBenefits] },
                .. AppealKinds.Decisions([Review, States.HearingScheduled, States.Extended]),
                new(Dismiss, Actors.Staff | Actors.Agency, [States.HearingScheduled, States.Awaiting], States.Dismissed) { NeedsReason = true, Effects = [SendDismissalNotice, EndContinuedBenefits] },
            ],
        },
        new(RequestKind.ExternalReview, "external-review", "husky-hearing", "42 CFR 457.1150(b)", static facts => facts.Expedited ? ClockId.ExpeditedReviewDecision : ClockId.ReviewDecision)
        {
            Filers = Actors.Member | Actors.Provider | Actors.Staff,
            ProviderNeedsAuthorization = true,
            AboutDecision = true,
            Follows = [RequestKind.Appeal, RequestKind.ExpeditedAppeal],
            FollowsOn = static state => state == States.Upheld || state == States.OverturnedInPart ? null : "The internal review must have ended with a decision against the member, in full or in part.",
            Programmes = [HuskyProgramme.B],
            Filing = ClockId.ReviewFiling,
            Transitions =
            [
                .. Common,
                .. AppealKinds.Decisions([Review, States.Extended]),
                new(Dismiss, Actors.Staff, [States.Awaiting], States.Dismissed) { NeedsReason = true, Effects = [SendDismissalNotice, EndContinuedBenefits] },
            ],
        },
    ];

    private static Transition[] Common =>
    [
        .. Lifecycle.Shared(Review, Actors.Member | Actors.Provider | Actors.Staff),
        Lifecycle.MoreTime(Review),
        .. AppealKinds.Refusals(Review),
        new(ReceiveAuthorization, Actors.Member | Actors.Provider | Actors.Staff, [States.Awaiting], States.Acknowledged),
    ];
}
