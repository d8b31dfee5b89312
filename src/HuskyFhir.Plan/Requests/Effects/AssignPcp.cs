using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Plan.PcpAssignments.Changes;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Plan.Requests.Effects;

/// <summary>
/// Ends the old assignment and begins the new one. Its rules are asked when the change is filed, and again when it is
/// done. The member, the organization that was responsible and the one that now is are told by the letters of the step.
/// Faults: 422 with every rule that is broken.
/// </summary>
internal sealed class AssignPcp : IEffect
{
    public RequestEffect Effect => RequestEffect.AssignPcp;

    public string? Output => "care-team";

    public async Task<Fault?> CheckAsync(RequestScope scope, CancellationToken cancellation) =>
        (await ReadAsync(scope, cancellation)).Fault;

    public async Task<Result<Done>> DoAsync(RequestScope scope, CancellationToken cancellation)
    {
        if (!(await ReadAsync(scope, cancellation)).Try(out var asked, out var fault))
            return fault;
        var (change, timeline) = asked;
        var ended = timeline.Current;
        var begun = timeline.Assign(
            change.Role,
            change.From,
            change.Reason,
            change.EndReason,
            Guid.CreateVersion7(scope.Following.Now)
        );
        timeline.Settle();
        AssignmentRepository.Bring(timeline, scope.Step, scope.Following);
        if (ended is not null && scope.Task.Focus is null)
            scope.Task.Focus = new($"CareTeam/{ended.Id:D}");
        TaskTerms.Output(scope.Task, "care-team", new ResourceReference($"CareTeam/{begun.Id:D}"));
        scope.Pcp = new(
            ended?.Id ?? begun.Id,
            ended?.Role,
            change.RoleId,
            ProgrammeTime.Day(new(change.From.Ticks, TimeSpan.Zero))
        );
        return Done.Now;
    }

    private static async Task<Result<(PcpChange Change, Timeline Timeline)>> ReadAsync(
        RequestScope scope,
        CancellationToken cancellation
    )
    {
        var book = await scope.Books.AssignmentsAsync(cancellation);
        var timeline = book.Timeline(scope.Member, scope.Following.Now);
        if (!PcpChange.Read(scope.Task, timeline.Now, scope.Options.Assignments).Try(out var change, out var fault))
            return fault;
        var pcps = await NewPcp.ReadAsync(scope.Following.Work, [change.RoleId], cancellation);
        var issues = Check(change, timeline, book, pcps.GetValueOrDefault(change.RoleId), scope).ToList();
        return issues.Count > 0 ? PcpChange.Refusal(issues) : (change, timeline);
    }

    private static IEnumerable<Issue> Check(
        PcpChange change,
        Timeline timeline,
        AssignmentRepository book,
        NewPcp? pcp,
        RequestScope scope
    )
    {
        if (
            References.Read(change.Task.Focus) is { } focus
            && (focus.Type != "CareTeam" || focus.Id is not { } team || !book.Has(scope.Member, team))
        )
            yield return PcpChange.Error(
                "The focus is an assignment of this member; leave it out where there is none.",
                "focus",
                "request-focus"
            );
        if (timeline.Current is { High: long.MaxValue } current && current.Role == change.RoleId)
            yield return PcpChange.Error("This is the member's primary care provider already.", "input", "same-pcp");
        if (pcp is null)
        {
            yield return PcpChange.Error("The new provider is not known here yet.", "input", "new-pcp");
            yield break;
        }

        var joining = scope
            .Following.Writing("CareTeam")
            .Count(step =>
                step.Written.Outcome == WriteOutcome.Created
                && step.Write.Resource is CareTeam team
                && new Assignment(step.Write.Id, team).Role == change.RoleId
            );
        foreach (
            var issue in NewPcpRules.Check(
                pcp,
                change.From,
                joining,
                References.Read(change.Task.Location)?.Id,
                scope.Options.Assignments
            )
        )
            yield return issue;
    }
}
