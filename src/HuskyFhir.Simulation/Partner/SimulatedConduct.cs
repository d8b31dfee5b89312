namespace HuskyFhir.Simulation.Partner;

/// <summary>How a simulated partner behaves.</summary>
public sealed record SimulatedConduct
{
    /// <summary>Of so many members each last one is refused, such as every 500th; 0 for none.</summary>
    public int RejectEvery { get; init; }

    /// <summary>Whether a refused member takes its whole set with it (X12 only).</summary>
    public bool RejectSets { get; init; }

    /// <summary>Whether every file is refused at its arrival.</summary>
    public bool RejectFiles { get; init; }

    /// <summary>How long a file lies before it is taken.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Whether every answer comes twice.</summary>
    public bool Duplicate { get; init; }

    /// <summary>Whether before every answer a cut-off copy of it comes.</summary>
    public bool Corrupt { get; init; }

    /// <summary>Whether files are taken and never answered.</summary>
    public bool Silent { get; init; }

    /// <summary>Whether with every answer one comes to a number that was never sent.</summary>
    public bool Stray { get; init; }

    /// <summary>The members that are refused, by their place in the file from 0.</summary>
    internal bool Refuses(int index) => RejectEvery > 0 && index % RejectEvery == RejectEvery - 1;
}
