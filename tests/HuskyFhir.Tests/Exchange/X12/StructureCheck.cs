using System.Text.RegularExpressions;

namespace HuskyFhir.Tests.X12;

/// <summary>
/// A second reading of 834 that shares nothing with the product: it splits a whole file as text and descends through
/// <see cref="StructureFacts"/>. What it answers is the first thing that is wrong, or null.
/// </summary>
internal sealed partial class StructureCheck
{
    private readonly Loop root = new("", 'R', 1);
    private List<string[]> segments = [];
    private int at;
    private char component;

    public StructureCheck(string facts)
    {
        foreach (var line in facts.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = line.Split(' ');
            var loop = root;
            foreach (var step in parts[0].Split('/'))
                loop = loop.Inner(step);
            var head = parts[1].Split(':');
            loop.Items.Add(new Piece(head[0], head[1][0], Max(head[2]), parts[2..]));
        }
    }

    /// <summary>The first thing that is wrong with a file of one interchange; null where nothing is.</summary>
    public string? FirstFault(string file)
    {
        var (element, end) = (file[3], file[105]);
        component = file[104];
        segments =
        [
            .. file.Split(end, StringSplitOptions.RemoveEmptyEntries)
                .Select(static one => one.TrimStart('\n'))
                .Where(static one => one.Length > 0)
                .Select(one => one.Split(element)),
        ];
        at = 0;
        return Envelope();
    }

    private string? Envelope()
    {
        if (Next() is not ["ISA", ..] isa || isa.Length != 17)
            return "no ISA";
        if (Next() is not ["GS", "BE", ..] gs || gs.Length != 9)
            return "no GS";
        var sets = 0;
        while (at < segments.Count && segments[at][0] == "ST")
        {
            var start = at;
            var st = Next()!;
            foreach (var loop in root.Items.Cast<Loop>())
            {
                if (All(loop) is { } fault)
                    return $"segment {at + 1}: {fault}";
            }

            if (Next() is not ["SE", var count, var number] || count != $"{at - start}" || number != st[2])
                return $"segment {at}: SE expected, its count {at - start}";
            sets++;
        }

        if (Next() is not ["GE", var said, var group] || said != $"{sets}" || group != gs[6])
            return "GE wrong";
        return Next() is ["IEA", "1", var last] && last == isa[13] && at == segments.Count ? null : "IEA wrong";
    }

    private string[]? Next() => at < segments.Count ? segments[at++] : null;

    private string? All(Loop loop)
    {
        var count = 0;
        while (at < segments.Count && loop.First.Takes(segments[at]))
        {
            if (++count > loop.Repeats)
                return $"loop {loop.Id} too often";
            if (One(loop) is { } fault)
                return fault;
        }

        return count == 0 && loop.Usage == 'R' ? $"loop {loop.Id} missing" : null;
    }

    private string? One(Loop loop)
    {
        for (var item = 0; item < loop.Items.Count; )
        {
            if (loop.Items[item] is Loop inner)
            {
                if (All(inner) is { } fault)
                    return fault;
                item++;
                continue;
            }

            var beside = loop
                .Items.Skip(item)
                .TakeWhile(other => other is Piece piece && piece.Id == ((Piece)loop.Items[item]).Id)
                .Cast<Piece>()
                .ToList();
            if (Beside(loop, beside) is { } wrong)
                return wrong;
            item += beside.Count;
        }

        return null;
    }

    /// <summary>Segments of one identifier side by side, in any order.</summary>
    private string? Beside(Loop loop, List<Piece> pieces)
    {
        var counts = new int[pieces.Count];
        while (
            at < segments.Count
            && pieces.FindIndex(piece => piece.Takes(segments[at])) is var which and >= 0
            && !(ReferenceEquals(pieces[which], loop.First) && counts[which] > 0)
        )
        {
            if (++counts[which] > pieces[which].Repeats)
                return $"{pieces[which].Id} too often in {loop.Id}";
            if (pieces[which].Fault(segments[at], component) is { } fault)
                return fault;
            at++;
        }

        var missing = pieces.Where((piece, which) => piece.Usage == 'R' && counts[which] == 0).FirstOrDefault();
        return missing is null ? null : $"{missing.Id} missing in {loop.Id}";
    }

    private static int Max(string text) => text == "*" ? int.MaxValue : int.Parse(text);

    private abstract record Item(string Id, char Usage, int Repeats);

    private sealed record Loop(string Id, char Usage, int Repeats) : Item(Id, Usage, Repeats)
    {
        public List<Item> Items { get; } = [];

        public Piece First => (Piece)Items[0];

        public Loop Inner(string step)
        {
            var parts = step.Split(':');
            if (Items.OfType<Loop>().FirstOrDefault(loop => loop.Id == parts[0]) is { } known)
                return known;
            var made = new Loop(parts[0], parts[1][0], Max(parts[2]));
            Items.Add(made);
            return made;
        }
    }

    private sealed record Piece(string Id, char Usage, int Repeats, string[] Elements) : Item(Id, Usage, Repeats)
    {
        public bool Takes(string[] segment) =>
            segment[0] == Id
            && (
                Codes(0) is not { } codes
                || Id is "INS" or "BGN" or "DMG" or "HD" or "LUI"
                || codes.Contains(segment.ElementAtOrDefault(1))
            );

        public string? Fault(string[] segment, char component)
        {
            if (segment.Length - 1 > Elements.Length)
                return $"{Id} has too many elements";
            if (segment.Length > 1 && segment[^1].Length == 0)
                return $"{Id} ends in empty elements";
            for (var element = 0; element < Elements.Length; element++)
            {
                var value = segment.ElementAtOrDefault(element + 1) ?? "";
                if (value.Length == 0 ? Elements[element][0] == 'R' : Elements[element][0] == 'N')
                    return $"{Id}{element + 1:00} is '{Elements[element][0]}'";
                if (
                    value.Length > 0
                    && Codes(element) is { } codes
                    && !codes.Contains(value)
                    && !(Id == "COB" && element == 3)
                )
                    return $"{Id}{element + 1:00} is no code";
                if (value.Contains(component) && !(Id == "INS" && element == 5) && !(Id == "DMG" && element == 4))
                    return $"{Id}{element + 1:00} has components";
                if (Control().IsMatch(value) || value.EndsWith(' '))
                    return $"{Id}{element + 1:00} has characters that no data may have";
            }

            return null;
        }

        private string[]? Codes(int element) =>
            Elements[element].IndexOf('=', StringComparison.Ordinal) is var mark and > 0
                ? Elements[element][(mark + 1)..].Split(',')
                : null;
    }

    [GeneratedRegex(@"[^ -~]")]
    private static partial Regex Control();
}
