namespace HuskyFhir.Simulation.Population.Households;

/// <summary>The part of the programme in which a person is enrolled.</summary>
internal enum Programme
{
    None,
    A,
    B,
    C,
    D,
}
