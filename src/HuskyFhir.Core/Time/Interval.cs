using Hl7.Fhir.Model;

namespace HuskyFhir.Core.Time;

/// <summary>
/// The span that a FHIR date stands for, from its precision (R4 section 3.1.1.4.6): <c>1970-05</c> is the whole of that
/// month. Half-open: <see cref="Low"/> is in it, <see cref="High"/> is the first tick after it. UTC ticks.
/// </summary>
/// <param name="Low">First tick.</param>
/// <param name="High">First tick after the end; <see cref="long.MaxValue"/> where the end is open.</param>
public readonly record struct Interval(long Low, long High)
{
    /// <summary>The span of a period; a missing side is open.</summary>
    public static Interval? Of(Period? period)
    {
        if (period is null)
            return null;
        var start = Of(period.Start);
        var end = Of(period.End);
        return start is null && end is null ? null : new(start?.Low ?? 0, end?.High ?? long.MaxValue);
    }

    /// <summary>The span of a date or dateTime as FHIR writes it; null when absent or unreadable.</summary>
    public static Interval? Of(string? text) => text is not null && TryParse(text, out var interval) ? interval : null;

    /// <summary>The single tick of an instant.</summary>
    public static Interval? Of(DateTimeOffset? instant) => instant is { } at ? new(at.UtcTicks, at.UtcTicks + 1) : null;

    /// <summary>
    /// Reads YYYY, YYYY-MM, YYYY-MM-DD, and date with time to minutes, seconds or fractions, offset optional.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Interval interval)
    {
        interval = default;
        return text.Length switch
        {
            4 => Digits(text, out var year) && Year(year, out interval),
            7 => text[4] == '-'
                && Digits(text[..4], out var year)
                && Digits(text[5..], out var month)
                && Month(year, month, out interval),
            10 => DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) && Day(day, out interval),
            >= 16 => Moment(text, out interval),
            _ => false,
        };
    }

    private static bool Digits(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit(digit))
                return false;
            number = (number * 10) + digit - '0';
        }

        return true;
    }

    private static bool Year(int year, out Interval interval) =>
        Month(year, 1, out interval) && Month(year, 12, out var december) && Join(interval, december, out interval);

    private static bool Join(Interval first, Interval last, out Interval joined)
    {
        joined = new(first.Low, last.High);
        return true;
    }

    private static bool Month(int year, int month, out Interval interval)
    {
        interval = default;
        if (year is < 1 or > 9999 || month is < 1 or > 12)
            return false;
        var first = new DateOnly(year, month, 1);
        return Day(first, out var start)
            && Day(first.AddDays(DateTime.DaysInMonth(year, month) - 1), out var end)
            && Join(start, end, out interval);
    }

    private static bool Day(DateOnly day, out Interval interval)
    {
        var low = ProgrammeTime.ToUtcTicks(day.ToDateTime(TimeOnly.MinValue));
        interval = new(
            low,
            day == DateOnly.MaxValue
                ? long.MaxValue
                : ProgrammeTime.ToUtcTicks(day.AddDays(1).ToDateTime(TimeOnly.MinValue))
        );
        return true;
    }

    private static bool Moment(ReadOnlySpan<char> text, out Interval interval)
    {
        interval = default;
        if (!DateTime.TryParseExact(text[..16], "yyyy-MM-ddTHH:mm", null, default, out var wall))
            return false;
        var rest = text[16..];
        var width = TimeSpan.TicksPerMinute;
        if (rest.Length > 0 && rest[0] == ':' && !Seconds(ref rest, ref wall, out width))
            return false;
        if (!Offset(rest, wall, out var low))
            return false;
        interval = new(low, low + width);
        return true;
    }

    private static bool Seconds(ref ReadOnlySpan<char> rest, ref DateTime wall, out long width)
    {
        width = TimeSpan.TicksPerSecond;
        if (rest.Length < 3 || !Digits(rest[1..3], out var seconds) || seconds > 60) // a leap second is the next minute's first on every clock here
            return false;
        wall = wall.AddSeconds(seconds);
        rest = rest[3..];
        if (rest.Length == 0 || rest[0] != '.')
            return true;
        var digits = 1;
        while (digits < rest.Length && char.IsAsciiDigit(rest[digits]))
        {
            if (width > 1)
                wall = wall.AddTicks((width /= 10) * (rest[digits] - '0'));
            digits++;
        }

        rest = rest[digits..];
        return digits > 1;
    }

    private static bool Offset(ReadOnlySpan<char> rest, DateTime wall, out long low)
    {
        low = ProgrammeTime.ToUtcTicks(wall);
        if (rest.Length == 0)
            return true;
        low = wall.Ticks;
        if (rest is "Z")
            return true;
        if (
            rest.Length != 6
            || rest[0] is not ('+' or '-' or ' ')
            || rest[3] != ':'
            || !Digits(rest[1..3], out var hours)
            || !Digits(rest[4..], out var minutes)
        )
            return false;
        var shift = ((hours * 60L) + minutes) * TimeSpan.TicksPerMinute;
        low = Math.Clamp(
            rest[0] == '-' ? low + shift : low - shift,
            0,
            DateTime.MaxValue.Ticks - TimeSpan.TicksPerMinute
        );
        return hours <= 14 && minutes <= 59; // a '+' that a client did not escape arrives as a space
    }
}
