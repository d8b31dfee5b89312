using HuskyFhir.Plan.LegalClocks;
using static HuskyFhir.Plan.Requests.Kinds.RequestEffect;
using static HuskyFhir.Plan.Requests.Kinds.RequestTransition;
using Status = Hl7.Fhir.Model.Task.TaskStatus;

namespace HuskyFhir.Plan.Requests.Kinds;

/// <summary>
/// Corrections of the record and disagreement with their refusal (45 CFR 164.526), in the words of Patient Corrections
/// 1.0. That guide has no word for an extended request and no <c>Task.restriction</c>: an extension leaves the state as
/// it is, and the due day is in an extension.
/// </summary>
internal static class AmendmentKinds
{
    private const string Guide = "http://hl7.org/fhir/uv/patient-corrections/CodeSystem/";
    private const Actors Plan = Actors.Staff | Actors.System;
    private static readonly RequestState Arrived = new(Status.Requested, "queued");
    private static readonly RequestState Received = new(Status.Received, "queued");
    private static readonly RequestState Queued = new(Status.Accepted, "queued");
    private static readonly RequestState Review = new(Status.InProgress, "in-review");
    private static readonly RequestState Waiting = new(Status.OnHold, "waiting-for-information");
    private static readonly RequestState Granted = new(Status.InProgress, "accepted");
    private static readonly RequestState GrantedInPart = new(Status.InProgress, "partial-accept");
    private static readonly RequestState Amended = new(Status.Completed, "amendment-completed");
    private static readonly RequestState Denied = new(Status.Rejected, "denied");
    private static readonly RequestState Logged = new(Status.Completed, "disagreement-logged");
    private static readonly RequestState Cancelled = new(Status.Cancelled, "requester-cancelled");

    public static KindRules[] All { get; } =
    [
        Common(
            new(
                RequestKind.Amendment,
                "medRecCxReq",
                "husky-amendment",
                "45 CFR 164.526",
                static _ => DeadlineId.Amendment
            )
            {
                Inputs =
                [
                    ["medRecCxReq"],
                ],
                Grounds = ["not-created-here", "not-in-record-set", "not-accessible", "accurate"],
                Transitions =
                [
                    .. Shared,
                    new(Extend, Actors.Staff, [Review], Review) { NeedsReason = true, Effects = [SendExtensionNotice] },
                    new(Extend, Actors.Staff, [Waiting], Waiting)
                    {
                        NeedsReason = true,
                        Effects = [SendExtensionNotice],
                    },
                    new(Grant, Actors.Staff, [Review], Granted),
                    new(GrantInPart, Actors.Staff, [Review], GrantedInPart) { NeedsReason = true },
                    new(Complete, Actors.Staff, [Granted], Amended)
                    {
                        Outputs =
                        [
                            ["medRecCxReqResolution"],
                        ],
                        Effects = [LinkAmendment, InformNamedPersons, SendDecisionNotice],
                    },
                    new(Complete, Actors.Staff, [GrantedInPart], Amended)
                    {
                        Outputs =
                        [
                            ["medRecCxReqResolution"],
                        ],
                        Effects = [LinkAmendment, InformNamedPersons, SendDecisionNotice, OfferDisagreement],
                    },
                    new(Decline, Actors.Staff, [Review], Denied)
                    {
                        NeedsReason = true,
                        Effects = [SendRefusalNotice, OfferDisagreement],
                    },
                ],
            }
        ),
        Common(
            new(
                RequestKind.AmendmentDisagreement,
                "medRecCxDenialDisagree",
                "husky-amendment",
                "45 CFR 164.526(d)(2)",
                static _ => DeadlineId.AmendmentDisagreement
            )
            {
                Inputs =
                [
                    ["medRecCxDenialDisagree"],
                ],
                Follows = [RequestKind.Amendment],
                FollowsOn = static state =>
                    state == Denied || state == Amended
                        ? null
                        : "There is disagreement with a correction that was refused, in full or in part, and this one was not.",
                Never =
                [
                    new(
                        Decline,
                        "disagreement-not-refused",
                        "A statement of disagreement is put with the record and not refused; the plan may add a rebuttal (45 CFR 164.526(d)(2) to (4))."
                    ),
                ],
                Transitions =
                [
                    .. Shared,
                    new(Complete, Actors.Staff, [Review], Logged)
                    {
                        Outputs =
                        [
                            ["medRecCxReqResolution"],
                        ],
                        Effects = [AttachDisagreement, SendDecisionNotice],
                    },
                ],
            }
        ),
    ];

    private static Transition[] Shared =>
        [
            new(Acknowledge, Plan, [Arrived], Received),
            new(Accept, Plan, [Arrived, Received], Queued),
            new(BeginReview, Actors.Staff, [Arrived, Received, Queued], Review),
            new(AwaitInformation, Actors.Staff, [Received, Queued, Review], Waiting)
            {
                NeedsReason = true,
                Effects = [AskForInformation],
            },
            new(Resume, Plan, [Waiting], Review),
            new(ReceiveAuthorization, Actors.Member | Actors.Staff, [Waiting], Received),
            new(Withdraw, Actors.Member | Actors.Staff, [Arrived, Received, Queued, Review, Waiting], Cancelled)
            {
                Effects = [ConfirmWithdrawal],
            },
        ];

    private static KindRules Common(KindRules rules) =>
        rules with
        {
            System = Guide + "PatientCorrectionTaskTypes",
            StatusSystem = Guide + "PatientCorrectionBusinessStatus",
            InputSystem = Guide + "PatientCorrectionCommunicationTypes",
            OutputSystem = Guide + "PatientCorrectionOutputTypes",
            DueInExtension = true,
            Filed = Arrived,
            Waits = Waiting,
            Filers = Actors.Member | Actors.Staff,
        };
}
