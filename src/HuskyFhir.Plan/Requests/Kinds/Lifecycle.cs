using static HuskyFhir.Plan.Requests.Kinds.RequestTransition;

namespace HuskyFhir.Plan.Requests.Kinds;

/// <summary>The moves that most kinds share: arrival, queue, review, waiting, more time, taking back.</summary>
/// <param name="Review">The state of the work itself.</param>
/// <param name="Extends">Whether the time of these kinds can be extended; where not, there is no such state.</param>
internal sealed record Lifecycle(RequestState Review, bool Extends)
{
    /// <summary>Who does the work.</summary>
    public Actors Workers { get; init; } = Actors.Staff;

    /// <summary>States in which an answer may be given.</summary>
    public RequestState[] Working => [States.Acknowledged, States.Queued, Review, .. More];

    /// <summary>States in which an answer may be given that only a review gives.</summary>
    public RequestState[] Deciding => [Review, .. More];

    /// <summary>Every open state, for what may happen at any time.</summary>
    public RequestState[] Open => [States.Submitted, .. Working, States.Awaiting];

    private Actors WorkersAndJobs => Workers | Actors.System;

    private RequestState[] More => Extends ? [States.Extended] : [];

    /// <summary>The shared moves.</summary>
    /// <param name="withdrawers">Who may take it back.</param>
    /// <param name="thereupon">What follows then, beside its confirmation.</param>
    public Transition[] Shared(Actors withdrawers, params RequestEffect[] thereupon) =>
        [
            new(Acknowledge, WorkersAndJobs, [States.Submitted], States.Acknowledged),
            new(Accept, WorkersAndJobs, [States.Submitted, States.Acknowledged], States.Queued),
            new(BeginReview, Workers, [States.Submitted, States.Acknowledged, States.Queued], Review),
            new(AwaitInformation, Workers, Working, States.Awaiting)
            {
                NeedsReason = true,
                Effects = [RequestEffect.AskForInformation],
            },
            new(Resume, WorkersAndJobs, [States.Awaiting, .. More], Review),
            new(ReceiveAuthorization, withdrawers, [States.Awaiting], States.Acknowledged),
            new(Withdraw, withdrawers, Open, States.Withdrawn)
            {
                Effects = [RequestEffect.ConfirmWithdrawal, .. thereupon],
            },
            .. Extends ? [MoreTime()] : Array.Empty<Transition>(),
        ];

    /// <summary>What was asked for is done.</summary>
    public Transition Done(string[] outputs, params RequestEffect[] effects) =>
        new(Complete, Workers, Working, States.Done)
        {
            Outputs = outputs.Length == 0 ? [] : [outputs],
            Effects = effects,
        };

    /// <summary>
    /// What was asked for is agreed to, and the service then does it: at once where it can, or by a job.
    /// </summary>
    public Transition[] Granted(string[] outputs, params RequestEffect[] effects) =>
        [
            new(Grant, WorkersAndJobs, Working, States.Granted),
            new(Complete, WorkersAndJobs, [.. Working, States.Granted], States.Done)
            {
                Outputs = outputs.Length == 0 ? [] : [outputs],
                Effects = effects,
                Follows = true,
            },
            new(Withdraw, Actors.Member | Actors.Staff, [States.Granted], States.Withdrawn)
            {
                Effects = [RequestEffect.ConfirmWithdrawal],
            },
            new(Fail, WorkersAndJobs, [States.Granted], States.Failed) { NeedsReason = true },
        ];

    /// <summary>It is refused.</summary>
    public Transition Refused(params RequestEffect[] effects) =>
        new(Decline, Workers, [States.Submitted, .. Working], States.Declined)
        {
            NeedsReason = true,
            Effects = [RequestEffect.SendRefusalNotice, .. effects],
        };

    private Transition MoreTime() =>
        new(Extend, Workers, [States.Acknowledged, States.Queued, Review, States.Awaiting], States.Extended)
        {
            NeedsReason = true,
            Effects = [RequestEffect.SendExtensionNotice],
        };
}
