namespace HuskyFhir.Plan.Notices.Letters;

/// <summary>
/// Reads the letters of one language (see the README of this folder for the form). What cannot be read ends the start
/// with a sentence that names the file, the line and what to do: <see cref="LetterFlawException"/>.
/// </summary>
internal sealed class TemplateReader
{
    private const string WordsSection = "#words";

    private readonly string file;
    private readonly Dictionary<string, List<(int Number, string Text)>> sections = new(StringComparer.Ordinal);

    private TemplateReader(string file, string text)
    {
        this.file = file;
        List<(int, string)>? section = null;
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Select(static line => line.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] == '%')
                continue;
            if (line.StartsWith("=== ", StringComparison.Ordinal))
            {
                section = [];
                if (!sections.TryAdd(line[4..].Trim(), section))
                    throw Flaw(number, $"'{line[4..]}' is there twice; keep one");
            }
            else if (section is null)
                throw Flaw(number, "text before the first template; begin with a line '=== name'");
            else
                section.Add((number, line));
        }
    }

    /// <summary>The language of a file.</summary>
    public static LetterLanguage Read(string file, string code, string text)
    {
        var reader = new TemplateReader(file, text);
        return new(
            code,
            reader.Words(),
            reader
                .sections.Keys.Where(static name => name[0] is not ('#' or '@'))
                .ToDictionary(static name => name, reader.Template, StringComparer.Ordinal)
        );
    }

    private Dictionary<string, string> Words()
    {
        if (!sections.TryGetValue(WordsSection, out var lines))
            throw Flaw(1, $"the section '=== {WordsSection}' is missing");
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (number, line) in lines)
        {
            var at = line.IndexOf(" = ", StringComparison.Ordinal);
            if (at < 1)
                throw Flaw(number, "a word is written 'name = words'");
            words[line[..at].Trim()] = line[(at + 3)..].Trim();
        }

        return words;
    }

    private LetterTemplate Template(string name)
    {
        var lines = Lines(name, [name]).ToList();
        return lines is [{ Kind: BlockKind.Title }, ..] && lines.Count(static line => line.Kind == BlockKind.Title) == 1
            ? new(name, lines)
            : throw Flaw(
                sections[name].Select(static line => line.Number).FirstOrDefault(1),
                $"'{name}' begins with its one title, a line '# …'"
            );
    }

    private IEnumerable<TemplateLine> Lines(string name, IReadOnlyList<string> within)
    {
        foreach (var (number, line) in sections[name])
            if (line.StartsWith("> ", StringComparison.Ordinal))
            {
                var part = "@" + line[2..].Trim();
                if (!sections.ContainsKey(part) || within.Contains(part))
                    throw Flaw(number, $"there is no part '=== {part}' to take in here");
                foreach (var taken in Lines(part, [.. within, part]))
                    yield return taken;
            }
            else
                yield return Line(number, line);
    }

    private TemplateLine Line(int number, string line)
    {
        var (kind, rest) =
            line.StartsWith("## ", StringComparison.Ordinal) ? (BlockKind.Heading, line[3..])
            : line.StartsWith("# ", StringComparison.Ordinal) ? (BlockKind.Title, line[2..])
            : line.StartsWith("- ", StringComparison.Ordinal) ? (BlockKind.Item, line[2..])
            : (BlockKind.Paragraph, line);
        string? only = null,
            unless = null;
        if (rest[0] == '[')
        {
            var end = rest.IndexOf(']', StringComparison.Ordinal);
            if (end < 2)
                throw Flaw(number, "a condition is written '[name] ' at the start of the line");
            var name = rest[1..end];
            (only, unless) = name[0] == '!' ? (null, name[1..]) : (name, (string?)null);
            rest = rest[(end + 1)..].TrimStart();
        }

        var read = new TemplateLine(kind, only, unless, [.. Parts(number, rest)]);
        foreach (var name in read.Names.Where(static name => !LetterFacts.All.ContainsKey(name)))
            throw Flaw(
                number,
                $"{{{name}}} is no name that can be filled in; there are "
                    + string.Join(", ", LetterFacts.All.Keys.Order(StringComparer.Ordinal))
            );
        return read;
    }

    private List<TemplatePart> Parts(int number, string text)
    {
        var parts = new List<TemplatePart>();
        for (var at = 0; at < text.Length; )
        {
            var open = text.IndexOf('{', at);
            var shut = open < 0 ? -1 : text.IndexOf('}', open);
            if (open >= 0 && shut < 0)
                throw Flaw(number, "a name that begins with '{' ends with '}'");
            if (open != at)
                parts.Add(new(open < 0 ? text[at..] : text[at..open], IsName: false));
            if (open < 0)
                break;
            parts.Add(new(text[(open + 1)..shut], IsName: true));
            at = shut + 1;
        }

        return parts;
    }

    private LetterFlawException Flaw(int number, string why) => new($"{file}, line {number}: {why}.");
}

/// <summary>The letters cannot be used; the sentence says where and how to mend it.</summary>
/// <param name="message">One sentence.</param>
public sealed class LetterFlawException(string message) : Exception(message);
