namespace HuskyFhir.Plan.Notices.Letters;

/// <summary>A line of a template: text and names in turn.</summary>
/// <param name="Kind">What it becomes.</param>
/// <param name="If">The fact that must be known for it; null for none.</param>
/// <param name="Unless">The fact that must not be known; null for none.</param>
/// <param name="Parts">Each a text, or a name to fill in.</param>
internal sealed record TemplateLine(BlockKind Kind, string? If, string? Unless, IReadOnlyList<TemplatePart> Parts)
{
    /// <summary>The names that it uses.</summary>
    public IEnumerable<string> Names =>
        Parts
            .Where(static part => part.IsName)
            .Select(static part => part.Text)
            .Concat(new[] { If, Unless }.OfType<string>());
}

/// <summary>A part of a line.</summary>
/// <param name="Text">Words, or the name of a fact.</param>
/// <param name="IsName">Which of the two.</param>
internal readonly record struct TemplatePart(string Text, bool IsName);

/// <summary>A template in one language.</summary>
/// <param name="Name">As the table of letters names it.</param>
/// <param name="Lines">In order, what it takes in included.</param>
internal sealed record LetterTemplate(string Name, IReadOnlyList<TemplateLine> Lines)
{
    /// <summary>
    /// The letter's blocks. A line with a fact that is not known is left out, and so is a heading with nothing under
    /// it.
    /// </summary>
    public List<LetterBlock> Fill(IReadOnlyDictionary<string, string> facts)
    {
        var blocks = new List<LetterBlock>();
        foreach (var line in Lines.Where(line => Holds(line, facts)))
        {
            if (line.Kind == BlockKind.Heading && blocks is [.., { Kind: BlockKind.Heading }])
                blocks.RemoveAt(blocks.Count - 1);
            var text = string.Concat(line.Parts.Select(part => part.IsName ? facts[part.Text] : part.Text));
            blocks.AddRange(Letter.Lines(text).Select(each => new LetterBlock(line.Kind, Capital(each, line.Kind))));
        }

        if (blocks is [.., { Kind: BlockKind.Heading }])
            blocks.RemoveAt(blocks.Count - 1);
        return blocks;
    }

    private static string Capital(string text, BlockKind kind) =>
        kind == BlockKind.Item || text.Length == 0 ? text : string.Concat(text[..1].ToUpperInvariant(), text.AsSpan(1));

    private static bool Holds(TemplateLine line, IReadOnlyDictionary<string, string> facts) =>
        (line.If is null || facts.ContainsKey(line.If))
        && (line.Unless is null || !facts.ContainsKey(line.Unless))
        && line.Parts.All(part => !part.IsName || facts.ContainsKey(part.Text));
}
