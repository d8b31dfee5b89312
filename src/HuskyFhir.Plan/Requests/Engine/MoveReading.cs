using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Plan.Requests.Moves;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>
/// Which move a new version of a request means: the state before, the state that is asked for, and what came with it.
/// FHIR has no verb for it, so it is read from the difference. Faults: 422 <c>move-ambiguous</c>, <c>state-unknown</c>,
/// <c>kind-settled</c>, <c>decision-contradicts</c>.
/// </summary>
internal static class MoveReading
{
    /// <summary>The move; null where none is meant.</summary>
    public static Result<RequestTransition?> Read(RequestCase now, Task before, Task sent, DateTimeOffset at)
    {
        var rules = now.Rules;
        if (TaskTerms.Kind(sent) is not { } kind)
            return No("kind-settled", $"A request of kind {rules.Code} stays one.", "Task.code");
        if (kind.Kind != now.Kind)
            return rules.Transitions.FirstOrDefault(each => each.Becomes == kind.Kind) is { } becoming
                ? becoming.Move
                : No(
                    "kind-settled",
                    $"A request of kind {rules.Code} does not become one of kind {kind.Code}; make a new one.",
                    "Task.code"
                );
        if (MoreTime.Asked(sent, at) is not null)
            return RequestTransition.Extend;
        if (
            CaseRecord.Hearing(sent) is { } hearing
            && hearing != CaseRecord.Hearing(before)
            && IsOpenTo(rules, RequestTransition.ScheduleHearing)
        )
            return RequestTransition.ScheduleHearing;
        var business = TaskTerms.Business(sent, rules);
        if (sent.Status == now.State.Status && (business is null || business == now.State.Business))
            return now.AwaitsAuthorization && Authorizations(sent, rules) > Authorizations(before, rules)
                ? RequestTransition.ReceiveAuthorization
                : (RequestTransition?)null;
        // A word that was left from before says nothing of where a request goes.
        return Decision(
                sent,
                rules,
                business == now.State.Business && sent.Status != now.State.Status ? null : business
            )
            .Try(out var said, out var fault)
            ? Towards(now, sent, said)
            : fault;
    }

    /// <summary>Inputs by which the member authorises somebody.</summary>
    public static int Authorizations(Task task, KindRules rules) =>
        TaskTerms.InputsOf<ResourceReference>(task, rules.Authorization).Count();

    private static Result<RequestTransition?> Towards(RequestCase now, Task sent, string? said)
    {
        var rules = now.Rules;
        var there = rules
            .Transitions.Where(each =>
                each.Becomes is null && each.To.Status == sent.Status && (said is null || each.To.Business == said)
            )
            .ToList();
        var here = there.Where(each => each.From.Contains(now.State)).DistinctBy(static each => each.Move).ToList();
        if (here.Count == 1)
            return here[0].Move;
        if (here.Count > 1)
            return No(
                "move-ambiguous",
                $"A request of kind {rules.Code} that is {now.State} can go to {Codes.Of(sent.Status!.Value)} in several ways; say which by businessStatus: {string.Join(", ", here.Select(static each => each.To.Business))}.",
                "Task.businessStatus"
            );
        if (Named(sent.Status, said) is { } named && (there.Count == 0 || there[0].Move == named))
            return named;
        return there.Count > 0
            ? there[0].Move
            : No(
                "state-unknown",
                $"A request of kind {rules.Code} is never {(sent.Status is { } status ? Codes.Of(status) : "without a status")}{(said is null ? string.Empty : $" ({said})")}; its states are {string.Join(", ", rules.AllStates.Select(static state => state.ToString()).Distinct())}.",
                "Task.status"
            );
    }

    /// <summary>The word of a decision, where the businessStatus says none.</summary>
    private static Result<string?> Decision(Task sent, KindRules rules, string? said)
    {
        var decision = TaskTerms
            .OutputOf<CodeableConcept>(sent, "decision")
            ?.Coding.Find(static coding => coding.System == TaskTerms.Statuses)
            ?.Code;
        if (decision is null || sent.Status != Task.TaskStatus.Completed || !rules.AboutDecision)
            return said;
        return said is null || said == decision
            ? decision
            : No("decision-contradicts", $"The output says {decision}, and businessStatus {said}.", "Task.output");
    }

    /// <summary>Moves that a kind may never allow are meant all the same, and their refusal names the law.</summary>
    private static RequestTransition? Named(Task.TaskStatus? status, string? said) =>
        (status, said) switch
        {
            (_, "untimely") => RequestTransition.RefuseUntimely,
            (_, "not-appealable") => RequestTransition.RefuseNotAppealable,
            (_, "dismissed") => RequestTransition.Dismiss,
            (Task.TaskStatus.Rejected, _) => RequestTransition.Decline,
            (Task.TaskStatus.Cancelled, _) => RequestTransition.Withdraw,
            _ => null,
        };

    private static bool IsOpenTo(KindRules rules, RequestTransition move) =>
        rules.Transitions.Any(each => each.Move == move);

    private static Fault No(string rule, string text, string expression) =>
        new(FaultKind.Unprocessable, OperationOutcome.IssueType.BusinessRule, text, expression, rule);
}
