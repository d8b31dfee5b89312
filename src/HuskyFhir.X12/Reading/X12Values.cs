using System.Buffers.Text;
using System.Globalization;

namespace HuskyFhir.X12.Reading;

/// <summary>Dates, times and numbers as X12.6 writes them.</summary>
internal static class X12Values
{
    /// <summary>CCYYMMDD; null where it is no date.</summary>
    public static DateOnly? Date(ReadOnlySpan<byte> text) =>
        text.Length == 8
        && Digits(text, out var value)
        && Day(value / 10_000, value / 100 % 100, value % 100) is { } day
            ? day
            : null;

    /// <summary>YYMMDD of an ISA; X12 00501 came in 2003, so that the century is known.</summary>
    public static DateOnly? ShortDate(ReadOnlySpan<byte> text) =>
        text.Length == 6 && Digits(text, out var value)
            ? Day(2000 + (value / 10_000), value / 100 % 100, value % 100)
            : null;

    /// <summary>CCYYMMDD-CCYYMMDD; null where it is none, or ends before it begins.</summary>
    public static (DateOnly From, DateOnly To)? Range(ReadOnlySpan<byte> text) =>
        text.Length == 17 && text[8] == '-' && Date(text[..8]) is { } from && Date(text[9..]) is { } to && from <= to
            ? (from, to)
            : null;

    /// <summary>HHMM, HHMMSS, HHMMSSD or HHMMSSDD; null where it is no time.</summary>
    public static TimeOnly? Time(ReadOnlySpan<byte> text)
    {
        if (text.Length is not (4 or 6 or 7 or 8) || !Digits(text, out var value))
            return null;
        for (var length = text.Length; length < 8; length++)
            value *= 10;
        var (hour, minute, second, hundredth) = (
            value / 1_000_000,
            value / 10_000 % 100,
            value / 100 % 100,
            value % 100
        );
        return hour > 23 || minute > 59 || second > 59 ? null : new(hour, minute, second, hundredth * 10);
    }

    /// <summary>
    /// A decimal number with an optional sign and point; null where it is none. Exponents, which X12 allows, are no
    /// amounts of money.
    /// </summary>
    public static decimal? Number(ReadOnlySpan<byte> text) =>
        !text.IsEmpty
        && text[0] != '+'
        && decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var value
        )
            ? value
            : null;

    /// <summary>A whole number of at most nine digits; null where it is none.</summary>
    public static int? Count(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= 9 && Digits(text, out var value) ? value : null;

    private static bool Digits(ReadOnlySpan<byte> text, out int value) =>
        Utf8Parser.TryParse(text, out value, out var used)
        && used == text.Length
        && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static DateOnly? Day(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;
}
