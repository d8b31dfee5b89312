using HuskyFhir.Storage.Sql;
using static HuskyFhir.Storage.Sql.ColumnType;

namespace HuskyFhir.Plan.Precedence;

/// <summary>The table of conflicts between sources.</summary>
public static class ConflictTables
{
    /// <summary>
    /// One row for each fact that a source said otherwise than it stands, and that the plan is asked about. The
    /// database refuses the same question a second time, settled or not: <c>digest</c> is of what was offered.
    /// </summary>
    public static TableSpec Conflicts { get; } =
        new(
            "fact_conflicts",
            [
                new("id", Uuid),
                new("member", Uuid, true),
                new("type", Text),
                new("resource", Uuid),
                new("fact", Text),
                new("says", Text),
                new("stands", Text),
                new("origin", Text),
                new("offered", Bytes),
                new("digest", Text),
                new("state", Text),
                new("opened", Long),
                new("settled", Long, true),
                new("settled_by", Text, true),
                new("reason", Text, true),
            ],
            ["id"],
            [
                new(["resource", "fact", "digest"], Unique: true),
                new(["state", "opened"]),
                new(["member"]),
                new(["origin"]),
            ]
        );
}
