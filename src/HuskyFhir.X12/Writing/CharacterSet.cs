using System.Globalization;
using System.Text;
using AnyAscii;

namespace HuskyFhir.X12.Writing;

/// <summary>
/// Which characters data may have (X12.6, basic and extended character set). Letters outside are transliterated, other
/// characters become spaces.
/// </summary>
public enum CharacterSet
{
    /// <summary>
    /// Capital letters, digits, space and <c>!"&amp;'()*+,-./:;?=</c>; small letters become capitals.
    /// </summary>
    Basic,

    /// <summary>Small letters as well, and <c>%~@[]_{}\|&lt;&gt;#$</c>.</summary>
    Extended,
}

/// <summary>
/// Which bytes a character becomes: by a table of our own for Latin letters up to U+017F, by AnyAscii for all other
/// scripts.
/// </summary>
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
        char.IsAsciiLetterUpper(letter)
        || char.IsAsciiDigit(letter)
        || Basic.Contains(letter)
        || (set == CharacterSet.Extended && (char.IsAsciiLetterLower(letter) || Extended.Contains(letter)));

    /// <summary>
    /// Something alike in ASCII; empty where the character may vanish, such as a mark behind its letter; null where
    /// there is nothing alike.
    /// </summary>
    public static string? Alike(Rune letter)
    {
        if (letter.IsBmp && Kept((char)letter.Value) is { } kept)
            return kept;
        if (letter.IsAscii || letter == Rune.ReplacementChar)
            return null;
        var alike = letter.ToString().Transliterate().Replace('`', '\'');
        return alike.Length > 0 || MayVanish(letter) ? alike : null;
    }

    /// <summary>Whether nothing may be lost of it: a letter, or what nobody knows not to be one.</summary>
    public static bool IsLetter(Rune letter) =>
        Rune.IsLetter(letter)
        || letter == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(letter) is UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    /// <summary>The whole of a text as it would be written; what has no likeness is left out.</summary>
    public static string Written(string text) =>
        string.Concat(
            text.EnumerateRunes()
                .Select(static letter => letter.IsAscii ? letter.ToString() : Alike(letter) ?? string.Empty)
        );

    /// <summary>
    /// The form in which earlier builds wrote a text: letters beyond U+017F became spaces. Partners may still send it.
    /// </summary>
    public static string EarlierForm(string text) =>
        string.Concat(text.Select(static letter => letter < 0x80 ? letter.ToString() : Kept(letter) ?? " ")).TrimEnd();

    /// <summary>Marks that stand with a letter.</summary>
    public static bool MayVanish(Rune letter) =>
        Rune.GetUnicodeCategory(letter)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.ModifierLetter
                or UnicodeCategory.Format;

    /// <summary>Our own table, so that the commonest letters are written the same by each later build.</summary>
    private static string? Kept(char letter) =>
        letter switch
        {
            >= '\u00C0' and <= '\u017F' when Letters[letter - '\u00C0'] is not "?" and var alike => alike,
            '\u0627' or '\u0F68' => "a", // alef, and the Tibetan letter a, are read as vowels at least
            '\u0EAD' => "o",
            '\u0787' or '\u0A72' or '\u0A73' or '\u110B' or '\u115F' or '\u1160' or '\u3147' => string.Empty, // carry a vowel, and have no sound of their own
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
