using HuskyFhir.Plan.Notices.Letters;
using PdfSharp.Drawing;
using PdfSharp.UniversalAccessibility;
using static PdfSharp.UniversalAccessibility.PdfBlockLevelElementTag;

namespace HuskyFhir.Exchange.Letters;

/// <summary>What is done on a page, in order.</summary>
internal abstract record LetterMark
{
    /// <summary>An element of the document's structure begins.</summary>
    /// <param name="Tag">Which.</param>
    /// <param name="Language">Of its text; null for the document's.</param>
    public sealed record Begin(PdfBlockLevelElementTag Tag, string? Language = null) : LetterMark;

    /// <summary>The innermost element ends.</summary>
    public sealed record End : LetterMark;

    /// <summary>Words are drawn.</summary>
    /// <param name="Run">Which.</param>
    /// <param name="X">Where they begin.</param>
    /// <param name="Y">Their base line.</param>
    public sealed record Draw(LetterRun Run, double X, double Y) : LetterMark;

    /// <summary>The page is turned.</summary>
    public sealed record Turn : LetterMark;
}

/// <summary>Lays a letter out: blocks become lines at their places, pages are turned where they are full.</summary>
internal sealed class LetterLayout(Letter letter, LetterFrame frame, LetterTypes types)
{
    private const double AddressTop = LetterMeasures.Margin * 2;
    private const double TextTop = LetterMeasures.Margin * 3.5;
    private const double TextWidth = LetterMeasures.Width - (2 * LetterMeasures.Margin);
    private const double LineHeight = 1.4;

    private readonly List<LetterMark> marks = [];
    private double y;

    /// <summary>How many pages it takes.</summary>
    public int Pages { get; private set; } = 1;

    /// <summary>All that is to be done.</summary>
    public IReadOnlyList<LetterMark> Lay()
    {
        Address(frame.From, LetterMeasures.Margin * 0.75);
        Address(frame.To, AddressTop);
        y = TextTop;
        var within = false;
        foreach (var block in letter.Blocks)
        {
            // Items that follow one another are one list.
            if (within != (block.Kind == BlockKind.Item))
                marks.Add(within ? new LetterMark.End() : new LetterMark.Begin(List));
            within = block.Kind == BlockKind.Item;
            Block(block);
        }

        if (within)
            marks.Add(new LetterMark.End());
        return marks;
    }

    private void Address(IReadOnlyList<string> lines, double top)
    {
        if (lines.Count == 0)
            return;
        marks.Add(new LetterMark.Begin(Paragraph));
        y = top;
        for (var at = 0; at < lines.Count; at++)
            Line(lines[at], types.Address, 0, types.Address.Size * 1.25, isLast: at == lines.Count - 1);
        marks.Add(new LetterMark.End());
    }

    private void Block(LetterBlock block)
    {
        var measures = types.Measures;
        switch (block.Kind)
        {
            case BlockKind.Title:
                Text(block.Text, types.Title, Heading1);
                break;
            case BlockKind.Heading:
                y += measures.Gap;
                // A heading does not stand alone at the foot of a page.
                Room(measures.Line * 3);
                Text(block.Text, types.Heading, Heading2);
                break;
            case BlockKind.Item:
                Item(block.Text);
                break;
            case BlockKind.Tagline:
                Tagline(block);
                break;
            default:
                Text(block.Text, types.Body, Paragraph);
                break;
        }
    }

    /// <summary>One whose script no font has is said in words that can be drawn.</summary>
    private void Tagline(LetterBlock block)
    {
        var covered = LetterRuns.Covers(block.Text);
        if ((covered ? block.Text : frame.Taglines.GetValueOrDefault(block.Language ?? string.Empty)) is { } drawn)
            Text(drawn, types.Small, Paragraph, covered ? block.Language : null);
    }

    private void Text(string text, XFont font, PdfBlockLevelElementTag tag, string? language = null)
    {
        marks.Add(new LetterMark.Begin(tag, language));
        Lines(text, font, 0);
        marks.Add(new LetterMark.End());
        y += types.Measures.Gap;
    }

    private void Item(string text)
    {
        Room(types.Measures.Line);
        marks.Add(new LetterMark.Begin(ListItem));
        marks.Add(new LetterMark.Begin(Label));
        marks.Add(new LetterMark.Draw(new("\u2022", types.Body), LetterMeasures.Margin, y + types.Body.Size));
        marks.Add(new LetterMark.End());
        marks.Add(new LetterMark.Begin(ListBody));
        Lines(text, types.Body, types.Measures.Indent);
        marks.Add(new LetterMark.End());
        marks.Add(new LetterMark.End());
        y += types.Measures.Gap / 2;
    }

    private void Lines(string text, XFont font, double indent)
    {
        var lines = Wrap(text, font, TextWidth - indent).ToList();
        for (var at = 0; at < lines.Count; at++)
            Line(lines[at], font, indent, font.Size * LineHeight, isLast: at == lines.Count - 1);
    }

    private void Line(string line, XFont font, double indent, double height, bool isLast)
    {
        Room(height);
        var runs = types.Runs(font).Of(line);
        var isFromRight = runs.Exists(static run => run.Font.FontFamily.Name == LetterFonts.Arabic);
        var x = isFromRight
            ? LetterMeasures.Width - LetterMeasures.Margin - runs.Sum(run => types.Width(run.Text, run.Font))
            : LetterMeasures.Margin + indent;
        // Who has it read aloud hears the space between the last word of a line and the first of the next.
        if (!isLast)
            runs.Add(new(" ", font));
        foreach (var run in runs)
        {
            marks.Add(new LetterMark.Draw(run, x, y + font.Size));
            x += types.Width(run.Text, run.Font);
        }

        y += height;
    }

    /// <summary>Turns the page where what comes has no room on it.</summary>
    private void Room(double height)
    {
        if (y + height <= LetterMeasures.Bottom)
            return;
        marks.Add(new LetterMark.Turn());
        Pages++;
        y = LetterMeasures.Margin;
    }

    /// <summary>Lines that fit; a word that is longer than a line, as Chinese without spaces is, is broken.</summary>
    private IEnumerable<string> Wrap(string text, XFont font, double width)
    {
        var (line, used, space) = (string.Empty, 0.0, types.Width(" ", font));
        foreach (var word in text.Split(' ').SelectMany(word => Broken(word, font, width)))
        {
            var needs = Width(word, font);
            if (line.Length > 0 && used + space + needs > width)
            {
                yield return line;
                (line, used) = (string.Empty, 0);
            }

            (line, used) = line.Length == 0 ? (word, needs) : ($"{line} {word}", used + space + needs);
        }

        if (line.Length > 0)
            yield return line;
    }

    private IEnumerable<string> Broken(string word, XFont font, double width)
    {
        while (Width(word, font) > width)
        {
            var fits = word.Length - 1;
            while (fits > 1 && Width(word[..fits], font) > width)
                fits--;
            yield return word[..fits];
            word = word[fits..];
        }

        yield return word;
    }

    private double Width(string word, XFont font) =>
        types.Runs(font).Of(word).Sum(run => types.Width(run.Text, run.Font));
}
