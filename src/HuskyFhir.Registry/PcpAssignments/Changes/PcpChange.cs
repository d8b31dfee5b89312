using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Registry.Families;
using HuskyFhir.Registry.Requests;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Registry.PcpAssignments.Changes;

/// <summary>A request for another primary care provider, read from its Task, with the rules that need nothing else. Faults: 422.</summary>
internal sealed record PcpChange(Task Task, Guid Member, ResourceReference Role, Guid RoleId, Moment From)
{
    private static readonly Task.TaskStatus[] Final = [Task.TaskStatus.Completed, Task.TaskStatus.Rejected, Task.TaskStatus.Cancelled, Task.TaskStatus.Failed, Task.TaskStatus.EnteredInError];

    /// <summary>What a request may be given by its sender.</summary>
    private static readonly Task.TaskStatus[] Open = [Task.TaskStatus.Requested, Task.TaskStatus.Received, Task.TaskStatus.Accepted, Task.TaskStatus.InProgress, Task.TaskStatus.OnHold];

    /// <summary>Whether nothing is left to do.</summary>
    public static bool IsOver(Task task) => task.Status is { } status && Final.Contains(status);

    /// <summary>Why the new provider comes, by the request's own reason.</summary>
    public string Reason => ReasonGiven is { } given and not AssignmentTerms.Removed ? given : AssignmentTerms.Chosen;

    /// <summary>Why the old one ends.</summary>
    public string EndReason => ReasonGiven is AssignmentTerms.Moved or AssignmentTerms.PanelClosed or AssignmentTerms.ProviderLeft ? ReasonGiven : AssignmentTerms.Changed;

    private string? ReasonGiven => Task.ReasonCode?.Coding.Find(static coding => coding.System == AssignmentTerms.Reasons)?.Code;

    /// <summary>May this caller give the request this status now?</summary>
    public static Issue? Move(Task task, Task? before, Caller caller)
    {
        if (before is not null && IsOver(before))
            return Error("The request is over; make a new one.", "status", "request-final");
        if (task.Status is Task.TaskStatus.Completed)
            return Error("The service completes a request itself: accept it.", "status", "request-transition");
        if (before is null && (task.Status is not { } first || !Open.Contains(first)))
            return Error("A new request has the status requested.", "status", "request-transition");
        if (caller.Kind == CallerKind.Provider && task.Status != Task.TaskStatus.Requested)
            return Error("A provider asks with the status requested; the plan decides.", "status", "request-transition");
        if (caller is { Kind: CallerKind.Provider, Organization: { } own } && References.Read(task.Requester) is { Type: "Organization", Id: { } other } && other != own)
            return Error("Another organisation is named as who asks.", "requester", "request-requester");
        return null;
    }

    /// <summary>What is asked.</summary>
    public static Answer<PcpChange> Read(Task task, Guid member, DateTimeOffset now, AssignmentOptions options)
    {
        if (References.Read(TaskTerms.Input<ResourceReference>(task, "new-pcp")) is not { Type: "PractitionerRole", Id: { } role })
            return Refusal(Error("Name the new provider: input new-pcp, as PractitionerRole/id.", "input", "new-pcp"));
        var from = Moment.At(now);
        if (TaskTerms.Input<Date>(task, "effective-date")?.Value is { } text)
        {
            var today = Moment.DayOf(now);
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) || day < today || day > today.AddDays(options.MostDaysAhead))
                return Refusal(Error($"A change takes effect today or on a day within the next {options.MostDaysAhead}.", "input", "effective-date"));
            if (day > today)
                from = Moment.On(day);
        }

        return new PcpChange(task, member, TaskTerms.Input<ResourceReference>(task, "new-pcp")!, role, from);
    }

    public static Fault Refusal(params IReadOnlyList<Issue> issues) => new(FaultKind.Unprocessable, issues);

    public static Issue Error(string text, string element, string rule) => Issue.Error(OperationOutcome.IssueType.BusinessRule, text, "Task." + element, rule);
}
