namespace HuskyFhir.Registry.Requests.Reports;

/// <summary>A total and its parts, by their places in a table.</summary>
/// <param name="Whole">The total.</param>
/// <param name="Parts">What adds up to it.</param>
internal sealed record Sum(int Whole, int[] Parts)
{
    /// <summary>All of them.</summary>
    public IEnumerable<int> Cells => Parts.Prepend(Whole);
}

/// <summary>
/// Which counts of a table are not shown, so that nobody is recognised. A count from 1 to 10 is hidden, and besides it as many others as are
/// needed that no hidden count follows from what is shown by any reckoning with the sums, and that no total less its shown parts leaves a count
/// from 1 to 10 for all of the hidden ones together. Pure; the same table is always hidden alike.
/// </summary>
internal static class Suppression
{
    /// <summary>The smallest count above zero that is shown.</summary>
    public const long Least = 11;

    public static IReadOnlySet<int> Hide(IReadOnlyList<long> counts, IEnumerable<Sum> sums)
    {
        var all = sums.ToList();
        var hidden = Enumerable.Range(0, counts.Count).Where(cell => counts[cell] is > 0 and < Least).ToHashSet();
        // Each round hides at least one more or is the last.
        while (HideTogether(counts, all, hidden) || HideBeside(counts, all, hidden))
        {
        }

        return hidden;
    }

    /// <summary>Hides more where those that are hidden under a shown total are too few together.</summary>
    private static bool HideTogether(IReadOnlyList<long> counts, List<Sum> sums, HashSet<int> hidden)
    {
        var more = false;
        foreach (var sum in sums.Where(sum => !hidden.Contains(sum.Whole)))
        {
            var under = sum.Parts.Where(hidden.Contains).ToList();
            if (under.Count > 0 && (under.Count == 1 || under.Sum(part => counts[part]) < Least))
                more |= HideOne(counts, sum, hidden);
        }

        return more;
    }

    /// <summary>Hides one more beside each hidden count that still follows from the sums; where all beside it are hidden, one farther off.</summary>
    private static bool HideBeside(IReadOnlyList<long> counts, List<Sum> sums, HashSet<int> hidden)
    {
        var more = false;
        foreach (var cell in Deducible.Of(hidden, sums))
            more |= sums.Where(sum => sum.Cells.Contains(cell)).Concat(sums.Where(sum => sum.Cells.Any(hidden.Contains))).Any(sum => HideOne(counts, sum, hidden));
        return more;
    }

    /// <summary>The smallest part that is above zero, so that least is lost; then the total; then a part that is zero.</summary>
    private static bool HideOne(IReadOnlyList<long> counts, Sum sum, HashSet<int> hidden)
    {
        var shown = sum.Parts.Where(part => !hidden.Contains(part)).OrderBy(part => counts[part]).ThenBy(static part => part).ToList();
        var chosen = shown.Where(part => counts[part] > 0).Concat(hidden.Contains(sum.Whole) ? [] : [sum.Whole]).Concat(shown).Take(1).ToList();
        return chosen.Count > 0 && hidden.Add(chosen[0]);
    }
}
