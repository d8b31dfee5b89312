namespace HuskyFhir.Plan.LegalClocks.Calendar;

/// <summary>One legal holiday of Connecticut.</summary>
/// <param name="Name">As the statute calls it.</param>
/// <param name="Day">The day itself.</param>
/// <param name="Observed">The weekday on which it is kept.</param>
public sealed record StateHoliday(string Name, DateOnly Day, DateOnly Observed);

/// <summary>
/// Connecticut's legal holidays by rule (CGS 1-4). One that falls on a Sunday is kept on the Monday after, one on a
/// Saturday on the Friday before, so that New Year's Day can be kept in the year before. Thanksgiving and Good Friday
/// are not named there: they are the days of thanksgiving and of fasting that the Governor appoints each year, by
/// custom the fourth Thursday of November and the Friday before Easter. Any other day that is appointed or lost, such
/// as one of mourning or of a storm, is an extra closing of the <see cref="ProgrammeCalendar"/>.
/// </summary>
public static class StateHolidays
{
    /// <summary>Public Act 22-128 took effect in October 2022.</summary>
    private const int FirstJuneteenth = 2023;

    /// <summary>
    /// The holidays whose day is in that year, in order; the last of them may be kept in the year after, and the first
    /// in the year before.
    /// </summary>
    public static IReadOnlyList<StateHoliday> Of(int year) =>
        [
            Fixed("New Year's Day", new(year, 1, 1)),
            Fixed("Martin Luther King, Jr. Day", OnOrAfter(new(year, 1, 15), DayOfWeek.Monday)),
            Fixed("Lincoln Day", new(year, 2, 12)),
            Fixed("Washington's Birthday", OnOrAfter(new(year, 2, 15), DayOfWeek.Monday)),
            Fixed("Good Friday", Easter.Sunday(year).AddDays(-2)),
            Fixed("Memorial Day", OnOrAfter(new(year, 5, 25), DayOfWeek.Monday)),
            .. year >= FirstJuneteenth
                ? [Fixed("Juneteenth Independence Day", new(year, 6, 19))]
                : Array.Empty<StateHoliday>(),
            Fixed("Independence Day", new(year, 7, 4)),
            Fixed("Labor Day", OnOrAfter(new(year, 9, 1), DayOfWeek.Monday)),
            Fixed("Columbus Day", OnOrAfter(new(year, 10, 8), DayOfWeek.Monday)),
            Fixed("Veterans' Day", new(year, 11, 11)),
            Fixed("Thanksgiving Day", OnOrAfter(new(year, 11, 22), DayOfWeek.Thursday)),
            Fixed("Christmas", new(year, 12, 25)),
        ];

    /// <summary>The holiday that is kept on a day; null on any other day.</summary>
    public static StateHoliday? KeptOn(DateOnly day) =>
        Of(day.Year).FirstOrDefault(holiday => holiday.Observed == day)
        ?? (
            day is { Month: 12, Day: 31 } && day.Year < DateOnly.MaxValue.Year
                ? Of(day.Year + 1).FirstOrDefault(holiday => holiday.Observed == day)
                : null
        );

    private static StateHoliday Fixed(string name, DateOnly day) =>
        new(
            name,
            day,
            day.DayOfWeek switch
            {
                DayOfWeek.Saturday => day.AddDays(-1),
                DayOfWeek.Sunday => day.AddDays(1),
                _ => day,
            }
        );

    private static DateOnly OnOrAfter(DateOnly day, DayOfWeek wanted) =>
        day.AddDays(((int)wanted - (int)day.DayOfWeek + 7) % 7);
}
