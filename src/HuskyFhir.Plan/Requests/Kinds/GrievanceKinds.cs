using HuskyFhir.Plan.LegalClocks;
using static HuskyFhir.Plan.Requests.Kinds.RequestEffect;

namespace HuskyFhir.Plan.Requests.Kinds;

/// <summary>
/// Grievances and complaints (42 CFR 438.402 and 438.408). They may be filed at any time, about anything but a
/// decision, and are settled rather than refused. Their reasons are coded (<see cref="GrievanceReasons"/>). A provider has no move here: whom one is about never learns of it.
/// </summary>
internal static class GrievanceKinds
{
    private static readonly Lifecycle Formal = new(States.InReview, Extends: true);
    private static readonly Lifecycle Informal = new(States.InReview, Extends: false);
    private static readonly NeverRule[] NotRefused =
    [
        new(
            RequestTransition.Decline,
            "grievance-not-refused",
            "A grievance or complaint is settled and not refused; complete it with a resolution (42 CFR 438.402(c)(2)(i))."
        ),
    ];

    public static KindRules[] All { get; } =
    [
        new(
            RequestKind.Grievance,
            "grievance",
            "husky-grievance",
            "42 CFR 438.402",
            static facts => facts.CivilRights ? DeadlineId.CivilRightsGrievance : DeadlineId.GrievanceResolution
        )
        {
            Never = NotRefused,
            HasReasons = true,
            OnFiling = [SendAcknowledgement, HideFromSubject],
            Transitions = Moves(Formal),
        },
        new(
            RequestKind.Complaint,
            "complaint",
            "husky-grievance",
            "42 CFR 438.402",
            static facts => facts.CivilRights ? DeadlineId.CivilRightsGrievance : DeadlineId.ComplaintResolution
        )
        {
            Never = NotRefused,
            HasReasons = true,
            OnFiling = [SendAcknowledgement, HideFromSubject],
            Transitions =
            [
                .. Moves(Informal),
                new(RequestTransition.RaiseToGrievance, Actors.Member | Actors.Staff, Informal.Open, States.Queued)
                {
                    Becomes = RequestKind.Grievance,
                },
            ],
        },
    ];

    private static Transition[] Moves(Lifecycle life) =>
        [.. life.Shared(Actors.Member | Actors.Staff), life.Done(["resolution"], SendDecisionNotice)];
}
