using HuskyFhir.Core.Search;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching;

/// <summary>
/// The prefixes of <c>_lastUpdated</c> (R4 section 3.1.1.4.6). An instant is the interval of its millisecond, as FHIR
/// shows it, so each prefix is a bound on the column alone, which an index serves: who asks for what is new since this
/// morning does not walk the rest.
/// </summary>
internal static class UpdateSql
{
    private const long Width = TimeSpan.TicksPerMillisecond;

    /// <summary>The condition for one value, on a column of UTC ticks in whole milliseconds.</summary>
    public static string Condition(SqlText sql, DateValue date, string column, DateTimeOffset now)
    {
        var (from, to) = (date.Interval.Low, date.Interval.High);
        return date.Prefix switch
        {
            Prefix.Eq => Between(sql, column, from, to - Width),
            Prefix.Ne => $"NOT {Between(sql, column, from, to - Width)}",
            Prefix.Gt => $"{column} > {sql.Value(to - Width)}",
            Prefix.Lt => $"{column} < {sql.Value(from)}",
            Prefix.Ge => $"{column} >= {sql.Value(Math.Min(from, to - Width + 1))}",
            Prefix.Le => $"{column} < {sql.Value(Math.Max(from, to - Width + 1))}",
            Prefix.Sa => $"{column} >= {sql.Value(to)}",
            Prefix.Eb => $"{column} <= {sql.Value(from - Width)}",
            Prefix.Ap => Near(sql, column, from, to, DateMargin.Of(from, now)),
            _ => throw new ArgumentOutOfRangeException(nameof(date)),
        };
    }

    private static string Between(SqlText sql, string column, long first, long last) =>
        $"({column} >= {sql.Value(first)} AND {column} <= {sql.Value(last)})";

    private static string Near(SqlText sql, string column, long from, long to, long margin) =>
        $"({column} < {sql.Value(to > long.MaxValue - margin ? long.MaxValue : to + margin)} AND {column} > {sql.Value(from - margin - Width)})";
}
