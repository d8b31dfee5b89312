using HuskyFhir.X12.Elements;
using HuskyFhir.X12.Reading;

namespace HuskyFhir.X12.Enrolment.Structure;

/// <summary>Holds the elements of a segment against their rules.</summary>
internal static class ElementChecks
{
    /// <summary>Elements of which the second says what the first means: one without the other says nothing.</summary>
    public static readonly Dictionary<string, (int One, int Other)[]> Pairs = new(StringComparer.Ordinal)
    {
        ["NM1"] = [(8, 9)],
        ["PER"] = [(5, 6), (7, 8)],
        ["INS"] = [(11, 12)],
        ["DMG"] = [(1, 2), (10, 11)],
        ["LUI"] = [(1, 2)],
        ["N4"] = [(5, 6)],
        ["DSB"] = [(7, 8)],
    };

    public static void Check(Segment segment, SegmentNode node, FindingList findings)
    {
        var rules = node.Elements;
        var controls = HasControl(segment.Separators, segment.Bytes); // one look at the whole segment spares one at each element
        for (var at = 1; at <= rules.Length; at++)
        {
            var rule = rules[at - 1];
            var value = segment[at];
            if (value.IsEmpty)
            {
                if (rule.Usage == Usage.Required)
                    findings.Element(X12Flaw.ElementMissing, segment, node, at, 0, $"{Place(node, at)} is required.");
            }
            else if (rule.Usage == Usage.NotUsed)
            {
                findings.Element(
                    X12Flaw.ElementNotUsed,
                    segment,
                    node,
                    at,
                    0,
                    $"{Place(node, at)} is not used by the guide; leave it empty."
                );
            }
            else
            {
                Value(segment, node, at, rule, value, controls, findings);
            }
        }

        if (segment.Count > rules.Length)
            findings.Element(
                X12Flaw.ElementsTooMany,
                segment,
                node,
                rules.Length + 1,
                0,
                $"{node.Name} has no more than {rules.Length} elements."
            );
        foreach (var (one, other) in node.Pairs)
        {
            if (segment[one].IsEmpty != segment[other].IsEmpty)
                findings.Element(
                    X12Flaw.ElementPairIncomplete,
                    segment,
                    node,
                    segment[one].IsEmpty ? one : other,
                    0,
                    $"{Place(node, one)} and {Place(node, other)} go together."
                );
        }
    }

    private static void Value(
        Segment segment,
        SegmentNode node,
        int at,
        ElementRule rule,
        ReadOnlySpan<byte> value,
        bool controls,
        FindingList findings
    )
    {
        if (controls && HasControl(segment.Separators, value))
            findings.Element(
                X12Flaw.CharacterInvalid,
                segment,
                node,
                at,
                0,
                $"{Place(node, at)} has a control character in it."
            );
        if (segment.Separators.Repetition is not { } separator || value.IndexOf(separator) < 0)
        {
            One(segment, node, at, rule, value, findings);
            return;
        }

        var count = 0;
        foreach (var part in value.Split(separator))
        {
            count++;
            One(segment, node, at, rule, value[part], findings);
        }

        if (count > rule.Repeats)
            findings.Element(
                X12Flaw.RepetitionsTooMany,
                segment,
                node,
                at,
                0,
                $"{Place(node, at)} may come {rule.Repeats} times."
            );
    }

    private static void One(
        Segment segment,
        SegmentNode node,
        int at,
        ElementRule rule,
        ReadOnlySpan<byte> value,
        FindingList findings
    )
    {
        if (rule.Kind.Type == ElementType.Composite)
        {
            Composite(segment, node, at, rule, value, findings);
            return;
        }

        if (value.Contains(segment.Separators.Component))
            findings.Element(X12Flaw.ComponentsTooMany, segment, node, at, 0, $"{Place(node, at)} has no components.");
        if (!rule.Allows(value))
            findings.Element(X12Flaw.CodeUnknown, segment, node, at, 0, $"{Place(node, at)} is no code of the guide.");
        else
            Shape(segment, node, at, rule, value, findings);
    }

    private static void Composite(
        Segment segment,
        SegmentNode node,
        int at,
        ElementRule rule,
        ReadOnlySpan<byte> value,
        FindingList findings
    )
    {
        var count = 0;
        foreach (var range in value.Split(segment.Separators.Component))
        {
            var part = value[range];
            if (
                count++ < rule.Components.Length
                && !part.IsEmpty
                && !rule.Components[count - 1].Allows(part.TrimEnd((byte)' '))
            )
                findings.Element(
                    X12Flaw.CodeUnknown,
                    segment,
                    node,
                    at,
                    count,
                    $"{Place(node, at)}-{count} is no code of the guide."
                );
        }

        if (count > rule.Components.Length)
            findings.Element(
                X12Flaw.ComponentsTooMany,
                segment,
                node,
                at,
                0,
                $"{Place(node, at)} has no more than {rule.Components.Length} components."
            );
        if (rule.Components is [{ Usage: Usage.Required }, ..] && segment.Component(value, 1).IsEmpty)
            findings.Element(X12Flaw.ElementMissing, segment, node, at, 1, $"{Place(node, at)}-1 is required.");
    }

    private static void Shape(
        Segment segment,
        SegmentNode node,
        int at,
        ElementRule rule,
        ReadOnlySpan<byte> value,
        FindingList findings
    )
    {
        var (flaw, text) = rule.Kind.Type switch
        {
            ElementType.Date when X12Values.Date(value) is null => (X12Flaw.DateInvalid, "must be a date, CCYYMMDD"),
            ElementType.Time when X12Values.Time(value) is null => (
                X12Flaw.TimeInvalid,
                "must be a time, HHMM or longer"
            ),
            ElementType.Number when X12Values.Number(value) is null => (X12Flaw.NumberInvalid, "must be a number"),
            ElementType.Whole when X12Values.Count(value) is null => (X12Flaw.NumberInvalid, "must be a whole number"),
            ElementType.Text when rule.DataElement == 1251 && !Period(segment, at, value) => (
                X12Flaw.DateInvalid,
                "must be a date in the form that its qualifier says"
            ),
            _ when segment.Length(value) > rule.Kind.Max => (
                X12Flaw.ElementTooLong,
                $"has more than {rule.Kind.Max} characters"
            ),
            _ when value.Length < rule.Kind.Min => (
                X12Flaw.ElementTooShort,
                $"has less than {rule.Kind.Min} characters"
            ),
            _ => (default, string.Empty),
        };
        if (text.Length > 0)
            findings.Element(flaw, segment, node, at, 0, $"{Place(node, at)} {text}.");
    }

    /// <summary>A date period goes by the format of the element before it.</summary>
    private static bool Period(Segment segment, int at, ReadOnlySpan<byte> value) =>
        segment[at - 1].SequenceEqual("RD8"u8) ? X12Values.Range(value) is not null : X12Values.Date(value) is not null;

    /// <summary>Some partners separate by control characters; those are none of the data.</summary>
    private static bool HasControl(Separators separators, ReadOnlySpan<byte> value)
    {
        if (value.IndexOfAnyInRange((byte)0, (byte)31) < 0 && !value.Contains((byte)127))
            return false;
        foreach (var letter in value)
        {
            if (letter is < 32 or 127 && !separators.Has(letter))
                return true;
        }

        return false;
    }

    private static string Place(SegmentNode node, int at) => $"{node.Name}{at:00}";
}
