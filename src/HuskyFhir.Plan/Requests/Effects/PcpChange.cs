using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Resources.Types;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Effects;

/// <summary>
/// A request for another primary care provider, read from its Task, with the rules that need nothing else. Faults: 422.
/// </summary>
internal sealed record PcpChange(Task Task, ResourceReference Role, Guid RoleId, Moment From)
{
    /// <summary>Why the new provider comes, by the request's own reason.</summary>
    public string Reason => ReasonGiven is { } given and not AssignmentTerms.Removed ? given : AssignmentTerms.Chosen;

    /// <summary>Why the old one ends.</summary>
    public string EndReason =>
        ReasonGiven is AssignmentTerms.Moved or AssignmentTerms.PanelClosed or AssignmentTerms.ProviderLeft
            ? ReasonGiven
            : AssignmentTerms.Changed;

    private string? ReasonGiven =>
        Task.ReasonCode?.Coding.Find(static coding => coding.System == AssignmentTerms.Reasons)?.Code;

    /// <summary>What is asked.</summary>
    public static Result<PcpChange> Read(Task task, DateTimeOffset now, AssignmentOptions options)
    {
        if (
            References.Read(TaskTerms.Input<ResourceReference>(task, "new-pcp"))
            is not { Type: "PractitionerRole", Id: { } role }
        )
            return Refusal([
                Error("Name the new provider: input new-pcp, as PractitionerRole/id.", "input", "new-pcp"),
            ]);
        var from = Moment.At(now);
        if (TaskTerms.Input<Date>(task, "effective-date")?.Value is { } text)
        {
            var today = Moment.DayOf(now);
            if (
                !DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day)
                || day < today
                || day > today.AddDays(options.MostDaysAhead)
            )
                return Refusal([
                    Error(
                        $"A change takes effect today or on a day within the next {options.MostDaysAhead}.",
                        "input",
                        "effective-date"
                    ),
                ]);
            if (day > today)
                from = Moment.On(day);
        }

        return new PcpChange(task, TaskTerms.Input<ResourceReference>(task, "new-pcp")!, role, from);
    }

    public static Fault Refusal(IReadOnlyList<Issue> issues) => new(FaultKind.Unprocessable, issues);

    public static Issue Error(string text, string element, string rule) =>
        Issue.Error(OperationOutcome.IssueType.BusinessRule, text, "Task." + element, rule);
}
