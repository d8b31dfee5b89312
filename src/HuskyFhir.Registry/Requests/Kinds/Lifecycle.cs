using static HuskyFhir.Registry.Requests.Kinds.RequestMove;

namespace HuskyFhir.Registry.Requests.Kinds;

/// <summary>The moves that most kinds share: arrival, queue, review, waiting, more time, taking back.</summary>
internal static class Lifecycle
{
    public const Actors Plan = Actors.Staff | Actors.System;

    /// <summary>States in which an answer may be given, beside the review itself.</summary>
    public static RequestState[] Working(RequestState review) => [States.Acknowledged, States.Queued, review, States.Extended];

    /// <summary>Every open state, for what may happen at any time.</summary>
    public static RequestState[] Open(RequestState review) => [States.Submitted, States.Acknowledged, States.Queued, review, States.Awaiting, States.Extended];

    public static Transition[] Shared(RequestState review, Actors withdrawers) =>
    [
        new(Acknowledge, Plan, [States.Submitted], States.Acknowledged),
        new(Accept, Plan, [States.Submitted, States.Acknowledged], States.Queued),
        new(BeginReview, Actors.Staff, [States.Submitted, States.Acknowledged, States.Queued], review),
        new(AwaitInformation, Actors.Staff, [States.Acknowledged, States.Queued, review, States.Extended], States.Awaiting) { NeedsReason = true, Effects = [RequestEffect.AskForInformation] },
        new(Resume, Plan, [States.Awaiting, States.Extended], review),
        new(Withdraw, withdrawers, Open(review), States.Withdrawn) { Effects = [RequestEffect.ConfirmWithdrawal] },
    ];

    public static Transition MoreTime(RequestState review) =>
        new(Extend, Actors.Staff, [States.Acknowledged, States.Queued, review, States.Awaiting], States.Extended) { NeedsReason = true, Effects = [RequestEffect.SendExtensionNotice] };

    public static Transition Done(RequestState review, string[] outputs, params RequestEffect[] effects) =>
        new(Complete, Actors.Staff, Working(review), States.Done) { Outputs = [outputs], Effects = effects };

    public static Transition Refused(RequestState review, params RequestEffect[] effects) =>
        new(Decline, Actors.Staff, [States.Submitted, .. Working(review)], States.Declined) { NeedsReason = true, Effects = [RequestEffect.SendRefusalNotice, .. effects] };
}
