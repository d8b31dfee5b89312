using HuskyFhir.Plan.LegalClocks;
using static HuskyFhir.Plan.Requests.Kinds.RequestEffect;
using static HuskyFhir.Plan.Requests.Kinds.RequestTransition;

namespace HuskyFhir.Plan.Requests.Kinds;

/// <summary>
/// The second level: a state fair hearing before DSS in Medicaid (CGS 17b-60 to 17b-66, 42 CFR part 431 subpart E), an
/// external review in CHIP (42 CFR 457.1130 and 457.1150). The Department or the reviewer decides; staff may put that
/// on record.
/// </summary>
internal static class HearingKinds
{
    private const Actors Sides = Actors.Member | Actors.Provider | Actors.Staff;
    private const Actors Officers = Actors.Staff | Actors.Agency;
    private static readonly Lifecycle Hearing = new(States.InReview, Extends: true) { Workers = Officers };
    private static readonly Lifecycle Outside = new(States.InReview, Extends: true) { Workers = Officers };

    public static KindRules[] All { get; } =
    [
        new(
            RequestKind.StateFairHearing,
            "state-fair-hearing",
            "husky-hearing",
            "CGS 17b-60",
            static facts => facts.Expedited ? AppealKinds.Expedited(facts) : DeadlineId.HearingDecision
        )
        {
            Filers = Sides | Actors.Agency,
            ProviderNeedsAuthorization = true,
            AboutDecision = true,
            BeforeAgency = true,
            Follows = [RequestKind.Appeal, RequestKind.ExpeditedAppeal],
            StandsAlone = true,
            FollowsOn = static state =>
                state == States.Overturned
                    ? "The appeal reversed the decision in full, so that nothing is left to hear."
                    : null,
            Programmes = [HuskyProgramme.A, HuskyProgramme.C, HuskyProgramme.D],
            Filing = DeadlineId.HearingFiling,
            Transitions =
            [
                .. Common(Hearing),
                new(ScheduleHearing, Officers, [.. Hearing.Working, States.HearingScheduled], States.HearingScheduled)
                {
                    Outputs =
                    [
                        ["hearing-date"],
                    ],
                    Effects = [SendHearingNotice],
                },
                new(BeginReview, Officers, [States.HearingScheduled], Hearing.Review),
                new(AwaitInformation, Officers, [States.HearingScheduled], States.Awaiting)
                {
                    NeedsReason = true,
                    Effects = [AskForInformation],
                },
                new(Extend, Officers, [States.HearingScheduled], States.Extended)
                {
                    NeedsReason = true,
                    Effects = [SendExtensionNotice],
                },
                new(Withdraw, Sides, [States.HearingScheduled], States.Withdrawn)
                {
                    Effects = [ConfirmWithdrawal, EndContinuedBenefits],
                },
                .. AppealKinds.Decisions(Officers, [.. Hearing.Deciding, States.HearingScheduled]),
                GivenUp(Officers, States.HearingScheduled, States.Awaiting),
            ],
        },
        new(
            RequestKind.ExternalReview,
            "external-review",
            "husky-hearing",
            "42 CFR 457.1150(b)",
            static facts => facts.Expedited ? DeadlineId.ExpeditedReviewDecision : DeadlineId.ReviewDecision
        )
        {
            Filers = Sides,
            ProviderNeedsAuthorization = true,
            AboutDecision = true,
            BeforeAgency = true,
            Follows = [RequestKind.Appeal, RequestKind.ExpeditedAppeal],
            FollowsOn = static state =>
                state == States.Upheld || state == States.OverturnedInPart
                    ? null
                    : "The internal review must have ended with a decision against the member, in full or in part.",
            Programmes = [HuskyProgramme.B],
            Filing = DeadlineId.ReviewFiling,
            Transitions =
            [
                .. Common(Outside),
                .. AppealKinds.Decisions(Officers, Outside.Deciding),
                GivenUp(Officers, States.Awaiting),
            ],
        },
    ];

    private static Transition[] Common(Lifecycle life) =>
        [.. life.Shared(Sides, EndContinuedBenefits), .. AppealKinds.Refusals(Officers, life)];

    /// <summary>
    /// Who does not appear, or does not send what is asked for, gives the hearing up (42 CFR 431.223).
    /// </summary>
    private static Transition GivenUp(Actors by, params RequestState[] from) =>
        new(Dismiss, by, from, States.Dismissed)
        {
            NeedsReason = true,
            Effects = [SendDismissalNotice, EndContinuedBenefits],
        };
}
