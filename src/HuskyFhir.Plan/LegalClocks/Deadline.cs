using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.LegalClocks.Calendar;

namespace HuskyFhir.Plan.LegalClocks;

/// <summary>A date that the law sets, and why.</summary>
/// <param name="Clock">By which rule.</param>
/// <param name="Day">The day in Connecticut.</param>
/// <param name="Until">The last moment that is in time, to the millisecond that FHIR shows; the end of <paramref
/// name="Day"/>, or a moment of it where hours are counted.</param>
/// <param name="Reason">In words, with the dates that were counted from and the clause: <c>60 days from notice mailed
/// 2026-09-01, CGS 17b-60</c>.</param>
/// <param name="Source">The clause alone.</param>
public sealed record Deadline(DeadlineId Clock, DateOnly Day, DateTimeOffset Until, string Reason, string Source)
{
    /// <summary>
    /// Since when the clock stands still; the date is then what it would be if it went on at once. Null while it runs.
    /// </summary>
    public DateTimeOffset? StoppedSince { get; init; }

    /// <summary>The rule's id as it is sent.</summary>
    public string Rule => Codes.Of(Clock);

    /// <summary>Whether what is done at an instant is done in time.</summary>
    public bool Met(DateTimeOffset at) => ProgrammeTime.ToMilliseconds(at) <= Until;

    internal static DateTimeOffset LastOf(DateOnly day) => ProgrammeCalendar.EndOf(day).AddMilliseconds(-1);
}
