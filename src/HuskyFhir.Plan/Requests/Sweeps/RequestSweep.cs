using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Notices;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Plan.Requests.Letters;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Sweeps;

/// <summary>
/// Does what the clock asks for about requests. It finds by one indexed query what is to change; each batch is one
/// transaction, in which a request, its notice, the audit and the change are kept together or not at all. Run again, or
/// by two at once, it does nothing twice: the decision is made anew under the lock of the row, and a notice's key is
/// unique.
/// </summary>
public sealed class RequestSweep(
    WritePipeline writes,
    FhirTypeCatalog families,
    Database database,
    TimeProvider clock,
    SweepOptions options,
    LetterOptions? letters = null,
    DeadlineRules? clocks = null
)
{
    private static readonly string[] Dates = [NoticeKind.Overdue, NoticeKind.DueSoon];
    private static readonly string[] Kinds =
    [
        .. KindTable.All.Select(static rules => rules.Code).Append(string.Empty).Distinct(),
    ];

    private RequestOptions Decided { get; } =
        RequestOptions.Default with
        {
            Letters = letters ?? RequestLetters.Options,
            Clocks = clocks ?? DeadlineRules.Default,
        };

    /// <summary>Escalates what is due soon or late.</summary>
    public Task<Swept> EscalateAsync(string request, CancellationToken cancellation) =>
        SweepAsync(Dates, request, cancellation);

    /// <summary>Tells those who asked that it arrived.</summary>
    public Task<Swept> AcknowledgeAsync(string request, CancellationToken cancellation) =>
        SweepAsync([NoticeKind.Acknowledgement], request, cancellation);

    /// <summary>Calls hearings to mind.</summary>
    public Task<Swept> RemindAsync(string request, CancellationToken cancellation) =>
        SweepAsync([NoticeKind.HearingReminder], request, cancellation);

    private async Task<Swept> SweepAsync(string[] steps, string request, CancellationToken cancellation) =>
        await writes.SweepAsync(
            await FindAsync(steps, cancellation),
            "Task",
            ids => Plan(request, ids, steps),
            cancellation
        );

    /// <summary>
    /// The requests that have such a step to be done now: an entry of the index for each kind, so that no row which
    /// stays as it is gets looked at.
    /// </summary>
    private Task<List<Guid>> FindAsync(string[] steps, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var values = new List<object>();
        string Value(object value)
        {
            values.Add(value);
            return $"${values.Count}";
        }

        var parts = steps.SelectMany(step =>
            Kinds.Select(kind =>
                $"SELECT s.owner FROM request_steps s WHERE s.step = {Value(step)} AND s.kind = {Value(kind)} AND s.at <= {Value(SweepDecision.Horizon(step, kind, now, options))}{(step == NoticeKind.HearingReminder ? $" AND s.at > {Value(now.UtcTicks)}" : string.Empty)}"
            )
        );
        return database.QueryAsync(
            new(string.Join(" UNION ", parts), [.. values]),
            static row => row.Uuid(0),
            cancellation
        );
    }

    private ComposedPlan Plan(string request, Guid[] ids, string[] steps) =>
        new(
            request,
            [.. ids.Select(static id => $"request/{id:N}")],
            async (following, cancellation) =>
            {
                var grant = new Grant(Caller.Operator, RowFilter.Everything);
                var asks = new List<WriteCommand>();
                var notices = new NoticeBook(families, grant, following, Decided.Letters, options.PlanName);
                foreach (
                    var row in (await following.LatestAsync(ids, cancellation)).Values.Where(static row =>
                        row is { Deleted: false, Body: not null, Member: not null }
                    )
                )
                {
                    var task = (Task)FhirJson.Read(row.Body!);
                    var due = SweepDecision.Now(task, steps, following.Now, options);
                    foreach (var step in due)
                    {
                        var notice = SweepDecision.Do(step, task, row.Id, row.Member!.Value, following.Now, options);
                        notices.Add(
                            SweepLetters.Draft(notice, step, task, Decided),
                            id => SentNotice.Record(task, step.Kind, step.At, id, following.Now)
                        );
                        if (SweepLetters.ToRequester(notice, step, task, Decided) is { } letter)
                            notices.Add(letter, static _ => { });
                    }

                    if (due.Count > 0)
                        asks.Add(new UpdateCommand(families.Find("Task")!, grant, row.Id, task));
                }

                return await notices.WithAsync(asks, cancellation);
            }
        );
}
