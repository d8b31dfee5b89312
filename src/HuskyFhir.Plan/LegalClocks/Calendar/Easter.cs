namespace HuskyFhir.Plan.LegalClocks.Calendar;

/// <summary>
/// The day of Easter in the Gregorian calendar, on which Good Friday hangs; the anonymous computus, which holds for
/// every year.
/// </summary>
internal static class Easter
{
    public static DateOnly Sunday(int year)
    {
        var golden = year % 19;
        var (century, rest) = Math.DivRem(year, 100);
        var moonShift = (century - ((century + 8) / 25) + 1) / 3;
        var epact = ((19 * golden) + century - (century / 4) - moonShift + 15) % 30;
        var weekday = (32 + (2 * (century % 4)) + (2 * (rest / 4)) - epact - (rest % 4)) % 7;
        var late = (golden + (11 * epact) + (22 * weekday)) / 451;
        var count = epact + weekday - (7 * late) + 114;
        return new(year, count / 31, (count % 31) + 1);
    }
}
