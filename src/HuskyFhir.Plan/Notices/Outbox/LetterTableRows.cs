using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.Notices.Outbox;

/// <summary>
/// The outbox: a row for each letter, which follows from its Communication with each write of it. So a letter is in the
/// outbox if and only if the step that made it is in the record.
/// </summary>
internal static class LetterTableRows
{
    public static TableSpec Table { get; } =
        new(
            "letters",
            [
                new("owner", ColumnType.Uuid),
                new("n", ColumnType.Long),
                new("state", ColumnType.Text),
                new("step", ColumnType.Text),
                new("member", ColumnType.Uuid, true),
                new("about", ColumnType.Uuid, true),
                new("document", ColumnType.Uuid, true),
                new("mailed", ColumnType.Long, true),
            ],
            ["owner", "n"],
            [new(["state", "owner"]), new(["about", "step", "owner"])]
        );

    /// <summary>The row of a letter; none for a notice without one.</summary>
    public static IEnumerable<object?[]> Of(Communication notice, Guid id, Guid? member)
    {
        if (LetterStates.Of(notice) is not { } state || LetterStates.StepOf(notice) is not { } step)
            yield break;
        yield return
        [
            id,
            0L,
            Codes.Of(state),
            step,
            member,
            References.Read(notice.About.FirstOrDefault())?.Id,
            LetterStates.DocumentOf(notice),
            Interval.Of(notice.Sent)?.Low,
        ];
    }
}
