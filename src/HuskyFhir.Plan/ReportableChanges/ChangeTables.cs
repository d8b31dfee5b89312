using System.Globalization;
using HuskyFhir.Storage.Sql;
using static HuskyFhir.Storage.Sql.ColumnType;

namespace HuskyFhir.Plan.ReportableChanges;

/// <summary>The tables of reportable changes.</summary>
public static class ChangeTables
{
    /// <summary>What changed; rows are only ever added. Days as ISO text, instants as UTC ticks.</summary>
    public static TableSpec Changes { get; } =
        new(
            "reportable_changes",
            [
                new("id", Uuid),
                new("member", Uuid),
                new("kind", Text),
                new("before", Text, true),
                new("after", Text, true),
                new("effective", Text),
                new("reporter", Text, true),
                new("client", Text),
                new("known", Long),
                new("due", Text, true),
                new("exchange_due", Text, true),
                new("type", Text),
                new("resource", Uuid),
                new("version", Long),
                new("source", Text),
            ],
            ["id"],
            [new(["member", "id"])]
        );

    /// <summary>Where each change stands on its way to each partner; a run is the one that has it.</summary>
    public static TableSpec States { get; } =
        new(
            "change_states",
            [
                new("partner", Text),
                new("change", Uuid),
                new("member", Uuid),
                new("state", Text),
                new("run", Uuid, true),
                new("reason", Text, true),
                new("at", Long),
            ],
            ["change", "partner"],
            [
                new(["partner", "change"], Where: "state = 'pending'"),
                new(["partner", "run", "member", "change"], Where: "run IS NOT NULL"),
                new(["member", "partner"]),
                new(["partner", "member"], Where: "state IN ('rejected', 'set-aside')"),
            ]
        );

    /// <summary>Both.</summary>
    public static IReadOnlyList<TableSpec> All { get; } = [Changes, States];

    /// <summary>In the order that <see cref="Read"/> takes, of the alias <c>c</c>.</summary>
    internal const string Columns =
        "c.id, c.member, c.kind, c.before, c.after, c.effective, c.reporter, c.client, c.known, c.due, c.exchange_due, c.type, c.resource, c.version, c.source";

    internal static object?[] Row(ReportableChange change) =>
        [
            change.Id,
            change.Member,
            change.Kind.Code(),
            change.Before,
            change.After,
            Iso(change.Effective),
            change.Reporter,
            change.Client,
            change.Known.UtcTicks,
            Iso(change.Due),
            Iso(change.ExchangeDue),
            change.Type,
            change.Resource,
            change.Version,
            change.Source,
        ];

    internal static ReportableChange Read(Row row) =>
        new(
            row.Uuid(0),
            row.Uuid(1),
            ChangeCodes.Kind(row.Text(2))!.Value,
            row.TextOrNull(3),
            row.TextOrNull(4),
            Day(row.Text(5))!.Value,
            row.TextOrNull(6),
            row.Text(7),
            new(row.Long(8), TimeSpan.Zero),
            Day(row.TextOrNull(9)),
            Day(row.TextOrNull(10)),
            row.Text(11),
            row.Uuid(12),
            row.Long(13),
            row.Text(14)
        );

    internal static ChangeStanding ReadStanding(Row row) =>
        new(Read(row), ChangeCodes.State(row.Text(15))!.Value, row.UuidOrNull(16), row.TextOrNull(17));

    private static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly? Day(string? text) =>
        text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
