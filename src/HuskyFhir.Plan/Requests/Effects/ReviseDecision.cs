using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Determinations;
using HuskyFhir.Plan.Determinations.Revising;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Plan.Requests.Effects;

/// <summary>
/// An appeal that reverses a decision issues the one that stands in for it, in the same transaction (42 CFR 431.246);
/// the original is then cancelled. Where the plan has issued it already, and says so in
/// <c>output[revised-decision]</c>, that one stands. It has a number of its own, and the number and time of the
/// authorization. Faults: 422 <c>revised-of-another</c>, <c>revised-missing</c>, <c>decision-unknown</c>, and those of
/// <see cref="GrantedItems"/>.
/// </summary>
internal sealed class ReviseDecision : IEffect
{
    public RequestEffect Effect => RequestEffect.ReviseDecision;

    public string? Output => "revised-decision";

    public async Task<Result<Done>> DoAsync(RequestScope scope, CancellationToken cancellation)
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
        var inPart = scope.Move == RequestTransition.OverturnInPart;
        if (!GrantedItems.Of(scope.Task, original, inPart).Try(out var granted, out var fault))
            return fault;
        var made = Guid.CreateVersion7(scope.Now);
        var revised = RevisedDecision.Of(
            original,
            new(scope.Now, ProgrammeTime.Day(scope.Now), inPart ? "Approved in part on appeal" : "Approved on appeal")
            {
                InPart = inPart,
                Granted = granted,
                Number = NumberOf(made, scope.Now),
                Time = await TimeAsync(original, scope, cancellation),
            }
        );
        scope.Following.Bring(
            scope.Step,
            new CreateCommand(scope.Following.Type("ClaimResponse"), WriteContext.Grant(scope.Step), revised, made)
        );
        TaskTerms.Output(scope.Task, "revised-decision", new ResourceReference($"ClaimResponse/{made:D}"));
        return Done.Now;
    }

    /// <summary>Unique as the id is, and short enough for a letter.</summary>
    private static string NumberOf(Guid made, DateTimeOffset at) =>
        $"R-{ProgrammeTime.Day(at):yyyyMMdd}-{made.ToString("N")[^10..].ToUpperInvariant()}";

    private static async Task<Period> TimeAsync(
        ClaimResponse original,
        RequestScope scope,
        CancellationToken cancellation
    )
    {
        var read = DecisionReader.Read(original);
        var previous = References.IdOf(read.PreviousAuthorization, "ClaimResponse") is { } before
            ? (await scope.Facts.FindAsync(before, cancellation))?.Resource as ClaimResponse
            : null;
        var asked = read.Claim is { } claim
            ? (await scope.Facts.FindAsync(claim, cancellation))?.Resource as Claim
            : null;
        return AuthorizedTime.Of(original, previous, asked, ProgrammeTime.Day(scope.Now));
    }

    private static Fault No(string rule, string text, string expression) =>
        new(FaultKind.Unprocessable, OperationOutcome.IssueType.BusinessRule, text, expression, rule);
}
