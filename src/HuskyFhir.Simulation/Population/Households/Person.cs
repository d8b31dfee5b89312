using HuskyFhir.Simulation.Population.People;
using HuskyFhir.Simulation.Population.Providers;

namespace HuskyFhir.Simulation.Population.Households;

/// <summary>One person of a household, member or not.</summary>
internal sealed record Person(Part Part, Name Given, Name Family)
{
    public Name? Middle { get; init; }

    /// <summary>The family name before marriage, if another.</summary>
    public Name? BirthFamily { get; init; }

    public string? Suffix { get; init; }

    public required string Phone { get; init; }

    /// <summary>A number that was given up when the household moved.</summary>
    public string? FormerPhone { get; init; }

    public string? Email { get; init; }

    public bool Interpreter { get; init; }

    public DateOnly? Died { get; init; }

    /// <summary>Empty for a person who is no member; else in order of time.</summary>
    public IReadOnlyList<Enrolment> Enrolments { get; init; } = [];

    public Clinician? Pcp { get; init; }
}
