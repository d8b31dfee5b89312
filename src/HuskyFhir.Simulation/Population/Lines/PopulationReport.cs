namespace HuskyFhir.Simulation.Population.Lines;

/// <summary>What was written.</summary>
/// <param name="Resources">Resources (lines) of each file by its name, in the order in which the files load.</param>
public sealed record PopulationReport(IReadOnlyList<KeyValuePair<string, long>> Resources)
{
    /// <summary>Resources of all files together.</summary>
    public long Total => Resources.Sum(static file => file.Value);
}
