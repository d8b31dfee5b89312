using HuskyFhir.Plan.LegalClocks;

namespace HuskyFhir.Tests.Registry.Requests;

/// <summary>What becomes of benefits while an appeal is open (42 CFR 431.211, 431.230, 431.231; 438.420).</summary>
public sealed class BenefitWindowTests
{
    private static readonly ClockFacts InTime = new(HuskyProgramme.A)
    {
        NoticeDate = new(2026, 9, 15),
        NoticeMailed = Noon(9, 15),
        ActionDate = new(2026, 10, 1),
    };

    [Theory]
    [InlineData(9, 30, BenefitAnswer.Continue)]
    [InlineData(10, 1, BenefitAnswer.MayReinstate)]
    [InlineData(10, 11, BenefitAnswer.MayReinstate)]
    [InlineData(10, 12, BenefitAnswer.None)]
    public void Notice_TenDaysAhead_ContinuesThenMayReinstate(int month, int day, BenefitAnswer answer)
    {
        var windows = BenefitWindows.Of(DeadlineRules.Default, InTime);
        Assert.True(windows.NoticeInTime);
        Assert.Null(windows.Restored);
        Assert.Equal(answer, windows.For(Noon(month, day)));
    }

    [Theory]
    [InlineData(9, 30, BenefitAnswer.Continue)]
    [InlineData(10, 10, BenefitAnswer.MustReinstate)] // the notice of 25 September is presumed received on the 30th, and ten days
    [InlineData(10, 11, BenefitAnswer.MayReinstate)] // ten days from the action
    [InlineData(10, 12, BenefitAnswer.None)]
    public void Notice_MailedTooLate_MustReinstate(int month, int day, BenefitAnswer answer)
    {
        var windows = BenefitWindows.Of(
            DeadlineRules.Default,
            InTime with
            {
                NoticeDate = new(2026, 9, 25),
                NoticeMailed = Noon(9, 25),
            }
        );
        Assert.False(windows.NoticeInTime);
        Assert.Equal(answer, windows.For(Noon(month, day)));
    }

    [Fact]
    public void Notice_ThatMayBeLate_IsInTime() =>
        Assert.True(
            BenefitWindows
                .Of(DeadlineRules.Default, InTime with { NoticeMailed = Noon(9, 30), AdvanceNoticeExcused = true })
                .NoticeInTime
        );

    [Fact]
    public void Decision_ThatTookNothingAway_HasNoWindow()
    {
        var windows = BenefitWindows.Of(DeadlineRules.Default, InTime with { ActionDate = null });
        Assert.Equal(
            (null, null, null, null),
            (windows.Continued, windows.Reinstated, windows.Restored, windows.NoticeInTime)
        );
        Assert.Equal(BenefitAnswer.None, windows.For(Noon(9, 16)));
    }

    [Fact]
    public void ManagedCare_TakesTheLaterOfNoticeAndAction()
    {
        var book = new DeadlineRules(new() { ManagedCare = ["HUSKY-A"] });
        Assert.Equal(new DateOnly(2026, 10, 1), BenefitWindows.Of(book, InTime).Continued!.Day); // ten days from 15 September is the 25th
        Assert.Equal(
            new DateOnly(2026, 10, 8),
            BenefitWindows.Of(book, InTime with { NoticeMailed = Noon(9, 28) }).Continued!.Day
        );
    }

    private static DateTimeOffset Noon(int month, int day) => new(2026, month, day, 12, 0, 0, TimeSpan.FromHours(-4));
}
