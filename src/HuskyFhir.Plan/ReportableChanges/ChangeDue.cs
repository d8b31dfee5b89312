using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.LegalClocks.Calendar;

namespace HuskyFhir.Plan.ReportableChanges;

/// <summary>
/// By when a change must be told (clocks change-report and exchange-change-report). The time begins with the change,
/// and not before the plan knows of it: nobody can tell what nobody told him.
/// </summary>
internal static class ChangeDue
{
    public static DateOnly? Of(
        DeadlineRules book,
        DeadlineId clock,
        HuskyProgramme programme,
        DateOnly effective,
        DateTimeOffset known
    )
    {
        var begins = effective > ProgrammeCalendar.DayOf(known) ? ProgrammeCalendar.StartOf(effective) : known;
        return LegalDeadline.Compute(book, clock, new(programme) { Changed = begins })?.Day;
    }
}
