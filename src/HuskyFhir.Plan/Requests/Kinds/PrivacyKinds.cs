using HuskyFhir.Plan.LegalClocks;
using static HuskyFhir.Plan.Requests.Kinds.RequestEffect;

namespace HuskyFhir.Plan.Requests.Kinds;

/// <summary>
/// Control of uses and disclosures: restriction and confidential communication (45 CFR 164.522), accounting (164.528).
/// </summary>
internal static class PrivacyKinds
{
    private static readonly Lifecycle Extending = new(States.InReview, Extends: true);
    private static readonly Lifecycle Plain = new(States.InReview, Extends: false);

    public static KindRules[] All { get; } =
    [
        new(
            RequestKind.Restriction,
            "restriction",
            "husky-restriction-request",
            "45 CFR 164.522(a)",
            static _ => DeadlineId.Restriction
        )
        {
            Inputs =
            [
                ["restriction-asked"],
            ],
            Never =
            [
                new(
                    RequestTransition.Decline,
                    "self-pay-restriction",
                    "A restriction on telling a health plan of what was paid for in full by the member is not refused (45 CFR 164.522(a)(1)(vi)).",
                    "self-pay"
                ),
            ],
            Transitions =
            [
                .. Moves(Extending),
                .. Extending.Granted(["consent"], StartRestriction, SendDecisionNotice),
                Extending.Refused(),
            ],
        },
        new(
            RequestKind.DisclosureAccounting,
            "disclosure-accounting",
            "husky-disclosure-accounting",
            "45 CFR 164.528",
            static _ => DeadlineId.DisclosureAccounting
        )
        {
            Never =
            [
                new(
                    RequestTransition.Decline,
                    "accounting-not-refused",
                    "An accounting of disclosures is given, if it lists none, and not refused (45 CFR 164.528(a))."
                ),
            ],
            Transitions = [.. Moves(Extending), .. Extending.Granted(["accounting"], BuildAccounting, SendAnswer)],
        },
        new(
            RequestKind.ConfidentialCommunication,
            "confidential-communication",
            "husky-confidential-communication",
            "45 CFR 164.522(b)",
            static _ => DeadlineId.ConfidentialCommunication
        )
        {
            Inputs =
            [
                ["alternate-address", "alternate-contact"],
            ],
            Never =
            [
                new(
                    RequestTransition.Decline,
                    "endangerment",
                    "Where the member states that other communication could endanger, a plan must accommodate the request (45 CFR 164.522(b)(1)(ii)).",
                    "endangerment"
                ),
            ],
            Transitions =
            [
                .. Moves(Plain),
                .. Plain.Granted([], StartConfidentialCommunication, SendAnswer),
                Plain.Refused(),
            ],
        },
    ];

    private static Transition[] Moves(Lifecycle life) => life.Shared(Actors.Member | Actors.Staff);
}
