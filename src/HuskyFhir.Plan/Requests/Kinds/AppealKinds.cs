using HuskyFhir.Plan.LegalClocks;
using static HuskyFhir.Plan.Requests.Kinds.RequestEffect;
using static HuskyFhir.Plan.Requests.Kinds.RequestMove;

namespace HuskyFhir.Plan.Requests.Kinds;

/// <summary>
/// Appeals to the plan (42 CFR 431.220, 438.400(b); CGS 17b-60). A provider who appeals for a member needs the member's
/// written authorisation.
/// </summary>
internal static class AppealKinds
{
    private const Actors Deciders = Actors.Staff | Actors.Agency;
    private static readonly Lifecycle Life = new(States.ClinicalReview, Extends: true);

    public static KindRules[] All { get; } =
    [
        new(RequestKind.Appeal, "appeal", "husky-appeal", "42 CFR 431.220", static _ => ClockId.AppealDecision)
        {
            Filers = Actors.Member | Actors.Provider | Actors.Staff,
            ProviderNeedsAuthorization = true,
            AboutDecision = true,
            Filing = ClockId.AppealFiling,
            Transitions = Moves(),
        },
        new(RequestKind.ExpeditedAppeal, "expedited-appeal", "husky-appeal", "42 CFR 431.224", Expedited)
        {
            Filers = Actors.Member | Actors.Provider | Actors.Staff,
            ProviderNeedsAuthorization = true,
            AboutDecision = true,
            Filing = ClockId.AppealFiling,
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

    public static ClockId Expedited(ClockFacts facts) =>
        facts.Matter == AppealMatter.Eligibility
            ? ClockId.ExpeditedEligibilityDecision
            : ClockId.ExpeditedServicesDecision;

    /// <summary>The three ways in which a decision on a decision can end, and what follows from each.</summary>
    public static Transition[] Decisions(RequestState[] from, params RequestEffect[] whereItStands) =>
        [
            new(Uphold, Deciders, from, States.Upheld)
            {
                Outputs =
                [
                    ["decision"],
                ],
                NeedsReason = true,
                Effects = [SendDecisionNotice, EndContinuedBenefits, .. whereItStands],
            },
            new(Overturn, Deciders, from, States.Overturned)
            {
                Outputs =
                [
                    ["decision"],
                ],
                Effects = [ReviseDecision, SendDecisionNotice],
            },
            new(OverturnInPart, Deciders, from, States.OverturnedInPart)
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
    public static Transition[] Refusals(Lifecycle life) =>
        [
            new(RefuseUntimely, Deciders, life.Open, States.Untimely)
            {
                NeedsReason = true,
                Effects = [SendRefusalNotice],
            },
            new(RefuseNotAppealable, Deciders, life.Open, States.NotAppealable)
            {
                NeedsReason = true,
                Effects = [SendRefusalNotice],
            },
        ];

    private static Transition[] Moves() =>
        [
            .. Life.Shared(Actors.Member | Actors.Provider | Actors.Staff, EndContinuedBenefits),
            .. Decisions(Life.Deciding, OfferNextLevel),
            .. Refusals(Life),
            new(Dismiss, Actors.Staff, [States.Awaiting], States.Dismissed)
            {
                NeedsReason = true,
                Effects = [SendDismissalNotice, EndContinuedBenefits],
            },
        ];
}
