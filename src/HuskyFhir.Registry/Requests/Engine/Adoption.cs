using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Registry.Requests.Kinds;
using HuskyFhir.Registry.Requests.Moves;

namespace HuskyFhir.Registry.Requests.Engine;

/// <summary>A request that a load brings: it has its history elsewhere, so that its state is taken as it is and only its date is reckoned. Fault: 422 <c>state-unknown</c>.</summary>
internal static class Adoption
{
    public static Fault? Adopt(RequestScope scope, KindRules rules)
    {
        var task = scope.Task;
        if (scope.Before is { } before)
            Settled.Restore(before, task);
        var request = CaseRecord.Read(task, rules);
        if (!rules.AllStates.Contains(request.State))
            return new(FaultKind.Unprocessable, OperationOutcome.IssueType.BusinessRule, $"A request of kind {rules.Code} is never {request.State}.", "Task.status", "state-unknown");
        if (task.GetExtension(CaseRecord.Url) is null)
        {
            var known = scope.Facts.Programme(scope.Member, request.Clock.Received ?? scope.Now);
            request = request with { Clock = request.Clock with { Programme = known ?? request.Clock.Programme, Ended = request.State.Ended ? request.Clock.Received : null } };
        }

        TaskTerms.Stand(task, rules, request.State);
        MoreTime.Give(task, scope.Now);
        CaseRecord.Write(task, request, RequestClocks.Due(scope.Following.Options.Clocks, request));
        scope.Case = request;
        return null;
    }
}
