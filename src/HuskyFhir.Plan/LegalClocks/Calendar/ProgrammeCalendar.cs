using HuskyFhir.Core.Time;

namespace HuskyFhir.Plan.LegalClocks.Calendar;

/// <summary>
/// Days as the programme counts them: in America/New_York, whatever the offset of the instant that was sent, with the
/// holidays of CGS 1-4 and the closings that were announced. The day of an event is never counted; the last day counts
/// to its end.
/// </summary>
/// <param name="closings">Days on which the offices are closed beside weekends and holidays.</param>
public sealed class ProgrammeCalendar(IEnumerable<DateOnly> closings)
{
    private readonly HashSet<DateOnly> closings = [.. closings];

    /// <summary>The day in Connecticut on which an instant falls.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant));

    /// <summary>The first instant of a day, in UTC.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => At(day.ToDateTime(TimeOnly.MinValue));

    /// <summary>
    /// The first instant after a day: what is done before it, is done on that day. A day of the spring change has 23
    /// hours, one of the autumn change 25.
    /// </summary>
    public static DateTimeOffset EndOf(DateOnly day) =>
        day == DateOnly.MaxValue ? DateTimeOffset.MaxValue : StartOf(day.AddDays(1));

    /// <summary>
    /// The same time on the clock, some days later; a time that the spring change leaves out, an hour later.
    /// </summary>
    public static DateTimeOffset SameTime(DateTimeOffset instant, int days) =>
        At(DateOnly.FromDateTime(Local(instant)).PlusDays(days).ToDateTime(TimeOnly.FromDateTime(Local(instant))));

    /// <summary>Whether the State's offices are open.</summary>
    public bool IsBusinessDay(DateOnly day) => IsWorkingDay(day) && !closings.Contains(day);

    /// <summary>Whether it is a weekday and no holiday.</summary>
    public static bool IsWorkingDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && StateHolidays.KeptOn(day) is null;

    /// <summary>The day itself where the offices are open, else the next on which they are.</summary>
    public DateOnly NextOpen(DateOnly day)
    {
        while (!IsBusinessDay(day) && day < DateOnly.MaxValue)
            day = day.AddDays(1);
        return day;
    }

    /// <summary>The last day of a term that begins with an event on <paramref name="day"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The term is in hours, which begin at an instant and not on a
    /// day.</exception>
    public DateOnly Add(DateOnly day, Term term) =>
        term.Unit switch
        {
            TermUnit.Days => day.PlusDays(term.Count),
            TermUnit.Years => day.PlusYears(term.Count),
            TermUnit.BusinessDays or TermUnit.WorkingDays => Walk(day, term.Count, term.Unit),
            _ => throw new ArgumentOutOfRangeException(nameof(term), $"{term} do not begin on a day."),
        };

    /// <summary>
    /// How many days of a kind lie after <paramref name="from"/>, up to and with <paramref name="to"/>: what <see
    /// cref="Add"/> would have counted between them.
    /// </summary>
    public int Count(DateOnly from, DateOnly to, TermUnit unit)
    {
        if (unit == TermUnit.Days)
            return Math.Max(0, to.DayNumber - from.DayNumber);
        var count = 0;
        for (var day = from; day < to; )
        {
            day = day.AddDays(1);
            if (Counts(day, unit))
                count++;
        }

        return count;
    }

    private DateOnly Walk(DateOnly day, int count, TermUnit unit)
    {
        while (count > 0 && day < DateOnly.MaxValue)
        {
            day = day.AddDays(1);
            if (Counts(day, unit))
                count--;
        }

        return day;
    }

    private bool Counts(DateOnly day, TermUnit unit) =>
        unit == TermUnit.BusinessDays ? IsBusinessDay(day) : IsWorkingDay(day);

    private static DateTime Local(DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, ProgrammeTime.Zone).DateTime;

    private static DateTimeOffset At(DateTime local) => new(ProgrammeTime.ToUtcTicks(local), TimeSpan.Zero);
}
