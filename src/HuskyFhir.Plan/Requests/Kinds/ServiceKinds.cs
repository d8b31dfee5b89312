using HuskyFhir.Plan.LegalClocks;
using static HuskyFhir.Plan.Requests.Kinds.RequestEffect;

namespace HuskyFhir.Plan.Requests.Kinds;

/// <summary>
/// What a member asks of the plan's service: another PCP (42 CFR 431.51), help, a second opinion, translation (42 CFR
/// 435.905(b)) and information. The rights are the plan's own promise to members where no clause is named, and so are
/// the times.
/// </summary>
internal static class ServiceKinds
{
    private const string Promise = "the plan's member rights";
    private const Actors Anyone = Actors.Member | Actors.Provider | Actors.Staff;
    private static readonly Lifecycle Life = new(States.InReview, Extends: false);

    public static KindRules[] All { get; } =
    [
        new(RequestKind.PcpChange, "pcp-change", "husky-pcp-change", "42 CFR 431.51", static _ => DeadlineId.PcpChange)
        {
            Inputs =
            [
                ["new-pcp"],
            ],
            Filers = Anyone,
            OneOpen = true,
            GrantsItself = true,
            ProviderNeedsAuthorization = true,
            Authorization = SignedForm,
            PlanConfirms = true,
            Waits = States.Unconfirmed,
            Transitions =
            [
                .. Life.Shared(Anyone).Where(static each => each.Move != RequestTransition.Accept).Select(WithoutQueue),
                .. Pcp,
            ],
        },
        Help(RequestKind.AppointmentHelp, "appointment-help", []),
        Help(
            RequestKind.SecondOpinion,
            "second-opinion",
            [
                ["specialty"],
            ]
        ),
        Help(
            RequestKind.TranslationServices,
            "translation-services",
            [
                ["language"],
            ]
        ) with
        {
            Law = "42 CFR 435.905(b)",
            Never =
            [
                new(
                    RequestTransition.Decline,
                    "translation-not-refused",
                    "Language services are given free of charge and not refused (42 CFR 435.905(b))."
                ),
            ],
            Transitions = [.. Life.Shared(Anyone), Life.Done(["arranged-with", "answer"], SendAnswer)],
        },
        Question(RequestKind.BenefitInformation, "benefit-information"),
        Question(RequestKind.TreatmentInformation, "treatment-information"),
        Question(RequestKind.FinancialProgramInformation, "financial-program-information"),
        Question(RequestKind.ProviderContact, "provider-contact"),
    ];

    /// <summary>
    /// The form by which the member chose: who is whose provider is the member's choice (42 CFR 431.51), and no
    /// provider's.
    /// </summary>
    internal const string SignedForm = "signed-form";

    /// <summary>There is no queue: accepting it is granting it, and the service does it at once.</summary>
    private static Transition[] Pcp =>
        [
            new(
                RequestTransition.Grant,
                Actors.Staff | Actors.System,
                [States.Submitted, States.Acknowledged, States.InReview],
                States.Granted
            ),
            new(RequestTransition.Complete, Actors.Staff | Actors.System, [States.Granted], States.Done)
            {
                Outputs =
                [
                    ["care-team"],
                ],
                Effects = [AssignPcp, SendAnswer],
                Follows = true,
            },
            // how the member confirmed it
            new(RequestTransition.Grant, Actors.Staff, [States.Unconfirmed], States.Granted) { NeedsReason = true },
            new(RequestTransition.ReceiveAuthorization, Anyone, [States.Unconfirmed], States.Submitted),
            new(RequestTransition.Withdraw, Anyone, [States.Unconfirmed], States.Withdrawn)
            {
                Effects = [ConfirmWithdrawal],
            },
            new(
                RequestTransition.Decline,
                Actors.Staff,
                [States.Submitted, States.Acknowledged, States.InReview, States.Unconfirmed],
                States.Declined
            )
            {
                NeedsReason = true,
                Effects = [SendRefusalNotice],
            },
        ];

    private static Transition WithoutQueue(Transition each) =>
        each with
        {
            From = [.. each.From.Where(static from => from != States.Queued)],
        };

    private static KindRules Help(RequestKind kind, string code, IReadOnlyList<IReadOnlyList<string>> inputs) =>
        new(kind, code, "husky-assistance-request", Promise, static _ => DeadlineId.Assistance)
        {
            Filers = Anyone,
            Inputs = inputs,
            Transitions = [.. Life.Shared(Anyone), Life.Done(["arranged-with", "answer"], SendAnswer), Life.Refused()],
        };

    private static KindRules Question(RequestKind kind, string code) =>
        new(kind, code, "husky-information-request", Promise, static _ => DeadlineId.Information)
        {
            Inputs =
            [
                ["question"],
            ],
            Transitions =
            [
                .. Life.Shared(Actors.Member | Actors.Staff),
                Life.Done(["answer"], SendAnswer),
                Life.Refused(),
            ],
        };
}
