using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Time;

namespace HuskyFhir.Tests.Core;

/// <summary>Dates as spans (R4 section 3.1.1.4.6), in Connecticut's time where no offset is given.</summary>
public sealed class IntervalTests
{
    [Theory]
    [InlineData("2026", "2026-01-01T05:00:00Z", "2027-01-01T05:00:00Z")]
    [InlineData("2026-07", "2026-07-01T04:00:00Z", "2026-08-01T04:00:00Z")]
    [InlineData("2026-12", "2026-12-01T05:00:00Z", "2027-01-01T05:00:00Z")]
    [InlineData("2024-02", "2024-02-01T05:00:00Z", "2024-03-01T05:00:00Z")]
    [InlineData("2024-02-29", "2024-02-29T05:00:00Z", "2024-03-01T05:00:00Z")]
    [InlineData("2000-02-29", "2000-02-29T05:00:00Z", "2000-03-01T05:00:00Z")]
    [InlineData("2026-03-08", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z")] // 23 hours: clocks go forward
    [InlineData("2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z")] // 25 hours: clocks go back
    [InlineData("2026-03-08T02:30", "2026-03-08T07:30:00Z", "2026-03-08T07:31:00Z")] // not on any clock: an hour later
    [InlineData("2026-07-04T10:15", "2026-07-04T14:15:00Z", "2026-07-04T14:16:00Z")]
    [InlineData("2026-07-04T10:15Z", "2026-07-04T10:15:00Z", "2026-07-04T10:16:00Z")]
    [InlineData("2026-07-04T10:15:30Z", "2026-07-04T10:15:30Z", "2026-07-04T10:15:31Z")]
    [InlineData("2026-07-04T10:15:30.5Z", "2026-07-04T10:15:30.5Z", "2026-07-04T10:15:30.6Z")]
    [InlineData("2026-07-04T10:15:30.123Z", "2026-07-04T10:15:30.123Z", "2026-07-04T10:15:30.124Z")]
    [InlineData("2026-07-04T10:15:30.1234567Z", "2026-07-04T10:15:30.1234567Z", "2026-07-04T10:15:30.1234568Z")]
    [InlineData("2026-07-04T10:15:30+05:30", "2026-07-04T04:45:30Z", "2026-07-04T04:45:31Z")]
    [InlineData("2026-07-04T10:15:30 05:30", "2026-07-04T04:45:30Z", "2026-07-04T04:45:31Z")] // a plus that was not escaped
    [InlineData("2026-07-04T10:15:30-04:00", "2026-07-04T14:15:30Z", "2026-07-04T14:15:31Z")]
    [InlineData("2026-12-31T23:59:59-14:00", "2027-01-01T13:59:59Z", "2027-01-01T14:00:00Z")]
    public void TryParse_OfADate_SpansItsPrecision(string text, string low, string high)
    {
        Assert.True(Interval.TryParse(text, out var interval));
        Assert.Equal((Ticks(low), Ticks(high)), (interval.Low, interval.High));
    }

    [Theory]
    [InlineData("")]
    [InlineData("202")]
    [InlineData("20266")]
    [InlineData("0000")]
    [InlineData("2026-00")]
    [InlineData("2026-13")]
    [InlineData("2026-1-01")]
    [InlineData("2026-02-29")]
    [InlineData("1900-02-29")]
    [InlineData("2026-02-30")]
    [InlineData("2026/02/03")]
    [InlineData("2026-07-04T")]
    [InlineData("2026-07-04T10")]
    [InlineData("2026-07-04T24:00")]
    [InlineData("2026-07-04T10:60")]
    [InlineData("2026-07-04T10:15:61Z")]
    [InlineData("2026-07-04T10:15:3Z")]
    [InlineData("2026-07-04T10:15:30.Z")]
    [InlineData("2026-07-04T10:15:30X")]
    [InlineData("2026-07-04T10:15:30+15:00")]
    [InlineData("2026-07-04T10:15:30+1:00")]
    [InlineData("2026-07-04T10:15:30+01:60")]
    [InlineData("2026-07-04 10:15")]
    [InlineData("٢٠٢٦")]
    [InlineData("２０２６-07-04")]
    public void TryParse_OfSomethingElse_IsFalse(string text) => Assert.False(Interval.TryParse(text, out _));

    [Theory]
    [InlineData("0001")]
    [InlineData("9999")]
    [InlineData("9999-12-31")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59.9999999-14:00")]
    public void TryParse_AtTheEndsOfTime_StaysInOrder(string text)
    {
        Assert.True(Interval.TryParse(text, out var interval));
        Assert.InRange(interval.Low, 0, DateTime.MaxValue.Ticks);
        Assert.True(interval.High > interval.Low);
    }

    [Fact]
    public void Of_PeriodOpenOnOneSide_ReachesToTheEndOfTime()
    {
        var day = Interval.Of("2026-05-01")!.Value;
        Assert.Equal(new Interval(day.Low, long.MaxValue), Interval.Of(new Period { Start = "2026-05-01" }));
        Assert.Equal(new Interval(0, day.High), Interval.Of(new Period { End = "2026-05-01" }));
        Assert.Equal(day, Interval.Of(new Period { Start = "2026-05-01", End = "2026-05-01" }));
        Assert.Null(Interval.Of(new Period()));
        Assert.Null(Interval.Of((Period?)null));
        Assert.Null(Interval.Of((string?)null));
    }

    [Fact]
    public void TryParse_OfEveryDayOfTwoYears_LeavesNoGap()
    {
        var last = Interval.Of("2023-12-31")!.Value.High;
        for (var day = new DateOnly(2024, 1, 1); day < new DateOnly(2026, 1, 1); day = day.AddDays(1))
        {
            var interval = Interval.Of(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))!.Value;
            Assert.Equal(last, interval.Low);
            last = interval.High;
        }

        Assert.Equal(last, Interval.Of("2025")!.Value.High);
    }

    private static long Ticks(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture).UtcTicks;
}
