using Hl7.Fhir.Model;
using HuskyFhir.Plan.Notices;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Plan.Requests.Sweeps;
using HuskyFhir.Resources.Types;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Letters;

/// <summary>The letters of the steps that the clock asks for, by the table of letters.</summary>
internal static class SweepLetters
{
    /// <summary>A notice with the letter of its step, where the notice itself goes to who asked.</summary>
    public static NoticeDraft Draft(Notice notice, RequestStep step, Task task, RequestOptions options) =>
        step.Kind switch
        {
            NoticeKind.Acknowledgement => With(notice, LetterSteps.Received, task, options),
            NoticeKind.HearingReminder => With(notice, LetterSteps.HearingReminder, task, options),
            _ => new(notice),
        };

    /// <summary>What who asked is told when the answer is late; null for nothing.</summary>
    public static NoticeDraft? ToRequester(Notice notice, RequestStep step, Task task, RequestOptions options)
    {
        if (
            step.Kind != NoticeKind.Overdue
            || Row(LetterSteps.Overdue, task, options) is not { Template: not null } row
            || task.For is null
        )
            return null;
        var to = References.Read(task.Requester) is { Type: "Patient" or "RelatedPerson", Id: not null }
            ? task.Requester!
            : task.For;
        return With(
            notice with
            {
                Key = $"{notice.Key}/letter",
                Kind = row.Notice,
                To = (ResourceReference)to.DeepCopy(),
                Text = "The answer is late; a letter says what can be done now.",
            },
            LetterSteps.Overdue,
            task,
            options
        );
    }

    private static NoticeDraft With(Notice notice, string step, Task task, RequestOptions options) =>
        Row(step, task, options) is { Template: { } template } row && TaskTerms.Kind(task) is { } rules
            ? new(
                notice with
                {
                    Step = step,
                },
                template,
                new RequestLetterFacts(task, rules, options.Clocks) { Clause = row.Clause }.In
            )
            : new(notice);

    private static LetterRow? Row(string step, Task task, RequestOptions options) =>
        TaskTerms.Kind(task) is { } rules ? options.Letters.Book.Table.First(step, rules.Code) : null;
}
