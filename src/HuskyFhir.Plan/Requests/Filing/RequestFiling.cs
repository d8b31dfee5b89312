using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Plan.Requests.Moves;

namespace HuskyFhir.Plan.Requests.Filing;

/// <summary>
/// Whether a request may be filed, and how it begins. Faults: 403 <c>filer-not-allowed</c>; 422
/// <c>due-set-by-client</c>, <c>not-in-programme</c>,
/// <c>decision-unknown</c>, <c>decision-awaited</c>, <c>not-appealable</c>, <c>too-late</c>, <c>follows-nothing</c>,
/// <c>follows-too-soon</c>, <c>input-missing</c>, all that apply at once; 409 <c>twice</c>. A provider without the
/// member's written authorization is not refused: the request waits on hold for it, or for the plan to confirm the
/// member's word.
/// </summary>
public static class RequestFiling
{
    /// <summary>The request as it begins, with its dates.</summary>
    public static Result<Filed> File(DeadlineRules book, FilingAsk ask)
    {
        var rules = KindTable.Of(ask.Kind);
        if ((rules.Filers & ask.By) == Actors.None)
            return new Fault(
                FaultKind.Forbidden,
                OperationOutcome.IssueType.Forbidden,
                $"A request of kind {rules.Code} is filed by {MoveFaults.Names(rules.Filers)}, not by {MoveFaults.Names(ask.By)} ({rules.Law}).",
                null,
                "filer-not-allowed"
            );
        if (FilingRules.Unprocessable(book, rules, ask).ToList() is { Count: > 0 } issues)
            return new Fault(FaultKind.Unprocessable, issues);
        return FilingRules.Twice(rules, ask) is { } twice
            ? new Fault(FaultKind.Conflict, [twice])
            : Begin(book, rules, ask);
    }

    private static Filed Begin(DeadlineRules book, KindRules rules, FilingAsk ask)
    {
        var waits =
            !ask.Authorized && (ask.Represented || (rules.ProviderNeedsAuthorization && ask.By == Actors.Provider));
        var request = new RequestCase(
            ask.Kind,
            waits ? rules.Waits : rules.Filed,
            waits && !rules.PlanConfirms ? Paused(ask.Clock) : ask.Clock
        )
        {
            FiledBy = ask.By,
            Affirmed = ask.Affirmed,
            AwaitsAuthorization = waits,
        };
        var windows = rules.AboutDecision ? BenefitWindows.Of(book, ask.Clock) : null;
        var benefits =
            ask.Affirmed.Contains("continue-benefits") && (ask.Clock.Asked ?? ask.Clock.Received) is { } asked
                ? windows?.For(asked) ?? BenefitAnswer.None
                : BenefitAnswer.None;
        RequestEffect[] effects =
        [
            .. rules.OnFiling,
            .. waits ? [RequestEffect.AskForAuthorization] : Array.Empty<RequestEffect>(),
            .. Follows(benefits),
        ];
        return new(request, effects, RequestClocks.Due(book, request), windows, benefits);
    }

    /// <summary>The clock stands still for the missing authorisation where the law lets it.</summary>
    private static ClockFacts Paused(ClockFacts facts) =>
        facts.Received is { } received ? facts with { Pauses = [.. facts.Pauses, new(received, null)] } : facts;

    private static RequestEffect[] Follows(BenefitAnswer benefits) =>
        benefits switch
        {
            BenefitAnswer.Continue => [RequestEffect.ContinueBenefits],
            BenefitAnswer.MustReinstate => [RequestEffect.ReinstateBenefits],
            BenefitAnswer.MayReinstate => [RequestEffect.ConsiderReinstatement],
            _ => [],
        };
}
