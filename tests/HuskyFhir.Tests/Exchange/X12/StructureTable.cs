using System.Text.RegularExpressions;

namespace HuskyFhir.Tests.X12;

/// <summary>Reads a structure table with usage marks into lines of the form of <see cref="StructureFacts"/>.</summary>
internal static partial class StructureTable
{
    public static List<string> Facts(string table)
    {
        List<(int Indent, string Step)> loops = [];
        List<string> facts = [];
        foreach (var line in table.Split('\n').Select(static line => line.TrimEnd()))
        {
            var indent = line.Length - line.TrimStart().Length;
            if (Loop().Match(line) is { Success: true } loop)
            {
                loops.RemoveAll(outer => outer.Indent >= indent);
                loops.Add((indent, $"{loop.Groups[1]}:{loop.Groups[2]}:{Repeats(loop.Groups[3].Value)}"));
            }
            else if (Segment().Match(line) is { Success: true } segment)
            {
                loops.RemoveAll(outer => outer.Indent >= indent);
                var within = loops
                    .Select(static outer => outer.Step)
                    .Where(static step => !step.StartsWith("DETAIL", StringComparison.Ordinal))
                    .ToList();
                facts.Add(
                    $"{string.Join('/', within)} {segment.Groups[1]}:{segment.Groups[2]}:{Repeats(segment.Groups[3].Value)}"
                );
            }
            else if (Composite().Match(line) is { Success: true } composite)
            {
                facts[^1] += $" {composite.Groups[1]}";
            }
            else if (Element().Match(line) is { Success: true } element)
            {
                var codes = Code()
                    .Matches(element.Groups[2].Value)
                    .Select(static code => code.Groups[1].Value)
                    .ToList();
                facts[^1] += $" {element.Groups[1]}{(codes.Count > 0 ? "=" : "")}{string.Join(',', codes)}";
            }
        }

        const string Envelope = "ISA_LOOP:R:*/GS_LOOP:R:*/ST_LOOP:R:*/";
        return
        [
            .. facts
                .Where(static fact => fact.StartsWith(Envelope, StringComparison.Ordinal))
                .Select(static fact => fact[Envelope.Length..]),
        ];
    }

    private static string Repeats(string text) => text.StartsWith('>') ? "*" : text;

    [GeneratedRegex(@"^ *LOOP (\S+) .* usage=(\w) rep=(\S+)$")]
    private static partial Regex Loop();

    [GeneratedRegex(@"^ *SEG (\S+) .* ([RSN]) max=(\S+)$")]
    private static partial Regex Segment();

    [GeneratedRegex(@"^ *COMP \S+ seq=\d+ .*? ([RSN]) rep=\S+$")]
    private static partial Regex Composite();

    [GeneratedRegex(@"^ *\w+\d\d \[\w+\] .* ([RSN]) rep=\S+ \[(.*)\]$")]
    private static partial Regex Element();

    [GeneratedRegex(@"'(\w+)'")]
    private static partial Regex Code();
}
