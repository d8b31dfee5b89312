using System.Globalization;
using System.Text.RegularExpressions;

namespace HuskyFhir.Exchange.Formats.Tables;

/// <summary>
/// How a date or a number is written: <c>CCYYMMDD</c> and its orders, <c>9(7)</c>, <c>9(7)V99</c> (the point is
/// implied), <c>9(7).99</c>.
/// </summary>
internal sealed partial class TablePicture
{
    private const string Canonical = "yyyy-MM-dd";
    private readonly string? date;
    private readonly int whole;
    private readonly int fraction;
    private readonly bool isImplied;

    private TablePicture(string date) => this.date = date;

    private TablePicture(int whole, int fraction, bool isImplied) =>
        (this.whole, this.fraction, this.isImplied) = (whole, fraction, isImplied);

    /// <summary>Characters that a written value has.</summary>
    public int Length => date?.Length ?? (whole + fraction + (fraction > 0 && !isImplied ? 1 : 0));

    /// <summary>The picture of a text; null where it is none.</summary>
    public static TablePicture? Parse(string text)
    {
        if (Dates().IsMatch(text))
        {
            var format = text.Replace("CCYY", "yyyy", StringComparison.Ordinal)
                .Replace("YYYY", "yyyy", StringComparison.Ordinal)
                .Replace("YY", "yy", StringComparison.Ordinal)
                .Replace("DD", "dd", StringComparison.Ordinal);
            return
                format.Contains("yy", StringComparison.Ordinal)
                && format.Contains("MM", StringComparison.Ordinal)
                && format.Contains("dd", StringComparison.Ordinal)
                ? new(format)
                : null;
        }

        var number = Numbers().Match(text);
        return !number.Success
            ? null
            : new(
                Count(number.Groups["whole"].Value),
                Count(number.Groups["fraction"].Value),
                number.Groups["point"].Value == "V"
            );
    }

    /// <summary>A canonical value as it is written; null where it does not fit the picture.</summary>
    public string? Write(string value)
    {
        if (date is not null)
            return DateOnly.TryParseExact(
                value,
                Canonical,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
                ? day.ToString(date, CultureInfo.InvariantCulture)
                : null;
        if (
            !decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || decimal.Round(number, fraction) != number
        )
            return null;
        var digits = number.ToString(
            new string('0', whole) + (fraction > 0 ? $".{new string('0', fraction)}" : string.Empty),
            CultureInfo.InvariantCulture
        );
        var written = isImplied ? digits.Replace(".", string.Empty, StringComparison.Ordinal) : digits;
        return written.Length <= Length ? written : null;
    }

    /// <summary>What was written, as a canonical value; null where it is none of the picture.</summary>
    public string? Read(string written)
    {
        if (date is not null)
            return DateOnly.TryParseExact(written, date, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day.ToString(Canonical, CultureInfo.InvariantCulture)
                : null;
        if (isImplied && (written.Length != Length || !written.All(char.IsAsciiDigit)))
            return null;
        var text = isImplied ? $"{written[..whole]}.{written[whole..]}" : written;
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("0.############", CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>9(7) is seven digits, 99 two.</summary>
    private static int Count(string nines) =>
        nines.Length == 0 ? 0
        : nines.IndexOf('(', StringComparison.Ordinal) is var at and > 0
            ? int.Parse(nines[(at + 1)..^1], CultureInfo.InvariantCulture)
        : nines.Length;

    [GeneratedRegex(@"^(CCYY|YYYY|YY|MM|DD|[-/.])+$")]
    private static partial Regex Dates();

    [GeneratedRegex(@"^(?<whole>9\(\d{1,2}\)|9+)((?<point>V|\.)(?<fraction>9\(\d\)|9+))?$")]
    private static partial Regex Numbers();
}
