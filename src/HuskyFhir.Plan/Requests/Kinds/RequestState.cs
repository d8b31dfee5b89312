using HuskyFhir.Core.Terms;
using Status = Hl7.Fhir.Model.Task.TaskStatus;

namespace HuskyFhir.Plan.Requests.Kinds;

/// <summary>Where a request stands: R4's status, and the plan's own word for it.</summary>
/// <param name="Status"><c>Task.status</c>.</param>
/// <param name="Business">The code of <c>Task.businessStatus</c>.</param>
public readonly record struct RequestState(Status Status, string Business)
{
    /// <summary>Whether nothing can follow.</summary>
    public bool Ended =>
        Status is Status.Completed or Status.Rejected or Status.Cancelled or Status.Failed or Status.EnteredInError;

    /// <inheritdoc />
    public override string ToString() => $"{Codes.Of(Status)} ({Business})";
}

/// <summary>The states of most kinds, by the codes of CodeSystem husky-request-status.</summary>
internal static class States
{
    public static readonly RequestState Submitted = new(Status.Requested, "submitted");
    public static readonly RequestState Acknowledged = new(Status.Received, "acknowledged");
    public static readonly RequestState Queued = new(Status.Accepted, "in-queue");
    public static readonly RequestState Granted = new(Status.Accepted, "granted");
    public static readonly RequestState ClinicalReview = new(Status.InProgress, "clinical-review");
    public static readonly RequestState InReview = new(Status.InProgress, "in-review");
    public static readonly RequestState HearingScheduled = new(Status.InProgress, "hearing-scheduled");
    public static readonly RequestState Awaiting = new(Status.OnHold, "awaiting-information");
    public static readonly RequestState Unconfirmed = new(Status.OnHold, "awaiting-confirmation");
    public static readonly RequestState Extended = new(Status.OnHold, "extended");
    public static readonly RequestState Upheld = new(Status.Completed, "decided-upheld");
    public static readonly RequestState Overturned = new(Status.Completed, "decided-overturned");
    public static readonly RequestState OverturnedInPart = new(Status.Completed, "decided-partial");
    public static readonly RequestState Done = new(Status.Completed, "done");
    public static readonly RequestState Untimely = new(Status.Rejected, "untimely");
    public static readonly RequestState NotAppealable = new(Status.Rejected, "not-appealable");
    public static readonly RequestState Declined = new(Status.Rejected, "declined");
    public static readonly RequestState Failed = new(Status.Failed, "failed");
    public static readonly RequestState Withdrawn = new(Status.Cancelled, "withdrawn");
    public static readonly RequestState Dismissed = new(Status.Cancelled, "dismissed");
}
