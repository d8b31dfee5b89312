using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Requests.Kinds;

namespace HuskyFhir.Plan.Requests.Moves;

/// <summary>The dates of one request.</summary>
public static class RequestClocks
{
    /// <summary>
    /// By when it must be answered: what <c>due</c> searches. Null where it ended, or nothing is known of its receipt.
    /// A decision that was late and then demanded has its own last day (CGS 17b-61(b)).
    /// </summary>
    public static Deadline? Due(ClockBook book, RequestCase request)
    {
        if (request.State.Ended || request.Clock.Ended is not null)
            return null;
        return Demanded(book, request) ?? Clock.Compute(book, request.Rules.Due(request.Clock), request.Clock);
    }

    /// <summary>By when the law has it answered, whatever was demanded since; null as <see cref="Due"/>.</summary>
    public static Deadline? Lawful(ClockBook book, RequestCase request) =>
        Clock.Compute(book, request.Rules.Due(request.Clock), request.Clock);

    /// <summary>By when a copy of the decision is mailed (CGS 17b-61(a)); null while none was made.</summary>
    public static Deadline? Mailing(ClockBook book, RequestCase request) =>
        request is { Rules.AboutDecision: true, Clock.Decided: not null }
            ? Clock.Compute(book, ClockId.DecisionMailed, request.Clock)
            : null;

    /// <summary>
    /// The last day of its filing; null where it may be filed at any time, as where no decision was made in time.
    /// </summary>
    public static Deadline? Filing(ClockBook book, KindRules rules, ClockFacts facts) =>
        facts.FailedToAct is null && rules.Filing is { } clock ? Clock.Compute(book, clock, facts) : null;

    private static Deadline? Demanded(ClockBook book, RequestCase request) =>
        request.Kind == RequestKind.StateFairHearing
            ? Clock.Compute(book, ClockId.DecisionOnDemand, request.Clock)
            : null;

    /// <summary>Every date that can be told of it, open or past, in order: for its page and its timeline.</summary>
    public static IReadOnlyList<Deadline> All(ClockBook book, RequestCase request)
    {
        var rules = request.Rules;
        IEnumerable<ClockId?> clocks =
        [
            rules.Filing,
            ClockId.Acknowledgement,
            rules.Due(request.Clock),
            .. request.Kind == RequestKind.StateFairHearing
                ? [ClockId.HearingHeld, ClockId.HearingNotice]
                : Array.Empty<ClockId?>(),
            .. rules.AboutDecision
                ?
                [
                    ClockId.BenefitsContinued,
                    ClockId.BenefitsReinstated,
                    ClockId.DecisionMailed,
                    ClockId.DecisionOnDemand,
                ]
                : Array.Empty<ClockId?>(),
        ];
        var dates = clocks.OfType<ClockId>().Select(id => Clock.Compute(book, id, request.Clock));
        if (rules.AboutDecision)
            dates = dates.Append(BenefitWindows.Of(book, request.Clock).Restored);
        return [.. dates.OfType<Deadline>().OrderBy(static date => date.Until).ThenBy(static date => date.Clock)];
    }
}
