using HuskyFhir.Plan.LegalClocks;
using static HuskyFhir.Plan.Requests.Kinds.RequestEffect;
using static HuskyFhir.Plan.Requests.Kinds.RequestTransition;

namespace HuskyFhir.Plan.Requests.Kinds;

/// <summary>
/// Appeals to the plan (42 CFR 431.220, 438.400(b); CGS 17b-60). A provider who appeals for a member needs the member's
/// written authorisation.
/// </summary>
internal static class AppealKinds
{
    private static readonly Lifecycle Life = new(States.ClinicalReview, Extends: true);

    public static KindRules[] All { get; } =
    [
        new(RequestKind.Appeal, "appeal", "husky-appeal", "42 CFR 431.220", static _ => DeadlineId.AppealDecision)
        {
            Filers = Actors.Member | Actors.Provider | Actors.Staff,
            ProviderNeedsAuthorization = true,
            AboutDecision = true,
            Filing = DeadlineId.AppealFiling,
            Transitions = Moves(),
        },
        new(RequestKind.ExpeditedAppeal, "expedited-appeal", "husky-appeal", "42 CFR 431.224", Expedited)
        {
            Filers = Actors.Member | Actors.Provider | Actors.Staff,
            ProviderNeedsAuthorization = true,
            AboutDecision = true,
            Filing = DeadlineId.AppealFiling,
            Transitions =
            [
                .. Moves(),
                new(
                    DenyExpedited,
                    Actors.Staff,
                    [States.Submitted, States.Acknowledged, States.Queued, Life.Review],
                    States.Queued
                )
                {
                    NeedsReason = true,
                    Effects = [SendExpediteDenial],
                    Becomes = RequestKind.Appeal,
                },
            ],
        },
    ];

    public static DeadlineId Expedited(ClockFacts facts) =>
        facts.Matter == AppealMatter.Eligibility
            ? DeadlineId.ExpeditedEligibilityDecision
            : DeadlineId.ExpeditedServicesDecision;

    /// <summary>The three ways in which a decision on a decision can end, and what follows from each.</summary>
    /// <param name="deciders">Who decides.</param>
    /// <param name="from">From which states.</param>
    /// <param name="whereItStands">What follows where something stays refused.</param>
    public static Transition[] Decisions(Actors deciders, RequestState[] from, params RequestEffect[] whereItStands) =>
        [
            new(Uphold, deciders, from, States.Upheld)
            {
                Outputs =
                [
                    ["decision"],
                ],
                NeedsReason = true,
                Effects = [SendDecisionNotice, EndContinuedBenefits, .. whereItStands],
            },
            new(Overturn, deciders, from, States.Overturned)
            {
                Outputs =
                [
                    ["decision"],
                ],
                Effects = [ReviseDecision, SendDecisionNotice],
            },
            new(OverturnInPart, deciders, from, States.OverturnedInPart)
            {
                Outputs =
                [
                    ["decision"],
                ],
                NeedsReason = true,
                Effects = [ReviseDecision, SendDecisionNotice, EndContinuedBenefits, .. whereItStands],
            },
        ];

    /// <summary>
    /// Refusals that say that there was nothing to decide on; each may be filed anew while the time for it runs.
    /// </summary>
    public static Transition[] Refusals(Actors deciders, Lifecycle life) =>
        [
            new(RefuseUntimely, deciders, life.Open, States.Untimely)
            {
                NeedsReason = true,
                Effects = [SendRefusalNotice, EndContinuedBenefits],
            },
            new(RefuseNotAppealable, deciders, life.Open, States.NotAppealable)
            {
                NeedsReason = true,
                Effects = [SendRefusalNotice, EndContinuedBenefits],
            },
        ];

    private static Transition[] Moves() =>
        [
            .. Life.Shared(Actors.Member | Actors.Provider | Actors.Staff, EndContinuedBenefits),
            .. Decisions(Actors.Staff, Life.Deciding, OfferNextLevel),
            .. Refusals(Actors.Staff, Life),
            new(Dismiss, Actors.Staff, [States.Awaiting], States.Dismissed)
            {
                NeedsReason = true,
                Effects = [SendDismissalNotice, EndContinuedBenefits],
            },
        ];
}
