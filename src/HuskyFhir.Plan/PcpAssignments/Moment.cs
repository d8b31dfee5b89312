using System.Globalization;
using HuskyFhir.Core.Time;

namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>
/// When a change takes effect: at once, to the millisecond, or with the beginning of a day in Connecticut.
/// </summary>
/// <param name="Ticks">UTC ticks.</param>
/// <param name="Start">As the start of a period.</param>
/// <param name="EndBefore">As the end of the period before it: FHIR's ends are included.</param>
public sealed record Moment(long Ticks, string Start, string EndBefore)
{
    /// <summary>With this instant.</summary>
    public static Moment At(DateTimeOffset instant)
    {
        var at = ProgrammeTime.ToMilliseconds(instant);
        return new(at.UtcTicks, Text(at), Text(at.AddMilliseconds(-1)));
    }

    /// <summary>With the beginning of a day.</summary>
    public static Moment On(DateOnly day) =>
        new(ProgrammeTime.ToUtcTicks(day.ToDateTime(TimeOnly.MinValue)), Text(day), Text(day.PlusDays(-1)));

    /// <summary>The day in Connecticut on which an instant falls.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, ProgrammeTime.Zone).DateTime);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset at) =>
        TimeZoneInfo
            .ConvertTime(at, ProgrammeTime.Zone)
            .ToString("yyyy-MM-ddTHH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
