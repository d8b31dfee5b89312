namespace HuskyFhir.Simulation.Population.Households;

/// <summary>A person's place in the household; relationships follow from it.</summary>
internal enum Seat
{
    Head,
    Spouse,
    Child,

    /// <summary>A grown child who lives at home.</summary>
    GrownChild,

    /// <summary>A parent of the head.</summary>
    Elder,

    /// <summary>A child whom the head fosters.</summary>
    FosterChild,
}
