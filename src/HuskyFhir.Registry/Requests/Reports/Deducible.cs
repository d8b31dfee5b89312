using System.Numerics;

namespace HuskyFhir.Registry.Requests.Reports;

/// <summary>
/// Which hidden counts follow from the sums. With the shown counts known, each sum is an equation of hidden ones; a count follows when the
/// equations, fully eliminated, leave it alone in one of them. Reckoned modulo a prime: exact enough never to miss one, since what is alone
/// over the rationals is alone over the prime field as well, but for coefficients that the prime divides, and ours are small.
/// </summary>
internal static class Deducible
{
    private const long Prime = 2_147_483_647;

    public static IReadOnlyList<int> Of(IReadOnlyCollection<int> hidden, IEnumerable<Sum> sums)
    {
        var cells = hidden.Order().ToList();
        var places = cells.Select(static (cell, place) => (cell, place)).ToDictionary(static pair => pair.cell, static pair => pair.place);
        var pivots = new SortedDictionary<int, long[]>();
        foreach (var sum in sums)
        {
            var row = new long[cells.Count];
            if (places.TryGetValue(sum.Whole, out var whole))
                row[whole] = Prime - 1;
            foreach (var part in sum.Parts)
                if (places.TryGetValue(part, out var place))
                    row[place] = (row[place] + 1) % Prime;
            Add(pivots, row);
        }

        return [.. pivots.Where(static pivot => pivot.Value.Count(static each => each != 0) == 1).Select(pivot => cells[pivot.Key])];
    }

    /// <summary>Keeps the equations fully eliminated: each has a pivot that no other has.</summary>
    private static void Add(SortedDictionary<int, long[]> pivots, long[] row)
    {
        foreach (var (place, other) in pivots)
            Subtract(row, other, row[place]);
        var pivot = Array.FindIndex(row, static each => each != 0);
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
