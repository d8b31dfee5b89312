using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Members;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.Requests.Reports;

/// <summary>What a report is about.</summary>
/// <param name="From">The first moment, in UTC ticks.</param>
/// <param name="To">The first moment after it.</param>
/// <param name="Kinds">Codes of kinds; empty for all.</param>
/// <param name="Programmes">Empty for all.</param>
public sealed record ReportAsk(
    long From,
    long To,
    IReadOnlyList<string> Kinds,
    IReadOnlyList<HuskyProgramme> Programmes
);

/// <summary>
/// Counts the requests that were open at any time of a period: how many were asked in it and how many carried into it,
/// answered in time or late, and open at its end, in time still or overdue. One that was taken over as closed, with no
/// record of when, is in no count. The database counts, from narrow rows; nothing of a single request comes out of it.
/// </summary>
public sealed class RequestReport(Database database)
{
    private const string Several = "*";
    private static readonly string[] Dimensions = ["outcome", "programme", "race", "ethnicity", "language", "reason"];

    /// <summary>The counts by kind, in the order of their codes.</summary>
    public async Task<IReadOnlyList<KindReport>> CountAsync(ReportAsk ask, CancellationToken cancellation)
    {
        var sql = new SqlText(database.Dialect);
        var groups = await database.QueryAsync(new(Text(sql, ask), [.. sql.Values]), Group.Of, cancellation);
        return
        [
            .. groups
                .GroupBy(static group => group.Kind, StringComparer.Ordinal)
                .OrderBy(static kind => kind.Key, StringComparer.Ordinal)
                .Select(static kind => Report(kind.Key, [.. kind])),
        ];
    }

    private static string Text(SqlText sql, ReportAsk ask)
    {
        var (from, to) = (sql.Value(ask.From), sql.Value(ask.To));
        var only =
            $"{(ask.Kinds.Count == 0 ? string.Empty : $" AND {sql.In("s.kind", ask.Kinds)}")}{(ask.Programmes.Count == 0 ? string.Empty : $" AND {sql.In("s.programme", ask.Programmes.Select(static each => each.ToString()))}")}";
        return $"""
            SELECT x.kind, x.asked, x.stands, x.outcome, x.programme, x.race, x.ethnicity, x.language, x.reason, COUNT(*) FROM (
              SELECT s.kind AS kind, CASE WHEN s.received >= {from} THEN 'asked' ELSE 'carried' END AS asked,
                CASE WHEN s.ended < {to} THEN CASE WHEN s.ended > s.due THEN 'late' ELSE 'in-time' END WHEN s.due < {to} THEN 'overdue' ELSE 'waiting' END AS stands,
                CASE WHEN s.ended < {to} THEN s.business END AS outcome, s.programme AS programme,
                {Told(Background.Race)} AS race, {Told(Background.Ethnicity)} AS ethnicity, {Told(
                "language"
            )} AS language, s.reason AS reason
              FROM request_states s
              WHERE s.received < {to} AND (s.ended IS NULL OR s.ended >= {from}) AND s.status <> 'entered-in-error'
                AND (s.is_open = 1 OR s.ended IS NOT NULL){only}) x
            GROUP BY x.kind, x.asked, x.stands, x.outcome, x.programme, x.race, x.ethnicity, x.language, x.reason
            """;
    }

    /// <summary>
    /// What the member told; of several answers none is chosen, so that every request is counted once.
    /// </summary>
    private static string Told(string part) =>
        $"(SELECT CASE WHEN MIN(t.code) = MAX(t.code) THEN MIN(t.code) WHEN COUNT(*) > 0 THEN '{Several}' END FROM patient_token t WHERE t.owner = s.member AND t.part = '{part}')";

    private static KindReport Report(string kind, List<Group> groups)
    {
        var rows = 1;
        var dimensions = new List<ReportDimension>();
        var hasReasons = KindTable.All.Any(rules => rules.HasReasons && rules.Code == kind);
        foreach (
            var (code, place) in Dimensions
                .Select(static (code, place) => (code, place))
                .Where(each => hasReasons || each.code != "reason")
        )
            dimensions.Add(
                new(
                    code,
                    [
                        .. groups
                            .Select(group => group.Values[place])
                            .Distinct()
                            .OrderBy(static value => value, StringComparer.Ordinal)
                            .Select(value => Stratum(code, value, rows++)),
                    ]
                )
            );
        var numbers = new long[rows, ReportCounts.All.Count];
        foreach (var group in groups)
        foreach (
            var row in dimensions
                .Select(
                    (dimension, place) =>
                        dimension
                            .Strata.First(stratum =>
                                stratum.Code == group.Code(place)
                                && stratum.Text == Words(dimension.Code, group.Values[place])
                            )
                            .Row
                )
                .Prepend(0)
        )
        foreach (var count in group.Counts)
            numbers[row, ReportCounts.At(count)] += group.Number;
        return new(kind, dimensions, numbers);
    }

    private static ReportStratum Stratum(string dimension, string? value, int row) =>
        new(value == Several ? null : value, Words(dimension, value), row);

    private static string? Words(string dimension, string? value) =>
        value switch
        {
            Several => "More than one",
            null => dimension == "outcome" ? "Not answered" : "Not told",
            _ => null,
        };

    /// <summary>Requests that are alike in all that is counted.</summary>
    private sealed record Group(string Kind, string Asked, string Stands, string?[] Values, long Number)
    {
        public IReadOnlyList<string> Counts =>
            ["at-hand", Asked, Stands is "late" or "in-time" ? "answered" : "open", Stands];

        public string? Code(int place) => Values[place] == Several ? null : Values[place];

        public static Group Of(Row row) =>
            new(
                row.Text(0),
                row.Text(1),
                row.Text(2),
                [
                    row.TextOrNull(3),
                    HuskyProgrammes.All.First(each => each.ToString() == row.Text(4)).Code(),
                    row.TextOrNull(5),
                    row.TextOrNull(6),
                    row.TextOrNull(7),
                    row.TextOrNull(8),
                ],
                row.Long(9)
            );
    }
}
