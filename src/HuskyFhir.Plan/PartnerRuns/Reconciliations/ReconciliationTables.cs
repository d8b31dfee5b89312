using HuskyFhir.Storage.Sql;
using static HuskyFhir.Storage.Sql.ColumnType;

namespace HuskyFhir.Plan.PartnerRuns.Reconciliations;

/// <summary>The tables of comparisons with a partner's full files.</summary>
public static class ReconciliationTables
{
    /// <summary>One row for each comparison, with its counts of members.</summary>
    public static TableSpec Reconciliations { get; } =
        new(
            "reconciliations",
            [
                new("id", Uuid),
                new("partner", Text),
                new("file", Text),
                new("sha256", Text),
                new("at", Long),
                new("ours", Long),
                new("theirs", Long),
                new("equal", Long),
                new("differing", Long),
                new("unknown", Long),
                new("missing", Long),
                new("remark", Text, true),
            ],
            ["id"],
            [new(["partner", "at"])]
        );

    /// <summary>
    /// One row for each field that differs, in the order of the file; behind them those who are missing in it.
    /// <c>standing</c> is which is right by the precedence of sources.
    /// </summary>
    public static TableSpec Lines { get; } =
        new(
            "reconciliation_lines",
            [
                new("reconciliation", Uuid),
                new("n", Long),
                new("member", Uuid, true),
                new("client_id", Text),
                new("field", Text),
                new("ours", Text, true),
                new("theirs", Text, true),
                new("since", Long, true),
                new("source", Text, true),
                new("standing", Text),
                new("settled", Long, true),
                new("settled_as", Text, true),
                new("settled_by", Text, true),
            ],
            ["reconciliation", "n"],
            [new(["member"])]
        );

    /// <summary>Both.</summary>
    public static IReadOnlyList<TableSpec> All { get; } = [Reconciliations, Lines];
}
