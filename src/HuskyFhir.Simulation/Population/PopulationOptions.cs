namespace HuskyFhir.Simulation.Population;

/// <summary>What population to invent. Equal options give equal bytes, on any machine and at any time.</summary>
/// <param name="Members">How many members, from 1 to <see cref="MaxMembers"/>.</param>
/// <param name="Seed">Which population of that size; any value.</param>
public sealed record PopulationOptions(int Members, long Seed = 1)
{
    /// <summary>The largest population: client ids have seven digits of their own.</summary>
    public const int MaxMembers = 8_000_000;

    /// <summary>
    /// The day on which the population stands: ages, current addresses and open coverages hold then. From 2015 to 2099.
    /// </summary>
    public DateOnly AsOf { get; init; } = new(2026, 11, 1);
}
