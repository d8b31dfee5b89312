namespace HuskyFhir.Exchange.X12.Writing;

/// <summary>Which characters data may have (X12.6, basic and extended character set). What is outside is transliterated or becomes a space.</summary>
public enum CharacterSet
{
    /// <summary>Capital letters, digits, space and <c>!"&amp;'()*+,-./:;?=</c>; small letters become capitals.</summary>
    Basic,

    /// <summary>Small letters as well, and <c>%~@[]_{}\|&lt;&gt;#$</c>.</summary>
    Extended,
}

/// <summary>Which bytes a character becomes.</summary>
internal static class Transliteration
{
    private const string Basic = " !\"&'()*+,-./:;?=";
    private const string Extended = "%~@[]_{}\\|<>#$";

    /// <summary>Latin letters from U+00C0 to U+017F as ASCII; a question mark where there is no likeness.</summary>
    private const string Latin =
        "A|A|A|A|A|A|AE|C|E|E|E|E|I|I|I|I|D|N|O|O|O|O|O|x|O|U|U|U|U|Y|TH|ss|a|a|a|a|a|a|ae|c|e|e|e|e|i|i|i|i|d|n|o|o|o|o|o|?|o|u|u|u|u|y|th|y|"
        + "A|a|A|a|A|a|C|c|C|c|C|c|C|c|D|d|D|d|E|e|E|e|E|e|E|e|E|e|G|g|G|g|G|g|G|g|H|h|H|h|I|i|I|i|I|i|I|i|I|i|IJ|ij|J|j|K|k|q|L|l|L|l|L|l|L|l|L|l|"
        + "N|n|N|n|N|n|n|N|n|O|o|O|o|O|o|OE|oe|R|r|R|r|R|r|S|s|S|s|S|s|S|s|T|t|T|t|T|t|U|u|U|u|U|u|U|u|U|u|U|u|W|w|Y|y|Y|Z|z|Z|z|Z|z|s";

    private static readonly string[] Letters = Latin.Split('|');

    /// <summary>Whether data may have this character as it is.</summary>
    public static bool Holds(CharacterSet set, char letter) =>
        char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter) || Basic.Contains(letter)
        || (set == CharacterSet.Extended && (char.IsAsciiLetterLower(letter) || Extended.Contains(letter)));

    /// <summary>Something alike in ASCII; null where there is nothing.</summary>
    public static string? Alike(char letter) => letter switch
    {
        >= '\u00C0' and <= '\u017F' when Letters[letter - '\u00C0'] is not "?" and var alike => alike,
        '\u2018' or '\u2019' or '\u02BC' or '\u00B4' or '`' => "'",
        '\u201C' or '\u201D' or '\u00AB' or '\u00BB' => "\"",
        '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' => "-",
        '\u00A0' or '\u2009' or '\u202F' => " ",
        '\u2026' => "...",
        '\u00BA' => "o",
        '\u00AA' => "a",
        >= '\u0300' and <= '\u036F' => string.Empty, // a mark that stands behind its letter
        _ => null,
    };
}
