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
    public static Deadline? Due(DeadlineRules book, RequestCase request)
    {
        if (request.State.Ended || request.Clock.Ended is not null)
            return null;
        return Demanded(book, request) ?? LegalDeadline.Compute(book, request.Rules.Due(request.Clock), request.Clock);
    }

    /// <summary>By when the law has it answered, whatever was demanded since; null as <see cref="Due"/>.</summary>
    public static Deadline? Lawful(DeadlineRules book, RequestCase request) =>
        LegalDeadline.Compute(book, request.Rules.Due(request.Clock), request.Clock);

    /// <summary>By when a copy of the decision is mailed (CGS 17b-61(a)); null while none was made.</summary>
    public static Deadline? Mailing(DeadlineRules book, RequestCase request) =>
        request is { Rules.AboutDecision: true, Clock.Decided: not null }
            ? LegalDeadline.Compute(book, DeadlineId.DecisionMailed, request.Clock)
            : null;

    /// <summary>
    /// The last day of its filing; null where it may be filed at any time, as where no decision was made in time.
    /// </summary>
    public static Deadline? Filing(DeadlineRules book, KindRules rules, ClockFacts facts) =>
        facts.FailedToAct is null && rules.Filing is { } clock ? LegalDeadline.Compute(book, clock, facts) : null;

    private static Deadline? Demanded(DeadlineRules book, RequestCase request) =>
        request.Kind == RequestKind.StateFairHearing
            ? LegalDeadline.Compute(book, DeadlineId.DecisionOnDemand, request.Clock)
            : null;

    /// <summary>Every date that can be told of it, open or past, in order: for its page and its timeline.</summary>
    public static IReadOnlyList<Deadline> All(DeadlineRules book, RequestCase request)
    {
        var rules = request.Rules;
        IEnumerable<DeadlineId?> clocks =
        [
            rules.Filing,
            DeadlineId.Acknowledgement,
            rules.Due(request.Clock),
            .. request.Kind == RequestKind.StateFairHearing
                ? [DeadlineId.HearingHeld, DeadlineId.HearingNotice]
                : Array.Empty<DeadlineId?>(),
            .. rules.AboutDecision
                ?
                [
                    DeadlineId.BenefitsContinued,
                    DeadlineId.BenefitsReinstated,
                    DeadlineId.DecisionMailed,
                    DeadlineId.DecisionOnDemand,
                ]
                : Array.Empty<DeadlineId?>(),
        ];
        var dates = clocks.OfType<DeadlineId>().Select(id => LegalDeadline.Compute(book, id, request.Clock));
        if (rules.AboutDecision)
            dates = dates.Append(BenefitWindows.Of(book, request.Clock).Restored);
        return [.. dates.OfType<Deadline>().OrderBy(static date => date.Until).ThenBy(static date => date.Clock)];
    }
}
