using HuskyFhir.Simulation.Population.Places;

namespace HuskyFhir.Simulation.Population.Providers;

/// <summary>One place at which an organisation works; the id is its business key as well.</summary>
internal sealed record Site(string Id, string Name, Address Address, string Phone);
