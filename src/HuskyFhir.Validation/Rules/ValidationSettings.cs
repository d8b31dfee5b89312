using HuskyFhir.Validation.Terminology;

namespace HuskyFhir.Validation.Rules;

/// <summary>How the engine judges.</summary>
public sealed record ValidationSettings
{
    /// <summary>What breaking each kind of rule means.</summary>
    public SeverityPolicy Severities { get; init; } = SeverityPolicy.Default;

    /// <summary>Errors told at once, and as many warnings and notes beside them: 1 to 10,000; 200 by default.</summary>
    public int MaxIssues { get; init; } = 200;

    /// <summary>
    /// Budget of one validation in steps, 1,000 to 100,000,000; 20,000,000 by default, a few seconds. A look at one
    /// value is a step; a FHIRPath costs more, by what it may look at. Beyond it the resource is refused as too costly.
    /// </summary>
    public long MaxSteps { get; init; } = 20_000_000;

    /// <summary>Where codes are looked up; null for what is loaded.</summary>
    public ITerminology? Terminology { get; init; }

    /// <summary>
    /// How long one validation may wait for such a server in all, 0 to 60 seconds; 5 by default. What is left over is
    /// told as not checked.
    /// </summary>
    public TimeSpan MaxLookupTime { get; init; } = TimeSpan.FromSeconds(5);

    internal ValidationSettings Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxLookupTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxLookupTime, TimeSpan.FromSeconds(60));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxIssues, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxIssues, 10_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSteps, 1_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxSteps, 100_000_000);
        return this;
    }
}
