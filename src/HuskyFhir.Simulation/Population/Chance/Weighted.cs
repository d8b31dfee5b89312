namespace HuskyFhir.Simulation.Population.Chance;

/// <summary>
/// Things of unequal frequency. Weights are whole numbers, so that no rounding differs between machines.
/// </summary>
internal sealed class Weighted<T>
{
    private readonly T[] items;
    private readonly int[] upTo;

    public Weighted(IEnumerable<(T Item, int Weight)> choices)
    {
        var all = choices.ToArray();
        items = [.. all.Select(static c => c.Item)];
        upTo = new int[all.Length];
        for (int i = 0, sum = 0; i < all.Length; i++)
            upTo[i] = sum += all[i].Weight;
    }

    public IReadOnlyList<T> Items => items;

    public T Pick(Draw draw) => At(draw.Below(upTo[^1]));

    /// <summary>
    /// As <see cref="Pick"/>, but within one of so many equal shares of the whole: picks from every share are spread
    /// evenly.
    /// </summary>
    public T PickWithin(int share, int shares, Draw draw) =>
        At((int)(((share * 1000L) + draw.Below(1000)) * upTo[^1] / (shares * 1000L)));

    private T At(int place)
    {
        // BinarySearch answers the complement of the first bound above the place, or the bound itself, which is already
        // past it.
        var at = Array.BinarySearch(upTo, place);
        return items[at < 0 ? ~at : at + 1];
    }
}
