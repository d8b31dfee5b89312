using Hl7.Fhir.Utility;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using FhirTask = Hl7.Fhir.Model.Task;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>
/// The one way of every request: a new Task is filed, a new version of one is a move, and what follows is done in the
/// same transaction. The Task is then stored as the service has it, with its state, its date and its outputs. Faults:
/// those of <see cref="RequestFilingRun"/> and
/// <see cref="RequestMoveRun"/>; a refused request changes nothing.
/// </summary>
/// <param name="options">What the plan decides.</param>
internal sealed class RequestEngine(RequestOptions options) : IWriteReaction
{
    public IEnumerable<string> Names(PreparedWrite write)
    {
        if (write.Resource is not FhirTask task || write.MemberOf() is not { } member)
            yield break;
        yield return $"requests/{member:N}"; // two filings do not both find none before them
        if (!TaskTerms.Is(task, RequestKind.PcpChange))
            yield break;
        yield return AssignmentRepository.Name(member);
        if (References.Read(TaskTerms.Input<Hl7.Fhir.Model.ResourceReference>(task, "new-pcp"))?.Id is { } role)
            yield return $"panel/{role:N}"; // two requests do not both take the last place
    }

    public async Task FollowAsync(
        IReadOnlyList<WriteStep> steps,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        var asked = steps
            .Where(static step =>
                step.Write.Resource is FhirTask task
                && task.Annotation<Handled>() is null
                && step.Written.Resource.Member is not null
            )
            .ToList();
        if (asked.Count == 0)
            return;
        var members = asked.Select(static step => step.Written.Resource.Member!.Value).Distinct().ToList();
        var facts = await CaseFacts.GatherAsync(members, following, cancellation);
        var books = new SharedBooks(members, following);
        foreach (var step in asked)
        {
            // A copy: the work may be repeated, and must find what was sent.
            var task = (FhirTask)FhirJson.Read(step.Written.Resource.Body!);
            var before = step.Before?.Body is { } body ? (FhirTask)FhirJson.Read(body) : null;
            var scope = new RequestScope(step, task, before, facts, following, books, options);
            if (await RunAsync(scope, cancellation) is { } fault)
                following.Refuse(step, fault);
            else
            {
                await GivenDocuments.JudgeAsync(scope, cancellation);
                Store(scope);
            }
        }
    }

    private static async Task<Fault?> RunAsync(RequestScope scope, CancellationToken cancellation)
    {
        if (TaskTerms.Kind(scope.Task) is not { } rules)
            return new(
                FaultKind.Unprocessable,
                IssueType.CodeInvalid,
                $"The code names no kind of request; there are {string.Join(", ", KindTable.All.Select(static each => each.Code))}.",
                "Task.code",
                "kind-unknown"
            );
        if (
            scope.Following.IsLoad(scope.Step)
            && !(rules.GrantsItself && TaskTerms.State(scope.Task, rules) == rules.Filed)
        )
            return ImportedRequest.Adopt(scope, rules);
        return scope.Before is { } before && TaskTerms.Kind(before) is { } was
            ? await new RequestMoveRun(scope, before, was).RunAsync(cancellation)
            : await new RequestFilingRun(scope, rules).RunAsync(cancellation);
    }

    private static void Store(RequestScope scope)
    {
        scope.Task.AddAnnotation(new Handled());
        scope.Facts.Remember(scope.Step.Write.Id, scope.Member, scope.Task, scope.Case.Rules);
        scope.Following.Bring(
            scope.Step,
            new UpdateCommand(
                scope.Following.Type("Task"),
                WriteContext.Grant(scope.Step),
                scope.Step.Write.Id,
                scope.Task
            )
        );
    }

    /// <summary>Marks what the engine wrote itself, so that it is not asked about it again.</summary>
    private sealed record Handled;
}
