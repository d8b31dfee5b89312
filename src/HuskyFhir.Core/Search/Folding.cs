using System.Text;

namespace HuskyFhir.Core.Search;

/// <summary>
/// How strings are compared in searches: without case and without accents (R4 section 3.1.1.4.8).
/// The table is our own, so that a key stored today is found by any later build on any machine, with or without ICU.
/// </summary>
public static class Folding
{
    private const string Latin = """
        a a a a a a ae c e e e e i i i i
        d n o o o o o × o u u u u y th ss
        a a a a a a ae c e e e e i i i i
        d n o o o o o ÷ o u u u u y th y
        a a a a a a c c c c c c c c d d
        d d e e e e e e e e e e g g g g
        g g g g h h h h i i i i i i i i
        i i ij ij j j k k k l l l l l l l
        l l l n n n n n n n n n o o o o
        o o oe oe r r r r r r s s s s s s
        s s t t t t t t u u u u u u u u
        u u u u w w y y y z z z z z z s
        b b ƃ ƃ ƅ ƅ ɔ ƈ ƈ ɖ ɗ ƌ ƌ ƍ ǝ ə
        ɛ f f ɠ ɣ ƕ ɩ ɨ k k l ƛ ɯ ɲ ƞ ɵ
        o o ƣ ƣ ƥ ƥ ʀ ƨ ƨ ʃ ƪ ƫ ƭ ƭ ʈ u
        u ʊ ʋ ƴ ƴ ƶ ƶ ʒ ƹ ƹ ƺ ƻ ƽ ƽ ƾ ƿ
        ǀ ǁ ǂ ǃ dz dz dz lj lj lj nj nj nj a a i
        i o o u u u u u u u u u u ǝ a a
        a a ae ae g g g g k k o o o o ǯ ǯ
        j dz dz dz g g ƕ ƿ n n a a ae ae o o
        a a a a e e e e i i i i o o o o
        r r r r u u u u s s t t ȝ ȝ h h
        ƞ ȡ ȣ ȣ z z a a e e o o o o o o
        o o y y ȴ ȵ ȶ j ȸ ȹ ⱥ ȼ ȼ l ⱦ ȿ
        ɀ ɂ ɂ b ʉ ʌ ɇ ɇ ɉ ɉ ɋ ɋ ɍ ɍ ɏ ɏ
        """;

    private const string LatinAdditional = """
        a a b b b b b b c c d d d d d d
        d d d d e e e e e e e e e e f f
        g g h h h h h h h h h h i i i i
        k k k k k k l l l l l l l l m m
        m m m m n n n n n n n n o o o o
        o o o o p p p p r r r r r r r r
        s s s s s s s s s s t t t t t t
        t t u u u u u u u u u u v v v v
        w w w w w w w w w w x x x x y y
        z z z z z z h t w y ẚ s ẜ ẝ ss ẟ
        a a a a a a a a a a a a a a a a
        a a a a a a a a e e e e e e e e
        e e e e e e e e i i i i o o o o
        o o o o o o o o o o o o o o o o
        o o o o u u u u u u u u u u u u
        u u y y y y y y y y ỻ ỻ ỽ ỽ ỿ ỿ
        """;

    private static readonly string[] FromC0 = Latin.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
    private static readonly string[] From1E00 = LatinAdditional.Split(
        [' ', '\n'],
        StringSplitOptions.RemoveEmptyEntries
    );

    /// <summary>
    /// The comparable form: lower case, accents dropped, ligatures spelled out, runs of white space made one.
    /// </summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text)
            Append(folded, letter);
        return folded.Length > 0 && folded[^1] == ' ' ? folded.ToString(0, folded.Length - 1) : folded.ToString();
    }

    private static void Append(StringBuilder folded, char letter)
    {
        if (letter < 0x80)
            AppendAscii(folded, letter);
        else if (letter is >= '\u00C0' and <= '\u024F')
            folded.Append(FromC0[letter - 0xC0]);
        else if (letter is >= '\u1E00' and <= '\u1EFF')
            folded.Append(From1E00[letter - 0x1E00]);
        else if (letter is >= '\u0300' and <= '\u036F')
            return; // a combining accent: its letter stands alone
        else
            AppendAscii(folded, char.IsWhiteSpace(letter) ? ' ' : char.ToLowerInvariant(letter));
    }

    private static void AppendAscii(StringBuilder folded, char letter)
    {
        var space = char.IsWhiteSpace(letter);
        if (!space)
            folded.Append(char.ToLowerInvariant(letter));
        else if (folded.Length > 0 && folded[^1] != ' ')
            folded.Append(' ');
    }
}
