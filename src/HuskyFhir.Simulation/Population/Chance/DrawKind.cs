namespace HuskyFhir.Simulation.Population.Chance;

/// <summary>What a draw is for: different kinds with the same index never share draws.</summary>
internal enum DrawKind
{
    Household = 1,
    Clinic = 2,
    Clinician = 3,
    Assignment = 4,
    Directive = 5,
    Decision = 6,
    Request = 7,
    Appeal = 8,
}
