using System.Text;

namespace HuskyFhir.Plan.Notices.Letters;

/// <summary>What a part of a letter is, for its looks and for who has it read aloud.</summary>
public enum BlockKind
{
    /// <summary>The one title.</summary>
    Title,

    /// <summary>A heading.</summary>
    Heading,

    /// <summary>A paragraph.</summary>
    Paragraph,

    /// <summary>An item of a list.</summary>
    Item,

    /// <summary>Help that is offered in another language (45 CFR 92.11).</summary>
    Tagline,
}

/// <summary>A part of a letter.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">One line of any length.</param>
/// <param name="Language">Of a tagline, BCP 47; null for the letter's own.</param>
public sealed record LetterBlock(BlockKind Kind, string Text, string? Language = null);

/// <summary>
/// A letter as it was written: the one model from which its plain text and its PDF are made. The text tells all of it,
/// so that the PDF can be made from the stored text at any time and says the same.
/// </summary>
/// <param name="Language">BCP 47.</param>
/// <param name="LargePrint">Whether the member asked for large print.</param>
/// <param name="Blocks">In reading order; the first is the title.</param>
public sealed record Letter(string Language, bool LargePrint, IReadOnlyList<LetterBlock> Blocks)
{
    /// <summary>The title.</summary>
    public string Title => Blocks[0].Text;

    /// <summary>
    /// The plain text: the title underlined with <c>=</c>, headings with <c>-</c>, items after a hyphen, taglines after
    /// their language; an empty line between blocks.
    /// </summary>
    public string ToText()
    {
        var text = new StringBuilder();
        BlockKind? before = null;
        foreach (var (kind, line, language) in Blocks)
        {
            if (before is not null && !(before == BlockKind.Item && kind == BlockKind.Item))
                text.Append('\n');
            text.Append(
                kind switch
                {
                    BlockKind.Title => $"{line}\n{Rule('=', line)}\n",
                    BlockKind.Heading => $"{line}\n{Rule('-', line)}\n",
                    BlockKind.Item => $"- {line}\n",
                    BlockKind.Tagline => $"[{language}] {line}\n",
                    _ => $"{line}\n",
                }
            );
            before = kind;
        }

        return text.ToString();
    }

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    public static Letter FromText(string text, string language, bool largePrint)
    {
        var (lines, blocks) = (text.Split('\n'), new List<LetterBlock>());
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at];
            if (line.Length == 0)
                continue;
            if (at + 1 < lines.Length && Underlined(lines[at + 1]) is { } kind)
            {
                blocks.Add(new(kind, line));
                at++;
            }
            else
                blocks.Add(Of(line));
        }

        return new(language, largePrint, blocks);
    }

    /// <summary>
    /// A fact's text as it may stand in a block: one line for each of its lines, and nothing at the start of one that
    /// the text would be read back by.
    /// </summary>
    internal static IEnumerable<string> Lines(string fact) =>
        fact.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => new string([.. line.Select(static letter => char.IsControl(letter) ? ' ' : letter)]))
            .Select(static line =>
                line[0] is '-' or '[' or '=' ? $"\u2013 {line.TrimStart('-', '[', '=', ' ')}" : line
            );

    private static LetterBlock Of(string line)
    {
        if (line.StartsWith("- ", StringComparison.Ordinal))
            return new(BlockKind.Item, line[2..]);
        var end = line.IndexOf("] ", StringComparison.Ordinal);
        return line[0] == '[' && end > 0
            ? new(BlockKind.Tagline, line[(end + 2)..], line[1..end])
            : new(BlockKind.Paragraph, line);
    }

    private static BlockKind? Underlined(string below) =>
        below.Length < 3 ? null
        : below.All(static sign => sign == '=') ? BlockKind.Title
        : below.All(static sign => sign == '-') ? BlockKind.Heading
        : null;

    private static string Rule(char sign, string line) => new(sign, Math.Clamp(line.Length, 3, 60));
}
