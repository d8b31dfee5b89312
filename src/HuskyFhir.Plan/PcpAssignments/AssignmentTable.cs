using Hl7.Fhir.Model;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>
/// The assignments as spans of time, one row each; none for one that was entered in error. The database itself refuses
/// a second one that is active or proposed; that spans do not overlap is checked in works that follow one another by
/// member.
/// </summary>
internal static class AssignmentTable
{
    public static TableSpec Table { get; } =
        new(
            "assignments",
            [
                new("id", ColumnType.Uuid),
                new("member", ColumnType.Uuid),
                new("role", ColumnType.Uuid),
                new("low", ColumnType.Long),
                new("high", ColumnType.Long),
                new("status", ColumnType.Text),
            ],
            ["id"],
            [
                new(["member", "low"], Unique: true),
                new(["member"], Unique: true, Where: "status = 'active'"),
                new(["role", "status", "member"]),
                new(["status", "low"]),
                new(["status", "high"]),
            ]
        );

    public static IEnumerable<object?[]> Of(CareTeam team, Guid id, Guid? member)
    {
        var assignment = new Assignment(id, team);
        if (member is not null && !assignment.IsVoid && assignment.Role is { } role)
            yield return [id, member, role, assignment.Low, assignment.High, (string?)team.StatusElement?.JsonValue];
    }
}
