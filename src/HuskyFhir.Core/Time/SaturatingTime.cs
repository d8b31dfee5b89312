namespace HuskyFhir.Core.Time;

/// <summary>
/// Arithmetic on days and instants that senders choose: what would pass the first or the last day of the calendar
/// (0001-01-01, 9999-12-31) stops there, since an open end is often written as 9999-12-31 and must not become an
/// exception.
/// </summary>
public static class SaturatingTime
{
    /// <summary>The day so many days later, or earlier where negative.</summary>
    public static DateOnly PlusDays(this DateOnly day, int days) =>
        DateOnly.FromDayNumber(
            (int)Math.Clamp((long)day.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber)
        );

    /// <summary>
    /// The day so many years later, or earlier where negative; of February 29 the 28th where that year has none.
    /// </summary>
    public static DateOnly PlusYears(this DateOnly day, int years) =>
        ((long)day.Year + years) switch
        {
            > 9999 => DateOnly.MaxValue,
            < 1 => DateOnly.MinValue,
            _ => day.AddYears(years),
        };

    /// <summary>The instant so much later, or earlier where negative, in UTC.</summary>
    public static DateTimeOffset Plus(this DateTimeOffset instant, TimeSpan span) =>
        new(
            (long)
                Int128.Clamp(
                    (Int128)instant.UtcTicks + span.Ticks,
                    DateTimeOffset.MinValue.UtcTicks,
                    DateTimeOffset.MaxValue.UtcTicks
                ),
            TimeSpan.Zero
        );
}
