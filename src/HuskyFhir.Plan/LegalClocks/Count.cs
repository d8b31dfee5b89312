using HuskyFhir.Core.Time;
using HuskyFhir.Plan.LegalClocks.Calendar;

namespace HuskyFhir.Plan.LegalClocks;

/// <summary>Where a count ends.</summary>
/// <param name="Day">The last day.</param>
/// <param name="Until">Its last moment that is in time.</param>
/// <param name="Waited">How much was left out, in words; empty where nothing was.</param>
/// <param name="StoppedSince">Since when it stands still.</param>
internal sealed record End(DateOnly Day, DateTimeOffset Until, string Waited, DateTimeOffset? StoppedSince);

/// <summary>Counts one rule from one start: days to the end of a day, hours to a moment.</summary>
internal sealed record Count(ProgrammeCalendar Calendar, ClockRule Rule, Start Start)
{
    public End End(IReadOnlyList<ClockExtension> extensions, IReadOnlyList<ClockPause> pauses)
    {
        var more = extensions.Sum(static extension => extension.Days);
        return Rule.Term.Unit == TermUnit.Hours ? Hours(more, pauses) : Days(more, pauses);
    }

    /// <summary>
    /// A pause puts off the end by the days of the rule's kind that lie in it; one that begins after the end has passed
    /// changes nothing.
    /// </summary>
    private End Days(int more, IReadOnlyList<ClockPause> pauses)
    {
        var (waited, stopped) = (0, default(DateTimeOffset?));
        foreach (var pause in pauses)
        {
            var from = Later(ProgrammeCalendar.DayOf(pause.From), Start.Day);
            if (from > Last(more, waited))
                break;
            if (pause.To is { } to)
                waited += Calendar.Count(from, ProgrammeCalendar.DayOf(to), Rule.Term.Unit);
            else
                stopped = pause.From;
        }

        var day = Last(more, waited);
        return new(
            day,
            Deadline.LastOf(day),
            waited == 0 ? string.Empty : new Term(waited, Rule.Term.Unit).ToString(),
            stopped
        );
    }

    private DateOnly Last(int more, int waited)
    {
        var length = Rule.Term.Count + waited;
        return Calendar.Add(Start.Day, Rule.Term with { Count = Rule.Before ? -length : length }).PlusDays(more);
    }

    /// <summary>
    /// Hours are counted from a moment; where only a day is known, from its end, which is no earlier than any moment of
    /// it.
    /// </summary>
    private End Hours(int more, IReadOnlyList<ClockPause> pauses)
    {
        var begin = Start.Instant ?? Deadline.LastOf(Start.Day);
        var (waited, stopped) = (TimeSpan.Zero, default(DateTimeOffset?));
        foreach (var pause in pauses)
        {
            var from = pause.From < begin ? begin : pause.From;
            if (from > Moment(begin, more, waited))
                break;
            if (pause.To is not { } to)
                stopped = pause.From;
            else if (to > from)
                waited += to - from;
        }

        var until = Moment(begin, more, waited);
        return new(
            ProgrammeCalendar.DayOf(until),
            until,
            waited == TimeSpan.Zero ? string.Empty : $"{(int)waited.TotalHours} hours {waited.Minutes} minutes",
            stopped
        );
    }

    private DateTimeOffset Moment(DateTimeOffset begin, int more, TimeSpan waited)
    {
        var end = begin.Plus(TimeSpan.FromHours(Rule.Term.Count)).Plus(waited);
        return more == 0 ? end : ProgrammeCalendar.SameTime(end, more);
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
