namespace HuskyFhir.Simulation.Population.Households;

/// <summary>One coverage of one member; without an end while it lasts.</summary>
internal sealed record Enrolment(Programme Programme, string Group, DateOnly Start, DateOnly? End);
