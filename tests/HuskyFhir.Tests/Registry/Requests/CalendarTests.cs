using CsCheck;
using HuskyFhir.Plan.LegalClocks.Calendar;

namespace HuskyFhir.Tests.Registry.Requests;

/// <summary>
/// The days of CGS 1-4, against lists that the State published or that were made by hand, and days and instants in
/// America/New_York.
/// </summary>
public sealed class CalendarTests
{
    public static TheoryData<string> Easters =>
        [
            "2020-04-12",
            "2021-04-04",
            "2022-04-17",
            "2023-04-09",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
            "2029-04-01",
            "2030-04-21",
            "2031-04-13",
            "2032-03-28",
            "2033-04-17",
            "2034-04-09",
            "2035-03-25",
            "2036-04-13",
            "2037-04-05",
            "2038-04-25",
            "2039-04-10",
            "2040-04-01",
        ];

    [Theory]
    [MemberData(nameof(Easters))]
    public void Easter_OfAYear_IsTheChurchsDay(string easter)
    {
        var day = DateOnly.Parse(easter);
        Assert.Equal(day, Easter.Sunday(day.Year));
        Assert.Equal("Good Friday", StateHolidays.KeptOn(day.AddDays(-2))?.Name);
    }

    [Theory]
    [InlineData(2014, "01-01 01-20 02-12 02-17 04-18 05-26 07-04 09-01 10-13 11-11 11-27 12-25")] // before Juneteenth
    [InlineData(2024, "01-01 01-15 02-12 02-19 03-29 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25")]
    [InlineData(2026, "01-01 01-19 02-12 02-16 04-03 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25")] // 4 July is a Saturday
    [InlineData(2027, "01-01 01-18 02-12 02-15 03-26 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31")] // New Year's Day 2028 is a Saturday
    [InlineData(2028, "01-17 02-11 02-21 04-14 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25")] // Lincoln and Veterans' Day are Saturdays
    [InlineData(2022, "01-17 02-11 02-21 04-15 05-30 07-04 09-05 10-10 11-11 11-24 12-26")] // Juneteenth came in October; 1 January was a Saturday
    [InlineData(2023, "01-02 01-16 02-13 02-20 04-07 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25")] // Lincoln Day is a Sunday
    public void KeptOn_ThroughAYear_IsTheStatesList(int year, string days)
    {
        var kept = Enumerable
            .Range(0, DateTime.IsLeapYear(year) ? 366 : 365)
            .Select(day => new DateOnly(year, 1, 1).AddDays(day))
            .Where(static day => StateHolidays.KeptOn(day) is not null);
        Assert.Equal(days, string.Join(' ', kept.Select(static day => day.ToString("MM-dd"))));
    }

    [Fact]
    public void Holidays_From2020To2040_AreKeptOnWeekdaysAndNeverTwoOnOne()
    {
        for (var year = 2020; year <= 2040; year++)
        {
            var holidays = StateHolidays.Of(year);
            Assert.Equal(year >= 2023 ? 13 : 12, holidays.Count);
            Assert.All(
                holidays,
                static holiday => Assert.InRange(holiday.Observed.DayNumber - holiday.Day.DayNumber, -1, 1)
            );
            Assert.All(
                holidays,
                static holiday => Assert.False(holiday.Observed.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            );
            Assert.Equal(holidays.Count, holidays.Select(static holiday => holiday.Observed).Distinct().Count());
        }
    }

    [Fact]
    public void Closing_IsNoBusinessDayAndStillAWorkingDay()
    {
        var calendar = new ProgrammeCalendar([new(2026, 2, 24)]);
        Assert.False(calendar.IsBusinessDay(new(2026, 2, 24)));
        Assert.True(ProgrammeCalendar.IsWorkingDay(new(2026, 2, 24)));
        Assert.Equal(new DateOnly(2026, 2, 25), calendar.NextOpen(new(2026, 2, 24)));
        Assert.Equal(new DateOnly(2026, 2, 23), calendar.NextOpen(new(2026, 2, 21)));
    }

    [Theory]
    [InlineData("2026-03-08", 23)]
    [InlineData("2026-11-01", 25)]
    [InlineData("2026-07-01", 24)]
    public void Day_OfAChangeOfClocks_HasItsHours(string text, int hours)
    {
        var day = DateOnly.Parse(text);
        Assert.Equal(TimeSpan.FromHours(hours), ProgrammeCalendar.EndOf(day) - ProgrammeCalendar.StartOf(day));
        Assert.Equal(day, ProgrammeCalendar.DayOf(ProgrammeCalendar.EndOf(day).AddTicks(-1)));
        Assert.Equal(day.AddDays(1), ProgrammeCalendar.DayOf(ProgrammeCalendar.EndOf(day)));
    }

    [Fact]
    public void SameTime_OverAGapOfTheClock_IsAnHourLater() =>
        Assert.Equal(
            new DateTimeOffset(2026, 3, 8, 3, 30, 0, TimeSpan.FromHours(-4)),
            ProgrammeCalendar.SameTime(new(2026, 3, 7, 2, 30, 0, TimeSpan.FromHours(-5)), 1)
        );

    /// <summary>Adding days and counting them agree, and a day that was reached counts itself.</summary>
    [Fact]
    public void Add_AndCount_AreOfOneMind() =>
        Gen.Select(
                Gen.Int[0, 7600],
                Gen.Int[1, 120],
                Gen.Enum<TermUnit>().Where(static unit => unit <= TermUnit.WorkingDays)
            )
            .Sample(
                (offset, count, unit) =>
                {
                    var calendar = new ProgrammeCalendar([new(2026, 2, 24)]);
                    var from = new DateOnly(2020, 1, 1).AddDays(offset);
                    var last = calendar.Add(from, new(count, unit));
                    Assert.Equal(count, calendar.Count(from, last, unit));
                    Assert.Equal(count - 1, calendar.Count(from, last.AddDays(-1), unit));
                },
                iter: 2000
            );
}
