using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Determinations.Revising;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Plan.Requests.Effects;

/// <summary>
/// An appeal that reverses a decision issues the one that stands in for it, in the same transaction (42 CFR 431.246);
/// the original is then cancelled. Where the plan has issued it already, and says so in
/// <c>output[revised-decision]</c>, that one stands. Faults: 422 <c>revised-of-another</c>, <c>revised-missing</c>,
/// <c>decision-unknown</c>.
/// </summary>
internal sealed class ReviseDecision : IEffect
{
    public RequestEffect Effect => RequestEffect.ReviseDecision;

    public string? Output => "revised-decision";

    public async Task<Answer<Done>> DoAsync(RequestScope scope, CancellationToken cancellation)
    {
        if (TaskTerms.OutputOf<ResourceReference>(scope.Task, "revised-decision") is { } brought)
            return
                References.IdOf(brought, "ClaimResponse") is { } given
                && given != References.IdOf(scope.Task.Focus, "ClaimResponse")
                && (await scope.Facts.FindAsync(given, cancellation))?.Member == scope.Member
                ? Done.Now
                : No(
                    "revised-of-another",
                    "The output names no other decision about this member; store it first, or leave the output out.",
                    "Task.output"
                );
        if (References.IdOf(scope.Task.Focus, "Claim") is not null)
            return No(
                "revised-missing",
                "Nothing was decided that could be revised: store the decision on this request first, and name it in output revised-decision.",
                "Task.output"
            );
        if (
            References.IdOf(scope.Task.Focus, "ClaimResponse") is not { } id
            || await scope.Facts.FindAsync(id, cancellation) is not { Resource: ClaimResponse original } found
            || found.Member != scope.Member
        )
            return No(
                "decision-unknown",
                "The focus is no decision about this member that is known here.",
                "Task.focus"
            );
        var inPart = scope.Move == RequestMove.OverturnInPart;
        var made = Guid.CreateVersion7(scope.Now);
        var revised = RevisedDecision.Of(
            original,
            new(scope.Now, ProgrammeTime.Day(scope.Now), inPart ? "Approved in part on appeal" : "Approved on appeal")
            {
                InPart = inPart,
            }
        );
        scope.Following.Bring(
            scope.Step,
            new CreateAsk(scope.Following.Type("ClaimResponse"), Following.Grant(scope.Step), revised, made)
        );
        TaskTerms.Output(scope.Task, "revised-decision", new ResourceReference($"ClaimResponse/{made:D}"));
        return Done.Now;
    }

    private static Fault No(string rule, string text, string expression) =>
        new(FaultKind.Unprocessable, OperationOutcome.IssueType.BusinessRule, text, expression, rule);
}
