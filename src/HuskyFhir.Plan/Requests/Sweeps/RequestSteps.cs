using Hl7.Fhir.Model;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Notices;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Storage.Sql;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Sweeps;

/// <summary>A step that the clock will ask for.</summary>
/// <param name="Kind">The notice that it sends.</param>
/// <param name="At">The date that it is about, in ticks.</param>
internal readonly record struct RequestStep(string Kind, long At);

/// <summary>
/// What the clock still has to do about open requests, as rows beside them: they follow from the request with each
/// write of it, and a step that is done leaves none. A sweep so finds what is to change, and nothing else, by one
/// index; no schedule has to remember anything.
/// </summary>
internal static class RequestSteps
{
    public static TableSpec Table { get; } =
        new(
            "request_steps",
            [
                new("owner", ColumnType.Uuid),
                new("n", ColumnType.Long),
                new("step", ColumnType.Text),
                new("kind", ColumnType.Text),
                new("at", ColumnType.Long),
            ],
            ["owner", "n"],
            [new(["step", "kind", "at", "owner"])]
        );

    /// <summary>The rows of one request.</summary>
    public static IEnumerable<object?[]> Rows(Task task, Guid id, Guid? member) =>
        member is null
            ? []
            : Of(task)
                .Select(
                    (step, at) =>
                        new object?[] { id, (long)at, step.Kind, TaskTerms.Kind(task)?.Code ?? string.Empty, step.At }
                );

    /// <summary>What is left to do about it; nothing once it has ended.</summary>
    public static IEnumerable<RequestStep> Of(Task task)
    {
        if (!IsOpen(task))
            yield break;
        var sent = SentNotice.Of(task).ToHashSet();
        if (
            TaskTerms.Kind(task)?.OnFiling.Contains(RequestEffect.SendAcknowledgement) == true
            && !sent.Any(static each => each.Kind == NoticeKind.Acknowledgement)
        )
            yield return new(NoticeKind.Acknowledgement, Interval.Of(task.AuthoredOn)?.Low ?? 0);
        if (Due(task) is { } due && !sent.Contains(new(NoticeKind.Overdue, due)) && !StandsStill(task))
        {
            yield return new(NoticeKind.Overdue, due);
            if (!sent.Contains(new(NoticeKind.DueSoon, due)))
                yield return new(NoticeKind.DueSoon, due);
        }

        if (
            Interval.Of(TaskTerms.OutputOf<FhirDateTime>(task, "hearing-date")?.Value) is { } when
            && Whole(when.Low) is var hearing
            && !sent.Contains(new(NoticeKind.HearingReminder, hearing))
        )
            yield return new(NoticeKind.HearingReminder, hearing);
    }

    /// <summary>The first moment that is too late for an answer; null where no time is set.</summary>
    public static long? Due(Task task) =>
        TaskTerms.Due(task) is { High: < long.MaxValue and var high } ? Whole(high) : null;

    /// <summary>
    /// Whether the requester is waited for, and the law lets the clock wait too: the date is then none, and is set anew
    /// when the work goes on.
    /// </summary>
    private static bool StandsStill(Task task) =>
        task.Status == Task.TaskStatus.OnHold
        && TaskTerms.Kind(task) is { } rules
        && CaseRecord.Read(task, rules).Clock is var facts
        && facts.Pauses.Any(static pause => pause.To is null)
        && DeadlineRules.Default.Find(facts.Programme, rules.Due(facts))?.Tolling is not null;

    /// <summary>To the millisecond, as it is put on record.</summary>
    private static long Whole(long ticks) => ticks - (ticks % TimeSpan.TicksPerMillisecond);

    private static bool IsOpen(Task task) =>
        task.Status
            is Task.TaskStatus.Requested
                or Task.TaskStatus.Received
                or Task.TaskStatus.Accepted
                or Task.TaskStatus.Ready
                or Task.TaskStatus.InProgress
                or Task.TaskStatus.OnHold;
}
