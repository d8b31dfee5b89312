namespace HuskyFhir.Validation.Firely;

/// <summary>How Firely's validator is run.</summary>
public sealed record FirelySettings
{
    /// <summary>
    /// Instances that work beside each other, 1 to 16; 1 by default. Each has caches of its own, of some hundred
    /// megabytes.
    /// </summary>
    public int Instances { get; init; } = 1;

    /// <summary>
    /// How long one validation may take, and how long it may wait for an instance: 0.1 to 300 seconds; 20 by default,
    /// since the first one compiles.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    internal FirelySettings Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Instances, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Instances, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(Timeout, TimeSpan.FromSeconds(0.1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Timeout, TimeSpan.FromSeconds(300));
        return this;
    }
}
