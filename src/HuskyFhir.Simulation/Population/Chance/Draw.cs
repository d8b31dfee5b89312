namespace HuskyFhir.Simulation.Population.Chance;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, 2014), in integers only: the same draws on every machine and runtime, which
/// <see cref="Random"/> does not promise. Each household and each clinic has a draw of its own, so any one of them can
/// be made again without those before it.
/// </summary>
internal sealed class Draw(ulong state)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong state = state;

    /// <summary>The draw that belongs to one thing of one kind in one population.</summary>
    public static Draw For(long seed, DrawKind kind, long index) =>
        new(Mix(Mix((ulong)seed + ((ulong)kind * Golden)) + ((ulong)index * Golden)));

    /// <summary>A whole number from 0 to <paramref name="limit"/> - 1.</summary>
    public int Below(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>True so many times in a thousand.</summary>
    public bool Permille(int times) => Below(1000) < times;

    /// <summary>One of them, all alike.</summary>
    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private ulong Next() => Mix(state += Golden);
}
