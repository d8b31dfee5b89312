using HuskyFhir.Simulation.Population.Chance;

namespace HuskyFhir.Simulation.Population.Providers;

/// <summary>A provider organisation with its sites and its clinicians.</summary>
internal sealed record Clinic(
    int Index,
    string Name,
    string Npi,
    string Phone,
    IReadOnlyList<Site> Sites,
    IReadOnlyList<Clinician> Clinicians
)
{
    /// <summary>Who takes children, by the size of the panels.</summary>
    public Weighted<Clinician> ForChildren { get; } =
        new(Clinicians.Where(static c => c.Specialty.Children).Select(static c => (c, c.Panel)));

    /// <summary>Who takes adults.</summary>
    public Weighted<Clinician> ForAdults { get; } =
        new(Clinicians.Where(static c => c.Specialty.Adults).Select(static c => (c, c.Panel)));

    public int Size => Clinicians.Sum(static c => c.Panel);
}
