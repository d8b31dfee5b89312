using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Registry.Families;
using HuskyFhir.Registry.Requests;
using HuskyFhir.Registry.Store.Writing;
using FhirTask = Hl7.Fhir.Model.Task;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Registry.PcpAssignments.Changes;

/// <summary>
/// What a request for another primary care provider brings: checks, and once it is accepted, or where nobody reviews, the change itself with
/// the assignment that came of it. Faults: 422 with the rule.
/// </summary>
internal sealed class PcpChangeConsequence : IConsequence
{
    public IEnumerable<string> Names(PreparedWrite write)
    {
        if (write.Resource is not FhirTask task || !TaskTerms.Is(task, TaskTerms.PcpChange))
            yield break;
        if (write.MemberOf() is { } member)
            yield return AssignmentBook.Name(member);
        if (References.Read(TaskTerms.Input<ResourceReference>(task, "new-pcp"))?.Id is { } role)
            yield return $"panel/{role:N}"; // two requests do not both take the last place
    }

    public async Task FollowAsync(IReadOnlyList<WriteStep> steps, Following following, CancellationToken cancellation)
    {
        var asked = steps.Where(step => step.Write.Resource is FhirTask task && TaskTerms.Is(task, TaskTerms.PcpChange) && step.Written.Resource.Member is not null && !IsDone(task, following) && !(following.IsLoad(step) && PcpChange.IsOver(task))).ToList(); // a load brings what is past
        if (asked.Count == 0)
            return;
        var before = (await following.Work.QueryEachAsync("SELECT r.id, r.body FROM resources r WHERE r.id {ids}", [.. asked.Select(static step => step.Write.Id)], static row => (Id: row.Uuid(0), Body: row.Bytes(1)), cancellation)).ToDictionary(static row => row.Id, static row => (FhirTask)FhirJson.Read(row.Body));
        var book = await AssignmentBook.OpenAsync([.. asked.Select(static step => step.Written.Resource.Member!.Value).Distinct()], following, cancellation);
        var roles = asked.Select(static step => References.Read(TaskTerms.Input<ResourceReference>((FhirTask)step.Write.Resource!, "new-pcp"))?.Id).OfType<Guid>().Distinct().ToList();
        var pcps = await NewPcp.ReadAsync(following.Work, roles, cancellation);
        foreach (var step in asked)
            if (Follow(step, before.GetValueOrDefault(step.Write.Id), book, pcps, following) is { } fault)
                following.Refuse(step, fault);
    }

    /// <summary>Whether this transaction has done it already, and is only told of its own writing.</summary>
    private static bool IsDone(FhirTask task, Following following) => task.Status == FhirTask.TaskStatus.Completed
        && References.Read(TaskTerms.OutputOf<ResourceReference>(task, "care-team"))?.Id is { } team && following.Writing("CareTeam").Any(step => step.Write.Id == team);

    private static Fault? Follow(WriteStep step, FhirTask? before, AssignmentBook book, Dictionary<Guid, NewPcp> pcps, Following following)
    {
        var task = (FhirTask)FhirJson.Read(step.Written.Resource.Body!);
        var member = step.Written.Resource.Member!.Value;
        if (PcpChange.Move(task, before, step.Write.Ask.Grant.Caller) is { } wrong)
            return PcpChange.Refusal(wrong);
        if (PcpChange.IsOver(task))
            return null;
        var options = following.Options.Assignments;
        var timeline = book.Timeline(member, following.Now);
        if (!PcpChange.Read(task, member, timeline.Now, options).Try(out var change, out var fault))
            return fault;
        if (Check(change, timeline, book, pcps, following) is { Count: > 0 } issues)
            return PcpChange.Refusal(issues);
        if (task.Status != FhirTask.TaskStatus.Accepted && (options.Review || task.Status != FhirTask.TaskStatus.Requested))
            return null;
        Grant(change, timeline, step, following);
        return null;
    }

    private static List<Issue> Check(PcpChange change, Timeline timeline, AssignmentBook book, Dictionary<Guid, NewPcp> pcps, Following following)
    {
        var issues = new List<Issue>();
        if (References.Read(change.Task.Focus) is { } focus && (focus.Type != "CareTeam" || focus.Id is not { } team || !book.Has(change.Member, team)))
            issues.Add(PcpChange.Error("The focus is an assignment of this member; leave it out where there is none.", "focus", "request-focus"));
        if (timeline.Current is { High: long.MaxValue } current && current.Role == change.RoleId)
            issues.Add(PcpChange.Error("This is the member's primary care provider already.", "input", "same-pcp"));
        if (!pcps.TryGetValue(change.RoleId, out var pcp))
            return [.. issues, PcpChange.Error("The new provider is not known here yet.", "input", "new-pcp")];
        var joining = following.Writing("CareTeam").Count(step => step.Written.Outcome == WriteOutcome.Created && step.Write.Resource is CareTeam team && new Assignment(step.Write.Id, team).Role == change.RoleId);
        return [.. issues, .. NewPcpRules.Check(pcp, change.From, joining, References.Read(change.Task.Location)?.Id, following.Options.Assignments)];
    }

    private static void Grant(PcpChange change, Timeline timeline, WriteStep step, Following following)
    {
        var task = change.Task;
        var ended = timeline.Current;
        var begun = timeline.Assign(change.Role, change.From, change.Reason, change.EndReason, Guid.CreateVersion7(following.Now));
        timeline.Settle();
        AssignmentBook.Bring(timeline, step, following);
        if (ended is not null && task.Focus is null)
            task.Focus = new($"CareTeam/{ended.Id:D}");
        TaskTerms.Stand(task, FhirTask.TaskStatus.Completed, "done");
        TaskTerms.Output(task, "care-team", new ResourceReference($"CareTeam/{begun.Id:D}"));
        following.Bring(step, new UpdateAsk(following.Type("Task"), Following.Grant(step), step.Write.Id, task));
    }
}
