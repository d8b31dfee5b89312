using System.Globalization;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.LegalClocks.Calendar;

namespace HuskyFhir.Plan.LegalClocks;

/// <summary>
/// Computes the date that a rule sets, from the facts alone. An extension that the rule does not allow lengthens
/// nothing, and time of waiting counts as none where the law lets the clock run on: a date is never later than the law
/// has it.
/// </summary>
public static class LegalDeadline
{
    /// <summary>
    /// The deadline; null where the programme has no such rule, or what it counts from has not happened.
    /// </summary>
    public static Deadline? Compute(DeadlineRules book, DeadlineId id, ClockFacts facts)
    {
        if (book.Find(facts.Programme, id) is not { } rule || Starts.Of(rule.From, facts, book) is not { } start)
            return null;
        var count = new Count(book.Calendar, rule, start);
        var extensions = Extensions.Counted(count, facts);
        var end = count.End(extensions, Pauses.Of(facts, rule));
        var moved = Moved(book, rule, start, end);
        return new(id, moved.Day, moved.Until, Words(rule, start, end, moved, extensions), rule.Source)
        {
            StoppedSince = end.StoppedSince,
        };
    }

    /// <summary>For a filing whose last day the offices are closed; not beyond what the law allows at most.</summary>
    private static End Moved(DeadlineRules book, ClockRule rule, Start start, End end)
    {
        if (!rule.MovesToOpenDay || !book.MovesToOpenDay)
            return end;
        var open = book.Calendar.NextOpen(end.Day);
        if (rule.Most is { } most && open > start.Day.PlusDays(most))
            return end;
        return open == end.Day ? end : end with { Day = open, Until = Deadline.LastOf(open) };
    }

    private static string Words(
        ClockRule rule,
        Start start,
        End end,
        End moved,
        IReadOnlyList<ClockExtension> extensions
    )
    {
        var text = $"{rule.Term} {(rule.Before ? "before" : "from")} {start.Words} {Iso(start.Day)}, {rule.Source}";
        foreach (var extension in extensions)
            text +=
                $"; {extension.Days} days more by notice of {Iso(ProgrammeCalendar.DayOf(extension.Noticed))}, {rule.Extension!.Source}";
        if (end.Waited is { Length: > 0 } waited)
            text += $"; {waited} of waiting not counted, {rule.Tolling}";
        if (end.StoppedSince is { } since)
            text += $"; stands still since {Iso(ProgrammeCalendar.DayOf(since))}";
        return moved.Day == end.Day
            ? text
            : $"{text}; moved from {end.Day.DayOfWeek} {Iso(end.Day)}, when the offices are closed";
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
