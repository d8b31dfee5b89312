namespace HuskyFhir.Simulation.Population.Households;

/// <summary>
/// A person before there is a name: who is in the household, how old, in which programme, and in which eligibility
/// group of it. Twins are 1 and 2 in order of birth, everyone else is 0.
/// </summary>
internal sealed record Part(Seat Seat, bool Female, DateOnly Born, Programme Programme, string Group, int Twin = 0);
