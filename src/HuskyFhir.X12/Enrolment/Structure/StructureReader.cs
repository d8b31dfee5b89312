using System.Text;
using System.Text.RegularExpressions;
using HuskyFhir.X12.Elements;
using HuskyFhir.X12.Reading;

namespace HuskyFhir.X12.Enrolment.Structure;

/// <summary>
/// Makes the tree of a structure table. A line <c>@loop parent usage max</c> opens a loop (<c>@loop again</c> goes back
/// to it), a line
/// <c>segment usage max elements…</c> adds a segment; an element is <c>usage number^repeats:codes</c>, with <c>C(…)</c>
/// for a composite and
/// <c>:#name</c> for a list of codes named by a line <c>#name codes</c>.
/// </summary>
internal sealed partial class StructureReader
{
    private readonly Dictionary<string, string> lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LoopNode> loops = new(StringComparer.Ordinal);
    private LoopNode? current;
    private int next;

    /// <summary>The outermost loop of a table.</summary>
    public static LoopNode Read(string table)
    {
        var reader = new StructureReader();
        foreach (var line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            reader.Line(line);
        var root = reader.loops.Values.First();
        root.Seal();
        return root;
    }

    private void Line(string line)
    {
        var parts = line.Split(' ');
        if (parts[0][0] == '#')
            lists[parts[0]] = parts[1];
        else if (parts[0][0] == '@')
            current = parts[1] == "again" ? loops[parts[0][1..]] : Loop(parts);
        else
            Segment(parts);
    }

    private LoopNode Loop(string[] parts)
    {
        var parent = loops.GetValueOrDefault(parts[1]);
        var loop = new LoopNode
        {
            Id = parts[0][1..],
            Part = PartOf(parts[0]),
            Parent = parent,
            Depth = parent is null ? 0 : parent.Depth + 1,
            Order = parent?.Items.Count ?? 0,
            Usage = UsageOf(parts[2][0]),
            Max = MaxOf(parts[3]),
            Index = next++,
        };
        parent?.Items.Add(loop);
        loops.Add(loop.Id, loop);
        return loop;
    }

    private static LoopPart PartOf(string id) =>
        id[..3] switch
        {
            "@20" => LoopPart.Member,
            "@21" => LoopPart.Person,
            "@22" => LoopPart.Disability,
            "@23" => LoopPart.Coverage,
            "@27" => LoopPart.Categories,
            _ => LoopPart.Header,
        };

    private void Segment(string[] parts)
    {
        var loop = current!;
        var beside = loop.Items.LastOrDefault() as SegmentNode;
        loop.Items.Add(
            new SegmentNode
            {
                Name = parts[0],
                Tag = Tag.Of(Encoding.ASCII.GetBytes(parts[0])),
                Slot = Slots.Of(parts[0]),
                Parent = loop,
                Order = beside?.Name == parts[0] ? beside.Order : loop.Items.Count,
                Usage = UsageOf(parts[1][0]),
                Max = MaxOf(parts[2]),
                Index = next++,
                Elements = [.. parts[3..].Select(Element)],
                Pairs = ElementChecks.Pairs.GetValueOrDefault(parts[0]) ?? [],
                Qualified =
                    parts[3].Contains(':', StringComparison.Ordinal)
                    && parts[0] is "NM1" or "N1" or "REF" or "DTP" or "AMT" or "QTY" or "PER",
            }
        );
    }

    private ElementRule Element(string text)
    {
        var match = ElementForm().Match(text);
        if (!match.Success)
            throw new FormatException($"'{text}' is no element of a structure table.");
        var composite = match.Groups["number"].Value == "C";
        var number = composite ? 0 : int.Parse(match.Groups["number"].Value);
        var codes = match.Groups["codes"].Value;
        return new(
            UsageOf(text[0]),
            number,
            composite ? new(ElementType.Composite, 0, int.MaxValue) : ElementKind.Of(number),
            codes.Length == 0 ? [] : ElementRule.PackAll(codes[0] == '#' ? lists[codes] : codes),
            match.Groups["repeats"].Value is { Length: > 0 } repeats ? int.Parse(repeats) : 1,
            match.Groups["parts"].Value is { Length: > 0 } inner ? [.. inner.Split(';').Select(Component)] : []
        );
    }

    /// <summary>A component has no number of its own in the guide; its codes are what is checked.</summary>
    private static ElementRule Component(string text) =>
        new(
            UsageOf(text[0]),
            0,
            new(ElementType.Text, 1, 80),
            text.Length > 2 ? ElementRule.PackAll(text[2..]) : [],
            1,
            []
        );

    private static int MaxOf(string text) => text == "*" ? int.MaxValue : int.Parse(text);

    private static Usage UsageOf(char letter) =>
        letter switch
        {
            'R' => Usage.Required,
            'S' => Usage.Situational,
            'N' => Usage.NotUsed,
            _ => throw new ArgumentOutOfRangeException(nameof(letter), letter, "No usage mark."),
        };

    [GeneratedRegex(@"^[RSN](?<number>\d+|C)(\^(?<repeats>\d+))?(\((?<parts>[^)]*)\))?(:(?<codes>\S+))?$")]
    private static partial Regex ElementForm();
}
