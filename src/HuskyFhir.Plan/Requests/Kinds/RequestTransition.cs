namespace HuskyFhir.Plan.Requests.Kinds;

/// <summary>What may be done with a request. By code: <c>BeginReview</c> is <c>begin-review</c>.</summary>
public enum RequestTransition
{
    /// <summary>The requester is told that it arrived.</summary>
    Acknowledge,

    /// <summary>It is put in the queue.</summary>
    Accept,

    /// <summary>Someone takes it up.</summary>
    BeginReview,

    /// <summary>A hearing is set, or set anew.</summary>
    ScheduleHearing,

    /// <summary>Something is missing, and asked for.</summary>
    AwaitInformation,

    /// <summary>The work goes on.</summary>
    Resume,

    /// <summary>The time is made longer, with a written reason.</summary>
    Extend,

    /// <summary>The member's written authorisation has come.</summary>
    ReceiveAuthorization,

    /// <summary>The decision stands.</summary>
    Uphold,

    /// <summary>The decision is reversed.</summary>
    Overturn,

    /// <summary>The decision is reversed in part.</summary>
    OverturnInPart,

    /// <summary>What was asked for is agreed to and will be done.</summary>
    Grant,

    /// <summary>A part of it is agreed to and will be done.</summary>
    GrantInPart,

    /// <summary>What was asked for is done.</summary>
    Complete,

    /// <summary>It is refused, with a reason.</summary>
    Decline,

    /// <summary>It is refused as filed too late.</summary>
    RefuseUntimely,

    /// <summary>It is refused, since there is no decision to appeal.</summary>
    RefuseNotAppealable,

    /// <summary>Who asked takes it back.</summary>
    Withdraw,

    /// <summary>It is given up for the requester, who did not appear or did not send what the law asks for.</summary>
    Dismiss,

    /// <summary>It need not be expedited and goes on as an ordinary one.</summary>
    DenyExpedited,

    /// <summary>A complaint goes on as a grievance.</summary>
    RaiseToGrievance,

    /// <summary>It could not be done.</summary>
    Fail,
}
