namespace HuskyFhir.Core.Time;

/// <summary>
/// The programme's own time. A date without an offset means a day in Connecticut; instants are stored as UTC ticks
/// (100 ns since 0001-01-01), which sort as they should in both databases.
/// </summary>
public static class ProgrammeTime
{
    /// <summary>America/New_York, from the system's time zone data.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    /// <summary>
    /// UTC ticks at which a local wall-clock time falls; in the spring gap, the first instant after it.
    /// </summary>
    public static long ToUtcTicks(DateTime local)
    {
        var wall = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (Zone.IsInvalidTime(wall))
            wall = wall.AddHours(1);
        var ticks = wall.Ticks - Zone.GetUtcOffset(wall).Ticks;
        return Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks);
    }

    /// <summary>The day on which an instant falls.</summary>
    public static DateOnly Day(DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);

    /// <summary>
    /// An instant cut to the millisecond that FHIR JSON shows, so that what is stored equals what is served.
    /// </summary>
    public static DateTimeOffset ToMilliseconds(DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
