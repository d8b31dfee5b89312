using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Requests.Kinds;

namespace HuskyFhir.Plan.Requests.Moves;

/// <summary>
/// Moves a request from one state to the next: pure, so that the caller can do it twice, and can do it in a transaction
/// that is tried again. Faults: 409 <c>move-not-allowed</c>; 403 <c>role-not-allowed</c>, <c>withdraw-not-own</c>; 422
/// as <see cref="MoveChecks"/> and the kind's own rules have it. A refused move changes nothing.
/// </summary>
public static class RequestMoves
{
    /// <summary>The request after the move, what follows, and by when it is due then.</summary>
    public static Result<Moved> Apply(DeadlineRules book, RequestCase now, Moving ask)
    {
        if (
            now.Rules.Never.FirstOrDefault(rule =>
                rule.Move == ask.Move && (rule.When is null || now.Affirmed.Contains(rule.When))
            )
                is { } never
            && !now.State.Ended
        )
            return MoveFaults.Never(never);
        if (
            now.Rules.Transitions.FirstOrDefault(each => each.Move == ask.Move && each.From.Contains(now.State))
            is not { } transition
        )
            return MoveFaults.NotFromHere(now, ask.Move);
        if ((transition.By & ask.By) == Actors.None)
            return MoveFaults.NotBy(now, ask, transition.By);
        if (ask is { Move: RequestTransition.Withdraw, By: Actors.Provider } && now.FiledBy != Actors.Provider)
            return MoveFaults.NotYours;
        if (MoveChecks.Refuse(now, ask, transition, book) is { } fault)
            return fault;

        var moved = now with
        {
            Kind = transition.Becomes ?? now.Kind,
            State = transition.To,
            Clock = Told(book, now, ask, transition),
            AwaitsAuthorization = now.AwaitsAuthorization && transition.To == now.State,
        };
        return new Moved(moved, Effects(ask, transition), RequestClocks.Due(book, moved));
    }

    internal static ClockExtension Extension(Moving ask) =>
        new(ask.At, ask.ExtensionDays, ask.Reason ?? string.Empty, ask.RequesterAgrees);

    /// <summary>
    /// The facts with what this move adds to them. Leaving a state ends a time of waiting; ending in any way ends the
    /// clock.
    /// </summary>
    private static ClockFacts Told(DeadlineRules book, RequestCase now, Moving ask, Transition transition)
    {
        var facts =
            transition.To == now.State
                ? now.Clock
                : now.Clock with
                {
                    Pauses =
                    [
                        .. now.Clock.Pauses.Select(pause => pause with { To = pause.To ?? Later(pause.From, ask.At) }),
                    ],
                };
        facts = ask.Move switch
        {
            RequestTransition.AwaitInformation => facts with { Pauses = [.. facts.Pauses, new(ask.At, null)] },
            RequestTransition.Extend => facts with { Extensions = [.. facts.Extensions, Extension(ask)] },
            RequestTransition.ScheduleHearing => facts with { Hearing = ask.Hearing, PutOff = PutOff(book, now, ask) },
            RequestTransition.Uphold or RequestTransition.Overturn or RequestTransition.OverturnInPart => facts with
            {
                Decided = ask.At,
            },
            _ => facts,
        };
        return transition.To.Ended ? facts with { Ended = ask.At } : facts;
    }

    /// <summary>
    /// A hearing beyond the law's last day, which the member asked for: the decision waits as long as that (CGS
    /// 17b-61(a)).
    /// </summary>
    private static ClockPause? PutOff(DeadlineRules book, RequestCase now, Moving ask) =>
        ask.Hearing is { } hearing && MoveChecks.Held(now, book) is { } held && !held.Met(hearing)
            ? new(held.Until, hearing)
            : null;

    private static IReadOnlyList<RequestEffect> Effects(Moving ask, Transition transition) =>
        [
            .. transition.Effects.Where(effect =>
                effect != RequestEffect.OfferReviewOfRefusal || ask.Reason == "access-reviewable"
            ),
        ];

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
