using System.Text.RegularExpressions;

namespace HuskyFhir.Exchange.Formats.Edi.Texts;

/// <summary>A telephone number and its extension.</summary>
/// <param name="Number">Ten digits in North America, seven where the area is not told, and a plus sign with the country
/// code elsewhere.</param>
/// <param name="Extension">One to eight digits; null for none.</param>
internal sealed partial record Telephone(string Number, string? Extension)
{
    private const int FewestDigits = 7;
    private const int MostDigits = 15; // ITU-T E.164

    /// <summary>
    /// The numbers of a text, which may hold several; <c>IsWhole</c> is false where some of it is no number.
    /// </summary>
    /// <param name="text">As people write it: <c>860-555-0144 ext. 12</c>, <c>tel:+1-860-555-0144;ext=12</c>,
    /// <c>860-555-0144 or 860-555-0145</c>.</param>
    public static (IReadOnlyList<Telephone> Numbers, bool IsWhole) Read(string text)
    {
        var pieces = Between().Split(text).Where(static piece => !string.IsNullOrWhiteSpace(piece)).ToList();
        // What is too short to stand alone belongs to the number before it.
        if (pieces.Exists(static piece => piece.Count(char.IsAsciiDigit) < FewestDigits))
            pieces = [text];
        var numbers = pieces.Select(One).ToList();
        return ([.. numbers.OfType<Telephone>()], pieces.Count > 0 && !numbers.Contains(null));
    }

    /// <summary>As people read it.</summary>
    public override string ToString()
    {
        var number = Number is { Length: 10 } and not ['+', ..]
            ? $"{Number[..3]}-{Number[3..6]}-{Number[6..]}"
            : Number;
        return Extension is null ? number : $"{number} ext. {Extension}";
    }

    private static Telephone? One(string text)
    {
        var match = WithExtension().Match(text);
        var extension = match.Success ? match.Groups["extension"].Value : null;
        var number = (match.Success ? match.Groups["number"].Value : text).Trim();
        if (number.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
            number = number[4..];
        if (!Written().IsMatch(number))
            return null;
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        // Numbers of one digit alone fill fields that must not be empty.
        return Normal(digits, number.TrimStart('(', ' ').StartsWith('+')) is { } normal && digits.Distinct().Count() > 1
            ? new(normal, extension)
            : null;
    }

    private static string? Normal(string digits, bool isInternational) =>
        (digits.Length, isInternational) switch
        {
            (11, _) when digits[0] == '1' => digits[1..],
            (>= 8 and <= MostDigits, true) => $"+{digits}",
            (10 or FewestDigits, false) => digits,
            (> 10 and <= MostDigits + 3, false) when digits.StartsWith("011", StringComparison.Ordinal) =>
                $"+{digits[3..]}",
            _ => null,
        };

    [GeneratedRegex(@"\s*(?:[/|&\n,]|;(?!\s*ext)|\bor\b|\band\b)\s*", RegexOptions.IgnoreCase)]
    private static partial Regex Between();

    [GeneratedRegex(
        @"^(?<number>.*\d.*?)\s*[,;]?\s*(?:ext\s*=|ext(?:ension|n)?\s*[.:]?|x\.?|#)\s*(?<extension>\d{1,8})\s*$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex WithExtension();

    [GeneratedRegex(@"^[\s+().\-\d]+$")]
    private static partial Regex Written();
}
