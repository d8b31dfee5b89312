namespace HuskyFhir.Simulation.Population.Chance;

/// <summary>Ways to say how frequent things are.</summary>
internal static class Weighted
{
    /// <summary>
    /// By rank, as names in a population are (Zipf): the first twice as frequent as the fifth, and a long tail.
    /// </summary>
    public static Weighted<T> ByRank<T>(IReadOnlyList<T> items) =>
        new(items.Select(static (item, rank) => (item, 1_000_000 / (rank + 4))));

    /// <summary>From words such as <c>en:70 es:30</c>.</summary>
    public static Weighted<string> Parse(string words) =>
        new(
            words.Split(' ').Select(static word => word.Split(':')).Select(static pair => (pair[0], int.Parse(pair[1])))
        );
}
