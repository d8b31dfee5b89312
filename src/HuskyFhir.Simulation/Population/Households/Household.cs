using HuskyFhir.Simulation.Population.People;
using HuskyFhir.Simulation.Population.Places;

namespace HuskyFhir.Simulation.Population.Households;

/// <summary>
/// People under one roof: members first, then those who are none. They lived at the former address, if it is known,
/// until the day before they moved in. The answer about race is one of <see cref="Origin.Races"/>; the language, a
/// BCP 47 code, is what its adults prefer.
/// </summary>
internal sealed record Household(
    IReadOnlyList<Person> People,
    int Members,
    Address Home,
    Address? Former,
    DateOnly MovedIn,
    Origin Origin,
    string Race,
    string Language,
    IReadOnlyList<Income> Incomes
);
