namespace HuskyFhir.Simulation.Population.Households;

/// <summary>What a household lives on.</summary>
/// <param name="Cents">Of one pay period, or of one hour; in US cents.</param>
/// <param name="Frequency">Code of the pay period.</param>
/// <param name="Source">Code of the source.</param>
/// <param name="Hours">A week, where it is paid by the hour; else 0.</param>
/// <param name="Since">First day.</param>
/// <param name="Until">Last day, or null while it lasts.</param>
internal sealed record Income(long Cents, string Frequency, string Source, int Hours, DateOnly Since, DateOnly? Until);
