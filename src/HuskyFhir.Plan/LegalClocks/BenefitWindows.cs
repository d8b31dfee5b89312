using HuskyFhir.Plan.LegalClocks.Calendar;

namespace HuskyFhir.Plan.LegalClocks;

/// <summary>
/// Until when a member must have asked, so that benefits go on while an appeal is open, or come back (42 CFR 431.230
/// and 431.231).
/// </summary>
/// <param name="Continued">The last day to ask for benefits to go on without a gap; null where nothing is taken
/// away.</param>
/// <param name="Reinstated">The last day on which services may be reinstated.</param>
/// <param name="Restored">The last day on which they must be, which holds only where advance notice was
/// missing.</param>
/// <param name="NoticeInTime">Whether the action was told in time; null where that is not known.</param>
public sealed record BenefitWindows(Deadline? Continued, Deadline? Reinstated, Deadline? Restored, bool? NoticeInTime)
{
    /// <summary>Computed from the notice and the day of the action.</summary>
    public static BenefitWindows Of(DeadlineRules book, ClockFacts facts)
    {
        var inTime = InTime(book, facts);
        return new(
            Continuing(book, facts),
            LegalDeadline.Compute(book, DeadlineId.BenefitsReinstated, facts),
            inTime == false ? LegalDeadline.Compute(book, DeadlineId.BenefitsRestored, facts) : null,
            inTime
        );
    }

    /// <summary>
    /// Whether benefits go on or come back for one who asked then: what must be done goes before what may be.
    /// </summary>
    public BenefitAnswer For(DateTimeOffset asked) =>
        this switch
        {
            { Continued: { } last } when last.Met(asked) => BenefitAnswer.Continue,
            { Restored: { } last } when last.Met(asked) => BenefitAnswer.MustReinstate,
            { Reinstated: { } last } when last.Met(asked) => BenefitAnswer.MayReinstate,
            _ => BenefitAnswer.None,
        };

    /// <summary>
    /// Under managed care the days run from the notice, or to the day of the action where that is later (42 CFR
    /// 438.420(a)).
    /// </summary>
    private static Deadline? Continuing(DeadlineRules book, ClockFacts facts)
    {
        var last = LegalDeadline.Compute(book, DeadlineId.BenefitsContinued, facts);
        return
            last is not null
            && facts.ActionDate is { } action
            && action > last.Day
            && book.Find(facts.Programme, DeadlineId.BenefitsContinued)!.From == ClockEvent.NoticeMailed
            ? last with
            {
                Day = action,
                Until = Deadline.LastOf(action),
                Reason = $"the day of the action, which is later than {last.Reason}",
            }
            : last;
    }

    private static bool? InTime(DeadlineRules book, ClockFacts facts)
    {
        if (facts.ActionDate is null)
            return null;
        if (facts.AdvanceNoticeExcused || LegalDeadline.Compute(book, DeadlineId.AdvanceNotice, facts) is not { } last)
            return true;
        return (facts.NoticeMailed is { } mailed ? ProgrammeCalendar.DayOf(mailed) : facts.NoticeDate) is { } day
            ? day <= last.Day
            : false;
    }
}

/// <summary>What becomes of benefits while an appeal is open.</summary>
public enum BenefitAnswer
{
    /// <summary>Nothing: it was asked too late, or nothing was taken away.</summary>
    None,

    /// <summary>They go on.</summary>
    Continue,

    /// <summary>They may be given again.</summary>
    MayReinstate,

    /// <summary>They must be given again.</summary>
    MustReinstate,
}
