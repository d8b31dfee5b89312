namespace HuskyFhir.Plan.Requests.Reports;

/// <summary>A total and its parts, by their places in a table.</summary>
/// <param name="Whole">The total.</param>
/// <param name="Parts">What adds up to it.</param>
internal sealed record Sum(int Whole, int[] Parts)
{
    /// <summary>All of them.</summary>
    public IEnumerable<int> Cells => Parts.Prepend(Whole);
}

/// <summary>
/// Which counts of a table are not shown, so that nobody is recognised. A count from 1 to 10 is hidden, and besides it
/// as many others as are needed that no hidden count follows from what is shown by any reckoning with the sums, and
/// that no total less its shown parts leaves a count from 1 to 10 for all of the hidden ones together. Pure; the same
/// table is always hidden alike.
/// </summary>
internal static class Suppression
{
    /// <summary>The smallest count above zero that is shown.</summary>
    public const long Least = 11;

    /// <summary>The places that are hidden.</summary>
    /// <param name="counts">The table.</param>
    /// <param name="sums">How it adds up.</param>
    /// <param name="dear">Places that are hidden last, such as the totals of a kind; none by default.</param>
    public static IReadOnlySet<int> Hide(
        IReadOnlyList<long> counts,
        IEnumerable<Sum> sums,
        Func<int, bool>? dear = null
    )
    {
        var table = new Table(counts, [.. sums], dear ?? (static _ => false));
        // Each round hides one more or is the last.
        while (table.HideTogether() || table.HideBeside()) { }

        return table.Hidden;
    }

    private sealed class Table(IReadOnlyList<long> counts, List<Sum> sums, Func<int, bool> dear)
    {
        private readonly ILookup<int, Sum> around = sums.SelectMany(
                static sum => sum.Cells,
                static (sum, cell) => (sum, cell)
            )
            .ToLookup(static each => each.cell, static each => each.sum);

        public HashSet<int> Hidden { get; } =
        [.. Enumerable.Range(0, counts.Count).Where(cell => counts[cell] is > 0 and < Least)];

        /// <summary>Hides one more where those that are hidden under a shown total are too few together.</summary>
        public bool HideTogether()
        {
            foreach (var sum in sums.Where(sum => !Hidden.Contains(sum.Whole)))
            {
                var under = sum.Parts.Where(Hidden.Contains).ToList();
                if (under.Count > 0 && (under.Count == 1 || under.Sum(part => counts[part]) < Least))
                    return HideOne(sum.Parts) || Hidden.Add(sum.Whole);
            }

            return false;
        }

        /// <summary>Hides one of the counts from which a hidden one follows.</summary>
        public bool HideBeside() =>
            ComplementarySuppression.Of(counts.Count, Hidden, sums) is [var deduced, ..] && HideOne(deduced.From);

        /// <summary>
        /// The one around which most is hidden already, so that what is hidden stays together; of several, the smallest
        /// that is not zero, so that least is lost.
        /// </summary>
        private bool HideOne(IEnumerable<int> cells) =>
            cells
                .Where(cell => !Hidden.Contains(cell))
                .OrderBy(dear)
                .ThenByDescending(HiddenAround)
                .ThenBy(cell => counts[cell] == 0)
                .ThenBy(cell => counts[cell])
                .ThenBy(static cell => cell)
                .Take(1)
                .Any(Hidden.Add);

        private int HiddenAround(int cell) =>
            around[cell].SelectMany(static sum => sum.Cells).Distinct().Count(Hidden.Contains);
    }
}
