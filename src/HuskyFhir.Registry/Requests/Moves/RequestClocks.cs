using HuskyFhir.Registry.Requests.Clocks;
using HuskyFhir.Registry.Requests.Kinds;

namespace HuskyFhir.Registry.Requests.Moves;

/// <summary>The dates of one request.</summary>
public static class RequestClocks
{
    /// <summary>By when it must be answered: what <c>due</c> searches. Null where it ended, or nothing is known of its receipt.</summary>
    public static Deadline? Due(ClockBook book, RequestCase request) =>
        request.State.Ended || request.Clock.Ended is not null ? null : Clock.Compute(book, request.Rules.Due(request.Clock), request.Clock);

    /// <summary>The last day of its filing; null where it may be filed at any time.</summary>
    public static Deadline? Filing(ClockBook book, KindRules rules, ClockFacts facts) =>
        rules.Filing is { } clock ? Clock.Compute(book, clock, facts) : null;

    /// <summary>Every date that can be told of it, open or past, in order: for its page and its timeline.</summary>
    public static IReadOnlyList<Deadline> All(ClockBook book, RequestCase request)
    {
        var rules = request.Rules;
        IEnumerable<ClockId?> clocks =
        [
            rules.Filing,
            ClockId.Acknowledgement,
            rules.Due(request.Clock),
            .. request.Kind == RequestKind.StateFairHearing ? [ClockId.HearingHeld, ClockId.HearingNotice] : Array.Empty<ClockId?>(),
            .. rules.AboutDecision ? [ClockId.BenefitsContinued, ClockId.BenefitsReinstated, ClockId.DecisionMailed, ClockId.DecisionOnDemand] : Array.Empty<ClockId?>(),
        ];
        var dates = clocks.OfType<ClockId>().Select(id => Clock.Compute(book, id, request.Clock));
        if (rules.AboutDecision)
            dates = dates.Append(BenefitWindows.Of(book, request.Clock).Restored);
        return [.. dates.OfType<Deadline>().OrderBy(static date => date.Until).ThenBy(static date => date.Clock)];
    }
}
