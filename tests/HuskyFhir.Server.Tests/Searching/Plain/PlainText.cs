using System.Globalization;

namespace HuskyFhir.Server.Tests.Searching.Plain;

/// <summary>A span of time that a FHIR date stands for, the end not included.</summary>
internal readonly record struct Span(DateTime Low, DateTime High);

/// <summary>
/// How texts and dates are compared (R4 sections 3.1.1.4.6 and 3.1.1.4.8), as simply as it can be written.
/// </summary>
internal static class PlainText
{
    private static readonly TimeZoneInfo Connecticut = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    /// <summary>Without case, and without the accents that the generated texts have.</summary>
    public static string Fold(string text) =>
        string.Join(
            ' ',
            text.ToLowerInvariant()
                .Replace('ñ', 'n')
                .Replace('é', 'e')
                .Replace('ö', 'o')
                .Replace("ß", "ss", StringComparison.Ordinal)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );

    /// <summary>Telephone numbers by their digits, whatever stands between them; anything else without case.</summary>
    public static string Contact(string value)
    {
        var digits = string.Concat(value.Where(char.IsAsciiDigit));
        return value.Any(char.IsAsciiLetter) ? value.ToLowerInvariant()
            : digits.Length == 11 && digits[0] == '1' ? digits[1..]
            : digits;
    }

    /// <summary>In a search value, what would otherwise separate stands behind a backslash.</summary>
    public static string Escape(string value) =>
        string.Concat(
            value.Select(static letter => letter is '\\' or ',' or '|' or '$' ? $"\\{letter}" : letter.ToString())
        );

    /// <summary>
    /// A date without a time is a day, month or year in Connecticut; a time stands for its own last digit.
    /// </summary>
    public static Span Of(string text) =>
        text.Length switch
        {
            4 => new(Local(text + "-01-01"), Local(text + "-01-01", static day => day.AddYears(1))),
            7 => new(Local(text + "-01"), Local(text + "-01", static day => day.AddMonths(1))),
            10 => new(Local(text), Local(text, static day => day.AddDays(1))),
            _ => Moment(text),
        };

    private static DateTime Local(string day, Func<DateTime, DateTime>? later = null)
    {
        var wall = DateTime.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return TimeZoneInfo.ConvertTimeToUtc(
            DateTime.SpecifyKind(later?.Invoke(wall) ?? wall, DateTimeKind.Unspecified),
            Connecticut
        );
    }

    private static Span Moment(string text)
    {
        var at = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcDateTime;
        return new(
            at,
            at + (text.Contains('.', StringComparison.Ordinal) ? TimeSpan.FromMilliseconds(1) : TimeSpan.FromSeconds(1))
        );
    }
}
