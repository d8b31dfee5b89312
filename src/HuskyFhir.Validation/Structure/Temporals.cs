namespace HuskyFhir.Validation.Structure;

/// <summary>
/// Forms of dates and times. A leap second (:60) is one like any other (R4 section 2.24.0.1, dateTime: "leap seconds
/// are allowed"). A moment that in UTC lies before the year 0001 or after 9999, which no clock of the service could
/// hold, is refused.
/// </summary>
internal static class Temporals
{
    public static bool Date(ReadOnlySpan<byte> text) =>
        text.Length switch
        {
            4 => Year(text, out _),
            7 => Month(text, out _, out _),
            10 => Day(text),
            _ => false,
        };

    public static bool DateTime(ReadOnlySpan<byte> text) => text.Length <= 10 ? Date(text) : Moment(text);

    /// <summary>An instant is read as a moment of a clock, and no clock here holds a leap second.</summary>
    public static bool Instant(ReadOnlySpan<byte> text) => Moment(text) && !text.Slice(17, 2).SequenceEqual("60"u8);

    private static bool Moment(ReadOnlySpan<byte> text)
    {
        if (text.Length < 20 || text[10] != 'T' || !Day(text[..10]) || !Clock(text.Slice(11, 8)))
            return false;

        var rest = text[19..];
        if (rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits is < 1)
                return false;
            rest = rest[(1 + digits)..];
        }

        return Zone(rest) && IsInUtc(text, rest);
    }

    public static bool Time(ReadOnlySpan<byte> text) =>
        text.Length >= 8
        && Clock(text[..8])
        && (
            text.Length == 8
            || (text[8] == '.' && text.Length > 9 && !text[9..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        );

    private static bool Year(ReadOnlySpan<byte> text, out int year) => Number(text[..4], out year) && year > 0;

    private static bool Month(ReadOnlySpan<byte> text, out int year, out int month)
    {
        month = 0;
        return Year(text, out year) && text[4] == '-' && Number(text.Slice(5, 2), out month) && month is >= 1 and <= 12;
    }

    private static bool Day(ReadOnlySpan<byte> text) =>
        Month(text, out var year, out var month)
        && text[7] == '-'
        && Number(text.Slice(8, 2), out var day)
        && day >= 1
        && day <= System.DateTime.DaysInMonth(year, month);

    private static bool Clock(ReadOnlySpan<byte> text) =>
        text[2] == ':'
        && text[5] == ':'
        && Number(text[..2], out var hour)
        && hour <= 23
        && Number(text.Slice(3, 2), out var minute)
        && minute <= 59
        && Number(text.Slice(6, 2), out var second)
        && second <= 60;

    /// <summary>
    /// Whether the moment is still within the years 0001 to 9999 when its offset is taken off; the parts are known to
    /// be sound.
    /// </summary>
    private static bool IsInUtc(ReadOnlySpan<byte> text, ReadOnlySpan<byte> zone)
    {
        if (zone.Length == 1)
            return true;
        var (wall, shift) = (Minutes(text[11..16]), Minutes(zone[1..]));
        return zone[0] == (byte)'+'
            ? wall >= shift || !text[..10].SequenceEqual("0001-01-01"u8)
            : wall + shift < 24 * 60 || !text[..10].SequenceEqual("9999-12-31"u8);
    }

    private static int Minutes(ReadOnlySpan<byte> clock) =>
        Number(clock[..2], out var hours) & Number(clock[3..], out var minutes) ? (hours * 60) + minutes : 0;

    private static bool Zone(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("Z"u8)
        || (
            text.Length == 6
            && (text[0] is (byte)'+' or (byte)'-')
            && text[3] == ':'
            && Number(text.Slice(1, 2), out var hours)
            && Number(text.Slice(4, 2), out var minutes)
            && minutes <= 59
            && (hours < 14 || (hours == 14 && minutes == 0))
        );

    private static bool Number(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return false;
            value = (value * 10) + digit - '0';
        }

        return true;
    }
}
