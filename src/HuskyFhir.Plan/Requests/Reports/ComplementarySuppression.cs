using System.Numerics;

namespace HuskyFhir.Plan.Requests.Reports;

/// <summary>A hidden count that follows from the sums.</summary>
/// <param name="Cell">Its place in the table.</param>
/// <param name="From">The shown counts that it follows from.</param>
internal sealed record Deduced(int Cell, IReadOnlyList<int> From);

/// <summary>
/// Which hidden counts follow from the sums. With the shown counts known, each sum is an equation of hidden ones; a
/// count follows when the equations, fully eliminated, leave it alone in one of them. Reckoned modulo a prime: exact
/// enough never to miss one, since what is alone over the rationals is alone over the prime field as well, but for
/// coefficients that the prime divides, and ours are small.
/// </summary>
internal static class ComplementarySuppression
{
    private const long Prime = 2_147_483_647;

    /// <summary>Each with what it follows from.</summary>
    /// <param name="cells">How many cells the table has.</param>
    /// <param name="hidden">Which are hidden.</param>
    /// <param name="sums">How they add up.</param>
    public static IReadOnlyList<Deduced> Of(int cells, IReadOnlySet<int> hidden, IEnumerable<Sum> sums)
    {
        var pivots = new SortedDictionary<int, long[]>();
        foreach (var sum in sums.Where(sum => sum.Cells.Any(hidden.Contains)))
        {
            var row = new long[cells];
            row[sum.Whole] = Prime - 1;
            foreach (var part in sum.Parts)
                row[part] = (row[part] + 1) % Prime;
            Add(pivots, row, hidden);
        }

        return
        [
            .. pivots
                .Where(pivot => !Places(pivot.Value).Any(cell => cell != pivot.Key && hidden.Contains(cell)))
                .Select(static pivot => new Deduced(
                    pivot.Key,
                    [.. Places(pivot.Value).Where(cell => cell != pivot.Key)]
                )),
        ];
    }

    private static IEnumerable<int> Places(long[] row) => Enumerable.Range(0, row.Length).Where(cell => row[cell] != 0);

    /// <summary>Keeps the equations fully eliminated: each has a hidden cell as its pivot that no other has.</summary>
    private static void Add(SortedDictionary<int, long[]> pivots, long[] row, IReadOnlySet<int> hidden)
    {
        foreach (var (place, other) in pivots)
            Subtract(row, other, row[place]);
        var pivot = Places(row).FirstOrDefault(hidden.Contains, -1);
        if (pivot < 0)
            return;
        var inverse = (long)BigInteger.ModPow(row[pivot], Prime - 2, Prime);
        for (var at = 0; at < row.Length; at++)
            row[at] = row[at] * inverse % Prime;
        foreach (var other in pivots.Values)
            Subtract(other, row, other[pivot]);
        pivots.Add(pivot, row);
    }

    private static void Subtract(long[] from, long[] row, long times)
    {
        if (times == 0)
            return;
        for (var at = 0; at < row.Length; at++)
            if (row[at] != 0)
                from[at] = (from[at] + ((Prime - times) * row[at])) % Prime;
    }
}
