namespace HuskyFhir.Simulation.Population.People;

/// <summary>A code and its display; the system follows from where it is used.</summary>
internal sealed record Term(string Code, string Display);
