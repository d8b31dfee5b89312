namespace HuskyFhir.Simulation.Population.Places;

/// <summary>An invented address in a real town.</summary>
internal sealed record Address(string Line, string? Unit, Town Town, string Zip);
