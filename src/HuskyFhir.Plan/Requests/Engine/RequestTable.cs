using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>
/// Requests as the engine and the jobs ask for them: one narrow row each, with where it stands and until when it must
/// be answered.
/// </summary>
internal static class RequestTable
{
    public static TableSpec Table { get; } =
        new(
            "request_states",
            [
                new("id", ColumnType.Uuid),
                new("member", ColumnType.Uuid),
                new("kind", ColumnType.Text),
                new("is_open", ColumnType.Long),
                new("status", ColumnType.Text),
                new("business", ColumnType.Text),
                new("programme", ColumnType.Text),
                new("filed_by", ColumnType.Text),
                new("received", ColumnType.Long, true),
                new("due", ColumnType.Long, true),
                new("focus", ColumnType.Uuid, true),
                new("ended", ColumnType.Long, true),
                new("reason", ColumnType.Text, true),
            ],
            ["id"],
            [
                new(["member", "kind"]),
                new(["is_open", "due", "id"]),
                new(["kind", "business", "id"]),
                new(["received"]),
                new(["ended"]),
            ]
        );

    /// <summary>The row; none for a Task of no kind of ours.</summary>
    public static IEnumerable<object?[]> Of(Task task, Guid id, Guid? member)
    {
        if (member is null || TaskTerms.Kind(task) is not { } rules)
            yield break;
        var request = CaseRecord.Read(task, rules);
        yield return
        [
            id,
            member,
            rules.Code,
            request.State.Ended ? 0L : 1L,
            Codes.Of(request.State.Status),
            request.State.Business,
            request.Clock.Programme.ToString(),
            Codes.Of(request.FiledBy),
            request.Clock.Received?.UtcTicks,
            CaseRecord.Until(task)?.UtcTicks,
            References.Read(task.Focus)?.Id,
            request.State.Ended ? request.Clock.Ended?.UtcTicks : null,
            GrievanceReasons.Of(task),
        ];
    }
}
