using HuskyFhir.Storage.Sql;
using static HuskyFhir.Storage.Sql.ColumnType;

namespace HuskyFhir.Plan.Enrollment;

/// <summary>The tables of enrolment files that came from partners.</summary>
public static class EnrolmentTables
{
    /// <summary>
    /// One row for each file that came. <c>taken</c> is the cursor: so many members are settled, in the transactions
    /// that wrote them;
    /// <c>fence</c> is the number of who works on it now, so that one that was overtaken can write nothing more.
    /// </summary>
    public static TableSpec Files { get; } =
        new(
            "enrolment_files",
            [
                new("id", Uuid),
                new("partner", Text),
                new("name", Text),
                new("sha256", Text),
                new("bytes", Long),
                new("state", Text),
                new("reason", Text, true),
                new("complete", Long),
                new("taken", Long),
                new("fence", Long),
                new("started", Long),
                new("touched", Long),
                new("finished", Long, true),
                new("answer", Long, true),
            ],
            ["id"],
            [new(["partner", "sha256"]), new(["partner", "started"])]
        );

    /// <summary>
    /// Control numbers that a partner has used, with the file in which it did: the database refuses the second use.
    /// </summary>
    public static TableSpec Interchanges { get; } =
        new(
            "enrolment_interchanges",
            [new("partner", Text), new("sender", Text), new("number", Text), new("file", Uuid)],
            ["partner", "sender", "number"],
            [new(["file"])]
        );

    /// <summary>
    /// What became of each member of a file, in file order, and behind them those whom a full file should have had.
    /// <c>place</c> is where in the file.
    /// </summary>
    public static TableSpec Outcomes { get; } =
        new(
            "enrolment_outcomes",
            [
                new("file", Uuid),
                new("n", Long),
                new("outcome", Text),
                new("member", Uuid, true),
                new("place", Text, true),
                new("reason", Text, true),
            ],
            ["file", "n"],
            [new(["file", "outcome"]), new(["file", "member"])]
        );

    /// <summary>The last control number of our answers to each partner; none is given twice.</summary>
    public static TableSpec Numbers { get; } =
        new("enrolment_numbers", [new("partner", Text), new("last", Long)], ["partner"], []);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TableSpec> All { get; } = [Files, Interchanges, Outcomes, Numbers];
}
