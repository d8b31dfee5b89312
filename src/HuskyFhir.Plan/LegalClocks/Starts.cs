using HuskyFhir.Plan.LegalClocks.Calendar;

namespace HuskyFhir.Plan.LegalClocks;

/// <summary>Where a clock begins, and what to call it.</summary>
/// <param name="Day">The day of the event.</param>
/// <param name="Instant">The moment, where it is known; hours cannot be counted without.</param>
/// <param name="Words">Such as <c>notice mailed</c>.</param>
internal sealed record Start(DateOnly Day, DateTimeOffset? Instant, string Words);

/// <summary>Finds the event of a rule among the facts; null where it has not happened.</summary>
internal static class Starts
{
    public static Start? Of(ClockEvent wanted, ClockFacts facts, DeadlineRules book) =>
        wanted switch
        {
            ClockEvent.NoticeMailed => At(facts.NoticeMailed, "notice mailed") ?? On(facts.NoticeDate, "notice dated"),
            ClockEvent.NoticeDated => On(facts.NoticeDate, "notice dated") ?? At(facts.NoticeMailed, "notice mailed"),
            ClockEvent.AppealDecided => At(facts.AppealDecided, "decision of the appeal")
                ?? Of(ClockEvent.NoticeMailed, facts, book),
            ClockEvent.NoticeReceived => At(facts.NoticeReceived, "notice received") ?? Presumed(facts, book),
            ClockEvent.Action => On(facts.ActionDate, "action"),
            ClockEvent.Received => At(facts.Received, "receipt"),
            ClockEvent.InternalReviewAsked => At(facts.InternalReviewAsked, "request for internal review")
                ?? At(facts.Received, "receipt"),
            ClockEvent.Hearing => At(facts.Hearing, "hearing"),
            ClockEvent.Decided => At(facts.Decided, "decision"),
            ClockEvent.Demanded => At(facts.Demanded, "demand for a decision"),
            ClockEvent.Changed => At(facts.Changed, "change"),
            _ => throw new ArgumentOutOfRangeException(nameof(wanted)),
        };

    /// <summary>A notice counts as received some days after its date, unless the member shows otherwise.</summary>
    private static Start? Presumed(ClockFacts facts, DeadlineRules book) =>
        LegalDeadline.Compute(book, DeadlineId.NoticeReceipt, facts) is { } receipt
            ? new(receipt.Day, null, "notice presumed received")
            : null;

    private static Start? At(DateTimeOffset? instant, string words) =>
        instant is { } at ? new(ProgrammeCalendar.DayOf(at), at, words) : null;

    private static Start? On(DateOnly? day, string words) => day is { } on ? new(on, null, words) : null;
}
