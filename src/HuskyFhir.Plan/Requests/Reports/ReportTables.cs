namespace HuskyFhir.Plan.Requests.Reports;

/// <summary>What a report counts, by the codes of CodeSystem husky-report-count, and how the counts add up.</summary>
internal static class ReportCounts
{
    /// <summary>The codes, in the order of their columns.</summary>
    public static IReadOnlyList<string> All { get; } =
    ["at-hand", "asked", "carried", "answered", "in-time", "late", "open", "waiting", "overdue"];

    /// <summary>Each total with its parts, by columns.</summary>
    public static IReadOnlyList<(int Whole, int[] Parts)> Sums { get; } =
    [(0, [1, 2]), (0, [3, 6]), (3, [4, 5]), (6, [7, 8])];

    /// <summary>The column of a code.</summary>
    public static int At(string code) => All.ToList().IndexOf(code);
}

/// <summary>A value by which a dimension divides, such as one programme.</summary>
/// <param name="Code">Its code; null where the member told none, or several.</param>
/// <param name="Text">In words, where there is no code.</param>
/// <param name="Row">Its row.</param>
public sealed record ReportStratum(string? Code, string? Text, int Row);

/// <summary>A way to divide the counts; every request is in one of its strata.</summary>
/// <param name="Code">Of CodeSystem husky-report-dimension.</param>
/// <param name="Strata">Its values, in the order of their codes.</param>
public sealed record ReportDimension(string Code, IReadOnlyList<ReportStratum> Strata);

/// <summary>The counts of one kind, of which some are not shown.</summary>
public sealed class KindReport
{
    private readonly long[,] numbers;
    private readonly IReadOnlySet<int> hidden;

    internal KindReport(string kind, IReadOnlyList<ReportDimension> dimensions, long[,] numbers)
    {
        (Kind, Dimensions, this.numbers) = (kind, dimensions, numbers);
        hidden = Suppression.Hide(
            [.. numbers.Cast<long>()],
            Sums(dimensions, numbers.GetLength(0)),
            static cell => cell < ReportCounts.All.Count
        );
    }

    /// <summary>The codes of the counts, in their order.</summary>
    public static IReadOnlyList<string> Counts => ReportCounts.All;

    /// <summary>The code of the kind.</summary>
    public string Kind { get; }

    /// <summary>How its counts are divided.</summary>
    public IReadOnlyList<ReportDimension> Dimensions { get; }

    /// <summary>A count; null where it is not shown.</summary>
    /// <param name="row">0 for the whole kind, or the row of a stratum.</param>
    /// <param name="count">A code of CodeSystem husky-report-count.</param>
    public long? Shown(int row, string count) =>
        ReportCounts.At(count) is var column && hidden.Contains((row * ReportCounts.All.Count) + column)
            ? null
            : numbers[row, column];

    /// <summary>Every sum of the table: across a row, and down a column from each dimension to the total.</summary>
    private static IEnumerable<Sum> Sums(IReadOnlyList<ReportDimension> dimensions, int rows)
    {
        static int Place(int row, int column) => (row * ReportCounts.All.Count) + column;
        for (var row = 0; row < rows; row++)
            foreach (var (whole, parts) in ReportCounts.Sums)
                yield return new(Place(row, whole), [.. parts.Select(part => Place(row, part))]);
        foreach (var dimension in dimensions)
            for (var column = 0; column < ReportCounts.All.Count; column++)
                yield return new(Place(0, column), [.. dimension.Strata.Select(stratum => Place(stratum.Row, column))]);
    }
}
