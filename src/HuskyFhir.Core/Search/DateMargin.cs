namespace HuskyFhir.Core.Search;

/// <summary>How far <c>ap</c> reaches (R4 section 3.1.1.4.5 leaves it to the server).</summary>
public static class DateMargin
{
    /// <summary>A tenth of the distance from now, and never less than a day; in ticks.</summary>
    public static long Of(long low, DateTimeOffset now) =>
        Math.Max(TimeSpan.TicksPerDay, Math.Abs(now.UtcTicks - low) / 10);
}
