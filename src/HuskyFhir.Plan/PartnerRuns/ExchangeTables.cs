using HuskyFhir.Storage.Sql;
using static HuskyFhir.Storage.Sql.ColumnType;

namespace HuskyFhir.Plan.PartnerRuns;

/// <summary>The ledger of what goes to partners and comes back from them. Instants are UTC ticks.</summary>
public static class ExchangeTables
{
    /// <summary>
    /// One row for each partner: who works for it, until when, under which fencing number; and the last control number
    /// that was given.
    /// </summary>
    public static TableSpec Lanes { get; } =
        new(
            "exchange_lanes",
            [new("partner", Text), new("holder", Text), new("until", Long), new("fence", Long), new("number", Long)],
            ["partner"],
            []
        );

    /// <summary>
    /// Each run, kept for ever. The database itself refuses a second run of a window, a second use of a number, and a
    /// second run that is under way.
    /// </summary>
    public static TableSpec Runs { get; } =
        new(
            "exchange_runs",
            [
                new("id", Uuid),
                new("partner", Text),
                new("period", Text),
                new("number", Long),
                new("state", Text),
                new("outcome", Text, true),
                new("opened", Long),
                new("sent", Long, true),
                new("closed", Long, true),
                new("file", Text, true),
                new("bytes", Long),
                new("sha256", Text, true),
                new("beside", Text, true),
                new("members", Long),
                new("changes", Long),
                new("aside", Long),
                new("receipt", Text, true),
                new("acknowledged", Long),
                new("rejected", Long),
                new("again", Long),
                new("alarm", Long),
                new("problem", Text, true),
                new("report", Text, true),
            ],
            ["id"],
            [
                new(["partner", "period"], Unique: true),
                new(["partner", "number"], Unique: true),
                new(["partner"], Unique: true, Where: "state IN ('claimed', 'written')"),
                new(["partner", "state", "number"], Where: "state <> 'closed'"),
            ]
        );

    /// <summary>
    /// Where each member stands in the file of a run, until its answer is in; the form is the exchange's own.
    /// </summary>
    public static TableSpec Places { get; } =
        new("exchange_places", [new("run", Uuid), new("places", Bytes)], ["run"], []);

    /// <summary>Each answer that came, by its content; <c>removed</c> once it is gone from the partner's box.</summary>
    public static TableSpec Answers { get; } =
        new(
            "exchange_answers",
            [
                new("id", Uuid),
                new("partner", Text),
                new("sha256", Text),
                new("name", Text),
                new("at", Long),
                new("state", Text),
                new("reason", Text, true),
                new("run", Uuid, true),
                new("removed", Long, true),
            ],
            ["id"],
            [new(["partner", "sha256"]), new(["partner", "at"])]
        );

    /// <summary>
    /// What an operator is told of a partner, each occasion once: <c>about</c> names it. <c>until</c> is when the next
    /// attempt to send it is due.
    /// </summary>
    public static TableSpec Notices { get; } =
        new(
            "operator_notices",
            [
                new("id", Uuid),
                new("partner", Text),
                new("about", Text),
                new("at", Long),
                new("kind", Text),
                new("text", Text),
                new("until", Long),
                new("tries", Long),
                new("sent", Long, true),
                new("problem", Text, true),
            ],
            ["id"],
            [new(["partner", "about"], Unique: true), new(["until"], Where: "sent IS NULL")]
        );

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TableSpec> All { get; } = [Lanes, Runs, Places, Answers, Notices];
}
