using HuskyFhir.Plan.LegalClocks;
using static HuskyFhir.Plan.Requests.Kinds.RequestEffect;
using static HuskyFhir.Plan.Requests.Kinds.RequestTransition;
using Status = Hl7.Fhir.Model.Task.TaskStatus;

namespace HuskyFhir.Plan.Requests.Kinds;

/// <summary>
/// Access to records: by the member (45 CFR 164.524), and by an organisation in the form of HRex (42 CFR 431.61 and
/// 457.731), which knows fewer statuses.
/// </summary>
internal static class RecordsKinds
{
    private const string Hrex = "http://hl7.org/fhir/us/davinci-hrex/CodeSystem/hrex-temp";
    private const Actors Plan = Actors.Staff | Actors.System;
    private static readonly RequestState Review = States.InReview;
    private static readonly Lifecycle Life = new(Review, Extends: true);
    private static readonly RequestState TakenBack = new(Status.Rejected, "withdrawn");

    public static KindRules[] All { get; } =
    [
        new(
            RequestKind.RecordsAccess,
            "records-access",
            "husky-records-access",
            "45 CFR 164.524",
            static _ => DeadlineId.RecordsAccess
        )
        {
            Grounds = ["access-unreviewable", "access-reviewable", "not-held"],
            Transitions =
            [
                .. Life.Shared(Actors.Member | Actors.Staff),
                .. Life.Granted(["records"], HandOverRecords),
                Life.Refused(OfferReviewOfRefusal),
            ],
        },
        new(
            RequestKind.DataRequest,
            "data-request",
            "husky-data-request",
            "42 CFR 431.61(a)(2)",
            static _ => DeadlineId.DataRequest
        )
        {
            System = Hrex,
            InputSystem = Hrex,
            OutputSystem = Hrex,
            Filers = Actors.Provider | Actors.Staff,
            Inputs =
            [
                ["data-query", "data-code"],
            ],
            OnFiling = [],
            Transitions =
            [
                new(Accept, Plan, [States.Submitted], States.Queued),
                new(BeginReview, Plan, [States.Submitted, States.Queued], Review),
                new(AwaitInformation, Actors.Staff, [States.Queued, Review], States.Awaiting)
                {
                    NeedsReason = true,
                    Effects = [AskForInformation],
                },
                new(Resume, Plan, [States.Awaiting], Review),
                new(Complete, Plan, [States.Queued, Review], States.Done)
                {
                    Outputs =
                    [
                        ["data-value"],
                    ],
                    Effects = [ReturnData],
                },
                new(Decline, Plan, [States.Submitted, States.Queued, Review, States.Awaiting], States.Declined)
                {
                    NeedsReason = true,
                    Effects = [SendRefusalNotice],
                },
                new(
                    Withdraw,
                    Actors.Provider | Actors.Staff,
                    [States.Submitted, States.Queued, Review, States.Awaiting],
                    TakenBack
                )
                {
                    NeedsReason = true,
                },
                new(Fail, Plan, [States.Queued, Review], States.Failed) { NeedsReason = true },
            ],
        },
    ];
}
