using System.Globalization;
using System.Text.RegularExpressions;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Server.Tests.Searching.Plans;

/// <summary>
/// Asks a database how it would run a statement, and reads out of the answer which tables it would walk from end to
/// end.
/// </summary>
internal static partial class PlanReader
{
    private static readonly HashSet<string> Tables = [.. PlanCatalog.Tables.Select(static table => table.Name)];

    /// <summary>The tables that are read whole or walked along an index without a bound on it.</summary>
    public static async Task<IReadOnlyList<string>> WalkedAsync(Database database, Statement statement)
    {
        var sqlite = database.Dialect.Name == "Sqlite";
        var lines = await database.QueryAsync(
            sqlite ? new($"EXPLAIN QUERY PLAN {statement.Sql}", statement.Parameters) : new(Generic(statement)),
            row => row.Text(sqlite ? 3 : 0),
            TestContext.Current.CancellationToken
        );
        return sqlite ? OfSqlite(lines, statement.Sql) : OfPostgres(lines);
    }

    /// <summary>
    /// PostgreSQL tells the plan that it keeps for every call, and not one for these values, of what was prepared
    /// alone.
    /// </summary>
    private static string Generic(Statement statement)
    {
        var name = $"plan_{Guid.NewGuid():N}";
        string List(Func<object, string> one) =>
            statement.Parameters.Count == 0 ? string.Empty : $"({string.Join(", ", statement.Parameters.Select(one))})";
        return $"PREPARE {name}{List(Kind)} AS {statement.Sql}; EXPLAIN (COSTS OFF) EXECUTE {name}{List(Literal)}; DEALLOCATE {name}";
    }

    private static string Kind(object value) =>
        value switch
        {
            long => "bigint",
            double => "double precision",
            Guid => "uuid",
            string => "text",
            Guid[] => "uuid[]",
            string[] => "text[]",
            _ => throw new ArgumentOutOfRangeException(nameof(value), value.GetType().Name, null),
        };

    private static string Literal(object value) =>
        value switch
        {
            long number => number.ToString(CultureInfo.InvariantCulture),
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            Guid id => $"'{id:D}'",
            string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
            Guid[] ids => $"'{{{string.Join(',', ids)}}}'",
            string[] texts => $"ARRAY[{string.Join(',', texts.Select(Literal))}]",
            _ => throw new ArgumentOutOfRangeException(nameof(value), value.GetType().Name, null),
        };

    /// <summary>SCAN is a walk, SEARCH a look-up; what was gathered before may be walked.</summary>
    private static List<string> OfSqlite(List<string> lines, string sql)
    {
        var named = Named()
            .Matches(sql)
            .Where(static match => Tables.Contains(match.Groups[1].Value))
            .GroupBy(static match => match.Groups[2].Value)
            .ToDictionary(static group => group.Key, static group => group.First().Groups[1].Value);
        var gathered = lines
            .Where(static line =>
                line.StartsWith("MATERIALIZE ", StringComparison.Ordinal)
                || line.StartsWith("CO-ROUTINE ", StringComparison.Ordinal)
            )
            .Select(static line => line.Split(' ')[1])
            .ToHashSet();
        return
        [
            .. lines
                .Where(static line => line.StartsWith("SCAN ", StringComparison.Ordinal))
                .Select(static line => line.Split(' ')[1])
                .Where(alias => named.ContainsKey(alias) && !gathered.Contains(alias))
                .Select(alias => named[alias]),
        ];
    }

    /// <summary>A sequential scan is a walk, and so is a scan of an index that has no condition on the index.</summary>
    private static List<string> OfPostgres(List<string> lines)
    {
        var walked = new List<string>();
        for (var at = 0; at < lines.Count; at++)
            if (
                Scan().Match(lines[at]) is { Success: true } scan
                && Tables.Contains(scan.Groups[2].Value)
                && (
                    scan.Groups[1].Value == "Seq Scan"
                    || !lines
                        .Skip(at + 1)
                        .TakeWhile(static line => !line.Contains("->", StringComparison.Ordinal))
                        .Any(static line =>
                            line.Contains("Index Cond:", StringComparison.Ordinal)
                            || line.Contains("Recheck Cond:", StringComparison.Ordinal)
                        )
                )
            )
                walked.Add(scan.Groups[2].Value);
        return walked;
    }

    [GeneratedRegex(@"\b(?:FROM|JOIN) ([a-z_]+) ([a-z]+)\b")]
    private static partial Regex Named();

    [GeneratedRegex(@"(Seq Scan|Index Scan|Index Only Scan|Bitmap Heap Scan)(?: Backward)?(?: using \w+)? on (\w+)")]
    private static partial Regex Scan();
}
