using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.LegalClocks.Calendar;

namespace HuskyFhir.Tests.Registry.Requests;

/// <summary>
/// Legal dates against a table that was counted by hand: leap years, holidays, weekends, clocks that change,
/// extensions, waiting.
/// </summary>
public sealed class WorkedDateTests
{
    public static TheoryData<int> Rows => [.. Enumerable.Range(0, WorkedDate.All.Count)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Compute_OfAWorkedDate_IsThatDate(int row)
    {
        var worked = WorkedDate.All[row];
        var deadline = LegalDeadline.Compute(worked.Book(), Codes.Find<DeadlineId>(worked.Clock)!.Value, worked.Facts);
        Assert.NotNull(deadline);
        Assert.True(
            worked.Day == deadline.Day,
            $"{worked.Clock}: {deadline.Day:yyyy-MM-dd}, by hand {worked.Day:yyyy-MM-dd}. {worked.Why} ({deadline.Reason})"
        );
        Assert.Equal(worked.Until ?? ProgrammeCalendar.EndOf(worked.Day).AddMilliseconds(-1), deadline.Until);
        Assert.Equal(worked.Stopped, deadline.StoppedSince is not null);
        Assert.Contains(deadline.Source, deadline.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_HasEveryClock_AndAHundredAndEightyRows()
    {
        Assert.True(WorkedDate.All.Count >= 180);
        Assert.All(WorkedDate.All, static row => Assert.NotEmpty(row.Why));
        string[] promises =
        [
            "complaint-resolution",
            "amendment-disagreement",
            "restriction",
            "confidential-communication",
            "pcp-change",
            "assistance",
        ]; // counted as others are, by no law
        Assert.Equal(
            Enum.GetValues<DeadlineId>().Select(Codes.Of).Except(promises).Order(StringComparer.Ordinal),
            WorkedDate.All.Select(static row => row.Clock).Distinct().Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Reason_TellsTheDatesAndTheClause()
    {
        var mailed = new DateTimeOffset(2026, 9, 3, 12, 0, 0, TimeSpan.FromHours(-4));
        var plain = LegalDeadline.Compute(
            DeadlineRules.Default,
            DeadlineId.AppealFiling,
            new(HuskyProgramme.A) { NoticeMailed = mailed }
        )!;
        Assert.Equal("60 days from notice mailed 2026-09-03, CGS 17b-60", plain.Reason);

        var moved = LegalDeadline.Compute(
            DeadlineRules.Default,
            DeadlineId.AppealFiling,
            new(HuskyProgramme.A) { NoticeMailed = mailed.AddDays(-2) }
        )!;
        Assert.Equal(
            "60 days from notice mailed 2026-09-01, CGS 17b-60; moved from Saturday 2026-10-31, when the offices are closed",
            moved.Reason
        );

        var whole = LegalDeadline.Compute(
            DeadlineRules.Default,
            DeadlineId.HearingDecision,
            new(HuskyProgramme.A)
            {
                Received = mailed,
                Pauses = [new(mailed.AddDays(1), mailed.AddDays(4)), new(mailed.AddDays(20), null)],
                Extensions = [new(mailed.AddDays(10), 14, "Her mother is ill.", ByRequester: true)],
            }
        )!;
        Assert.Equal(
            "90 days from receipt 2026-09-03, CGS 17b-61(a); 14 days more by notice of 2026-09-13, CGS 17b-61(a); 3 days of waiting not counted, 42 CFR 431.244(f)(4) and CGS 17b-61(a); stands still since 2026-09-23",
            whole.Reason
        );

        var presumed = LegalDeadline.Compute(
            DeadlineRules.Default,
            DeadlineId.BenefitsRestored,
            new(HuskyProgramme.A) { NoticeDate = new(2026, 9, 1) }
        )!;
        Assert.Equal("10 days from notice presumed received 2026-09-06, 42 CFR 431.231(c)", presumed.Reason);
    }

    [Fact]
    public void Deadline_IsMetToItsLastMillisecond_AndNotAfter()
    {
        var due = LegalDeadline.Compute(
            DeadlineRules.Default,
            DeadlineId.RecordsAccess,
            new(HuskyProgramme.A) { Received = new(2026, 10, 2, 9, 0, 0, TimeSpan.FromHours(-4)) }
        )!;
        Assert.Equal(new DateOnly(2026, 11, 1), due.Day); // the day of 25 hours
        Assert.True(due.Met(new(2026, 11, 1, 23, 59, 59, 999, TimeSpan.FromHours(-5))));
        Assert.True(due.Met(new DateTimeOffset(2026, 11, 1, 23, 59, 59, 999, TimeSpan.FromHours(-5)).AddTicks(9_999)));
        Assert.False(due.Met(new(2026, 11, 2, 0, 0, 0, TimeSpan.FromHours(-5))));
    }

    [Fact]
    public void Compute_WithoutTheEventOrTheRule_IsNothing()
    {
        Assert.Null(LegalDeadline.Compute(DeadlineRules.Default, DeadlineId.AppealFiling, new(HuskyProgramme.A)));
        Assert.Null(
            LegalDeadline.Compute(
                DeadlineRules.Default,
                DeadlineId.HearingFiling,
                new(HuskyProgramme.B) { NoticeDate = new(2026, 9, 1) }
            )
        );
        Assert.Null(
            LegalDeadline.Compute(
                DeadlineRules.Default,
                DeadlineId.ReviewDecision,
                new(HuskyProgramme.A) { Received = DateTimeOffset.UnixEpoch }
            )
        );
    }
}
