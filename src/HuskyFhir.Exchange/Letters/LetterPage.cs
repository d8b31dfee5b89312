using System.Collections.Concurrent;
using PdfSharp.Drawing;

namespace HuskyFhir.Exchange.Letters;

/// <summary>The measures of a page (US Letter), in points.</summary>
/// <param name="Size">Of the body's letters: 12 usually, 18 in large print.</param>
internal sealed record LetterMeasures(double Size)
{
    /// <summary>An ordinary letter.</summary>
    public static LetterMeasures Ordinary { get; } = new(12);

    /// <summary>Large print: 18 points and more.</summary>
    public static LetterMeasures Large { get; } = new(18);

    /// <summary>8.5 inches.</summary>
    public const double Width = 612;

    /// <summary>11 inches.</summary>
    public const double Height = 792;

    /// <summary>One inch.</summary>
    public const double Margin = 72;

    /// <summary>From one line to the next.</summary>
    public double Line => Size * 1.4;

    /// <summary>Between paragraphs.</summary>
    public double Gap => Size * 0.6;

    /// <summary>How far items are indented.</summary>
    public double Indent => Size * 1.3;

    /// <summary>Where the text ends; the page's number is below.</summary>
    public const double Bottom = Height - Margin;
}

/// <summary>The fonts of a letter, and how wide words are in them.</summary>
internal sealed class LetterTypes
{
    private static readonly Lazy<LetterTypes> Ordinary = new(static () => new(LetterMeasures.Ordinary));
    private static readonly Lazy<LetterTypes> Large = new(static () => new(LetterMeasures.Large));

    private readonly ConcurrentDictionary<(XFont, string), double> widths = new();
    private readonly Dictionary<XFont, LetterRuns> runs;

    private LetterTypes(LetterMeasures measures)
    {
        Measures = measures;
        Body = new(LetterFonts.Body, measures.Size);
        Heading = new(LetterFonts.Body, measures.Size * 1.15, XFontStyleEx.Bold);
        Title = new(LetterFonts.Body, measures.Size * 1.5, XFontStyleEx.Bold);
        Small = new(LetterFonts.Body, Math.Max(9, measures.Size * 0.8));
        Address = new(LetterFonts.Body, AddressSize);
        runs = new[] { Body, Heading, Title, Small, Address }.ToDictionary(
            static font => font,
            static font => new LetterRuns(
                font,
                new(LetterFonts.Arabic, font.Size),
                new(LetterFonts.Taglines, font.Size)
            )
        );
    }

    /// <summary>As the window of an envelope has room for.</summary>
    private const double AddressSize = 11;

    /// <summary>Words that are remembered; a letter has a few hundred.</summary>
    private const int MostWidths = 50_000;

    public LetterMeasures Measures { get; }

    public XFont Body { get; }

    public XFont Heading { get; }

    public XFont Title { get; }

    public XFont Small { get; }

    public XFont Address { get; }

    /// <summary>Those of a size; made once, since making a font is dear.</summary>
    public static LetterTypes Of(bool largePrint) => (largePrint ? Large : Ordinary).Value;

    public LetterRuns Runs(XFont font) => runs[font];

    /// <summary>In points; letters are not moved closer together, so that words add up.</summary>
    public double Width(string text, XFont font)
    {
        if (widths.TryGetValue((font, text), out var known))
            return known;
        using var page = XGraphics.CreateMeasureContext(
            new(LetterMeasures.Width, LetterMeasures.Height),
            XGraphicsUnit.Point,
            XPageDirection.Downwards
        );
        var width = page.MeasureString(text, font).Width;
        if (widths.Count < MostWidths)
            widths[(font, text)] = width;
        return width;
    }
}
