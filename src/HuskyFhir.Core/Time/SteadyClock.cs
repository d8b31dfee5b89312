namespace HuskyFhir.Core.Time;

/// <summary>
/// The clock that is never set: for windows of rates, ages of caches and pauses, which must not grow by an hour when
/// the machine's wall clock is set back. It tells nothing about the time of day, and nothing to another process.
/// </summary>
public static class SteadyClock
{
    /// <summary>Time since an arbitrary moment before the process started; only differences mean something.</summary>
    public static TimeSpan Steady(this TimeProvider clock) =>
        TimeSpan.FromTicks((long)((Int128)clock.GetTimestamp() * TimeSpan.TicksPerSecond / clock.TimestampFrequency));
}
