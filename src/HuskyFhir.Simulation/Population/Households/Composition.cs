namespace HuskyFhir.Simulation.Population.Households;

/// <summary>
/// A kind of household. Income is in percent of the federal poverty guideline and decides the programme.
/// </summary>
/// <param name="Adults">Programme of head and spouse; none: insured elsewhere.</param>
/// <param name="Group">Eligibility group of the adults.</param>
/// <param name="HeadAge">Youngest and oldest.</param>
/// <param name="Poverty">Least and most income.</param>
internal sealed record Composition(
    Programme Adults,
    string Group,
    (int Least, int Most) HeadAge,
    (int Least, int Most) Poverty
)
{
    /// <summary>How many heads in a thousand are women.</summary>
    public int Women { get; init; } = 500;

    /// <summary>How many in a thousand have a spouse at home.</summary>
    public int Married { get; init; }

    public (int Least, int Most) Children { get; init; }

    public Programme ChildProgramme { get; init; } = Programme.A;

    /// <summary>One more person than parents and children.</summary>
    public Seat? Extra { get; init; }
}
