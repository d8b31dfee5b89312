using HuskyFhir.Simulation.Population.People;

namespace HuskyFhir.Simulation.Population.Providers;

/// <summary>A primary care provider at an organisation; panels are relative sizes.</summary>
internal sealed record Clinician(
    int Index,
    string Npi,
    Name Given,
    Name Family,
    bool Female,
    Specialty Specialty,
    int Panel,
    Site Site,
    DateOnly Since,
    string Phone
)
{
    public string RoleId => $"r-{Index:D5}";

    public string Display =>
        Specialty.Doctor ? $"Dr. {Given.Text} {Family.Text}" : $"{Given.Text} {Family.Text}, {Specialty.Degree.Code}";
}
