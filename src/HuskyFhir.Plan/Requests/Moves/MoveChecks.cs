using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Requests.Kinds;

namespace HuskyFhir.Plan.Requests.Moves;

/// <summary>
/// What a move that the state and the role allow must bring along. Faults: 422 with every issue, see the codes below.
/// </summary>
internal static class MoveChecks
{
    public static Fault? Refuse(RequestCase now, Moving ask, Transition transition, DeadlineRules book)
    {
        var faults = new[]
        {
            Reason(now, ask, transition),
            Outputs(now, ask, transition),
            Authorization(now, ask),
            Particular(now, ask, book),
        }
            .OfType<Fault>()
            .ToList();
        return faults.Count == 0
            ? null
            : new(FaultKind.Unprocessable, [.. faults.SelectMany(static fault => fault.Issues)]);
    }

    private static Fault? Reason(RequestCase now, Moving ask, Transition transition)
    {
        if (!transition.NeedsReason)
            return null;
        if (string.IsNullOrWhiteSpace(ask.Reason))
            return MoveFaults.Unprocessable(
                "reason-missing",
                $"{Codes.Of(ask.Move)} needs a reason, which the requester is told ({now.Rules.Law}).",
                "Task.statusReason"
            );
        return
            ask.Move == RequestTransition.Decline
            && now.Rules.Grounds.Count > 0
            && !now.Rules.Grounds.Contains(ask.Reason)
            ? MoveFaults.Unprocessable(
                "refusal-ground",
                $"This is refused on a ground that the law names only: {string.Join(", ", now.Rules.Grounds)} ({now.Rules.Law}).",
                "Task.statusReason"
            )
            : null;
    }

    private static Fault? Outputs(RequestCase now, Moving ask, Transition transition) =>
        transition.Outputs.FirstOrDefault(any => !any.Any(ask.Outputs.Contains)) is { } missing
            ? MoveFaults.Unprocessable(
                "output-missing",
                $"{Codes.Of(ask.Move)} needs an output of type {string.Join(" or ", missing)} of {now.Rules.OutputSystem}.",
                "Task.output"
            )
            : null;

    /// <summary>Without the member's authorisation nothing goes on, and it comes only where it is awaited.</summary>
    private static Fault? Authorization(RequestCase now, Moving ask) =>
        (ask.Move, now.AwaitsAuthorization) switch
        {
            (RequestTransition.Resume, true) => MoveFaults.Unprocessable(
                "authorization-missing",
                "The member's written authorisation is awaited; the request goes on when it has come (42 CFR 438.402(c)(1)(ii)).",
                "Task.input"
            ),
            (RequestTransition.ReceiveAuthorization, false) => MoveFaults.Unprocessable(
                "authorization-not-awaited",
                "No authorisation is awaited here; use resume.",
                "Task.input"
            ),
            _ => null,
        };

    private static Fault? Particular(RequestCase now, Moving ask, DeadlineRules book) =>
        ask.Move switch
        {
            RequestTransition.Extend => Extensions.Refuse(
                book,
                now.Rules.Due(now.Clock),
                now.Clock,
                RequestMoves.Extension(ask)
            ),
            RequestTransition.ScheduleHearing => Hearing(now, ask, book),
            RequestTransition.RefuseUntimely => Untimely(now, book),
            _ => null,
        };

    private static Fault? Hearing(RequestCase now, Moving ask, DeadlineRules book)
    {
        if (ask.Hearing is not { } hearing || hearing <= ask.At)
            return MoveFaults.Unprocessable("hearing-date", "A hearing is set for a time to come.", "Task.output");
        var notice = LegalDeadline.Compute(book, DeadlineId.HearingNotice, now.Clock with { Hearing = hearing });
        if (!ask.RequesterAgrees && Held(now, book) is { } held && !held.Met(hearing))
            return MoveFaults.Unprocessable(
                "hearing-too-late",
                $"A hearing is held by {held.Day:yyyy-MM-dd}: {held.Reason}. Set an earlier day, or, where the member asks to put it off, say so by the input requester-agrees.",
                "Task.output"
            );
        return now.Clock.Expedited || ask.RequesterAgrees || notice?.Met(ask.At) != false
            ? null
            : MoveFaults.Unprocessable(
                "hearing-notice-short",
                $"Notice of this hearing should have been mailed by {notice.Day:yyyy-MM-dd}: {notice.Reason}. Set a later day, or have the member agree.",
                "Task.output"
            );
    }

    /// <summary>By when the law has the hearing held; null in a programme that has no such time.</summary>
    internal static Deadline? Held(RequestCase now, DeadlineRules book) =>
        LegalDeadline.Compute(book, DeadlineId.HearingHeld, now.Clock);

    private static Fault? Untimely(RequestCase now, DeadlineRules book)
    {
        var last = RequestClocks.Filing(book, now.Rules, now.Clock);
        return last is not null && (now.Clock.Asked ?? now.Clock.Received) is { } asked && !last.Met(asked)
            ? null
            : MoveFaults.Unprocessable(
                "was-timely",
                last is null
                    ? "No time of filing has run, since no notice is known."
                    : $"This was filed in time, by {last.Day:yyyy-MM-dd}: {last.Reason}.",
                "Task.status"
            );
    }
}
