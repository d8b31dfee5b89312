using PdfSharp.Drawing;

namespace HuskyFhir.Exchange.Letters;

/// <summary>A part of a line in one font, as it is drawn from left to right.</summary>
/// <param name="Text">Shaped, where its script is written joined.</param>
/// <param name="Font">By which it is drawn.</param>
internal readonly record struct LetterRun(string Text, XFont Font);

/// <summary>Finds the font of each sign, and puts what is written from right to left in the order of drawing.</summary>
/// <param name="body">Latin, Greek, Cyrillic.</param>
/// <param name="arabic">Arabic.</param>
/// <param name="taglines">Chinese and Korean.</param>
internal sealed class LetterRuns(XFont body, XFont arabic, XFont taglines)
{
    /// <summary>The runs of one line, which is whole words.</summary>
    public List<LetterRun> Of(string line)
    {
        var words = line.Split(' ');
        if (!words.Any(IsArabic))
            return ByFont(line);
        // A line of Arabic: words from the right; numbers and Latin words that stand together keep their own order.
        var groups = new List<(bool Arabic, List<string> Words)>();
        foreach (var word in words)
        {
            var rightToLeft = IsArabic(word);
            if (groups is [.., var last] && last.Arabic == rightToLeft)
                last.Words.Add(word);
            else
                groups.Add((rightToLeft, [word]));
        }

        groups.Reverse();
        return
        [
            .. groups.SelectMany(
                (group, at) =>
                    ByFont(
                        (at == 0 ? string.Empty : " ")
                            + string.Join(
                                ' ',
                                group.Arabic
                                    ? group.Words.AsEnumerable().Reverse().Select(ArabicShaping.Drawn)
                                    : group.Words
                            )
                    )
            ),
        ];
    }

    /// <summary>Whether every sign of a text has a font.</summary>
    public static bool Covers(string text) => text.EnumerateRunes().All(static rune => Script(rune.Value) is not null);

    private static bool IsArabic(string word) => word.Any(static letter => letter is >= '\u0600' and <= '\u06FF');

    private List<LetterRun> ByFont(string text)
    {
        var runs = new List<LetterRun>();
        var from = 0;
        for (var at = 1; at <= text.Length; at++)
            if (at == text.Length || Font(text[at]) != Font(text[from]))
            {
                runs.Add(new(text[from..at], Font(text[from])));
                from = at;
            }

        return runs;
    }

    private XFont Font(char letter) =>
        Script(letter) switch
        {
            LetterFonts.Arabic => arabic,
            LetterFonts.Taglines => taglines,
            _ => body,
        };

    /// <summary>The font family for a sign; null where none that comes along has it.</summary>
    private static string? Script(int sign) =>
        sign switch
        {
            < 0x0530 or (>= 0x1E00 and < 0x2070) or (>= 0x20A0 and < 0x2123) or 0x2212 => LetterFonts.Body,
            (>= 0x0600 and < 0x0700) or (>= 0xFE70 and < 0xFEFF) => LetterFonts.Arabic,
            (>= 0x3000 and < 0xA000) or (>= 0xAC00 and < 0xD7B0) or (>= 0xFF00 and < 0xFFEF) => LetterFonts.Taglines,
            _ => null,
        };
}
