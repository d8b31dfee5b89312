using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Notices;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Resources.Types;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Sweeps;

/// <summary>
/// What one step does to one request: pure, from the request, the options and the time, so that a sweep which is tried
/// again decides the same. A step changes owner, priority and, where the kind allows it to the service, the state;
/// never the due date.
/// </summary>
internal static class SweepDecision
{
    /// <summary>
    /// What a late one is raised from. Not to urgent: that word says that a request is expedited, and would give it
    /// another clock.
    /// </summary>
    private static readonly RequestPriority?[] Ordinary = [null, RequestPriority.Routine];

    /// <summary>From which date on a step about a date of a kind is to be done.</summary>
    public static long Horizon(string step, string kind, DateTimeOffset now, SweepOptions options) =>
        step switch
        {
            NoticeKind.DueSoon => now.AddDays(options.Of(kind).DaysBefore).UtcTicks,
            NoticeKind.HearingReminder => now.AddDays(options.HearingDays).UtcTicks,
            _ => now.UtcTicks,
        };

    /// <summary>
    /// The steps of these kinds that are to be done now. What is late is no longer due soon, and a hearing that was
    /// held is not called to mind.
    /// </summary>
    public static IReadOnlyList<RequestStep> Now(
        Task task,
        IReadOnlyCollection<string> steps,
        DateTimeOffset now,
        SweepOptions options
    )
    {
        var kind = TaskTerms.Kind(task)?.Code ?? string.Empty;
        var found = RequestSteps
            .Of(task)
            .Where(step => steps.Contains(step.Kind) && step.At <= Horizon(step.Kind, kind, now, options))
            .ToList();
        var late = found.Exists(static step => step.Kind == NoticeKind.Overdue);
        return [.. found.Where(step => !(late && step.Kind == NoticeKind.DueSoon))];
    }

    /// <summary>Does a step: the notice to send, and the request as it is then.</summary>
    public static Notice Do(RequestStep step, Task task, Guid id, Guid member, DateTimeOffset now, SweepOptions options)
    {
        var rule = options.Of(TaskTerms.Kind(task)?.Code ?? string.Empty);
        switch (step.Kind)
        {
            case NoticeKind.Acknowledgement:
                Acknowledge(task);
                break;
            case NoticeKind.DueSoon:
                Assign(task, rule.SoonOwner);
                break;
            case NoticeKind.Overdue:
                Assign(task, rule.OverdueOwner);
                if (rule.Raise && Ordinary.Contains(task.Priority))
                    task.Priority = RequestPriority.Asap;
                break;
        }

        task.LastModified = SentNotice.Moment(now);
        var about =
            step.Kind == NoticeKind.Acknowledgement
                ? string.Empty
                : "/" + step.At.ToString(CultureInfo.InvariantCulture);
        return new(
            $"{id:N}/{step.Kind}{about}",
            step.Kind,
            member,
            $"Task/{id:D}",
            To(step, task, options),
            Text(step, task)
        );
    }

    /// <summary>The move that the kind allows to the service; a request that stands elsewhere stays there.</summary>
    private static void Acknowledge(Task task)
    {
        if (TaskTerms.Kind(task) is not { } rules || task.Status is not { } status)
            return;
        var state = new RequestState(
            status,
            task.BusinessStatus?.Coding.Find(coding => coding.System == rules.StatusSystem)?.Code
                ?? rules.Filed.Business
        );
        if (
            rules.Transitions.FirstOrDefault(each =>
                each.Move == RequestTransition.Acknowledge
                && each.By.HasFlag(Actors.System)
                && each.From.Contains(state)
            )
            is not { } move
        )
            return;
        (task.Status, task.BusinessStatus) = (move.To.Status, new(rules.StatusSystem, move.To.Business));
    }

    /// <summary>What is the coordinator's stays the coordinator's (45 CFR 92.7(a)).</summary>
    private static void Assign(Task task, string? owner)
    {
        if (owner is not null && !GrievanceReasons.AreCivilRights(task))
            task.Owner = new(owner);
    }

    /// <summary>What concerns the answer goes to who is to give it, and the rest to who asked.</summary>
    private static ResourceReference To(RequestStep step, Task task, SweepOptions options)
    {
        var staff = step.Kind is NoticeKind.DueSoon or NoticeKind.Overdue;
        var to =
            staff ? task.Owner
            : References.Read(task.Requester) is { Type: "Patient" or "RelatedPerson", Id: not null } ? task.Requester
            : task.For;
        return to is null ? Notice.Plan(options.PlanName) : (ResourceReference)to.DeepCopy();
    }

    private static string Text(RequestStep step, Task task)
    {
        var name =
            $"the request{(task.Identifier.Find(static each => each.System == Systems.CaseNumber)?.Value is { } number ? $" {number}" : string.Empty)} ({TaskTerms.Kind(task)?.Code ?? "other"})";
        var due = RequestSteps.Due(task) is { } end ? Day(end - 1) : null;
        return step.Kind switch
        {
            NoticeKind.Acknowledgement =>
                $"We received {name} on {Day(step.At)}.{(due is null ? string.Empty : $" We answer by {due}.")}",
            NoticeKind.DueSoon => $"An answer to {name} is due by {due}.",
            NoticeKind.Overdue => $"An answer to {name} was due by {due} and is late.",
            _ =>
                $"The hearing about {name} is on {TimeZoneInfo.ConvertTime(new DateTimeOffset(step.At, TimeSpan.Zero), ProgrammeTime.Zone).ToString("yyyy-MM-dd 'at' HH:mm", CultureInfo.InvariantCulture)}.",
        };
    }

    /// <summary>The day in Connecticut.</summary>
    private static string Day(long ticks) =>
        ProgrammeTime.Day(new(Math.Max(0, ticks), TimeSpan.Zero)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
