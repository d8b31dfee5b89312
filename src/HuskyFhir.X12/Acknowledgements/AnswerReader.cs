using HuskyFhir.X12.Reading;

namespace HuskyFhir.X12.Acknowledgements;

/// <summary>Gathers 999 by 005010X231: AK1, for each set AK2, its errors and IK5, then AK9.</summary>
internal sealed class AnswerReader(int limit)
{
    private static readonly uint Ak1 = Tag.Of("AK1"u8);
    private static readonly uint Ak2 = Tag.Of("AK2"u8);
    private static readonly uint Ik3 = Tag.Of("IK3"u8);
    private static readonly uint Ik4 = Tag.Of("IK4"u8);
    private static readonly uint Ik5 = Tag.Of("IK5"u8);
    private static readonly uint Ctx = Tag.Of("CTX"u8);
    private static readonly uint Ak9 = Tag.Of("AK9"u8);

    private readonly List<InterchangeAnswer> interchanges = [];
    private readonly List<GroupAnswer> groups = [];
    private readonly List<X12Finding> findings = [];
    private List<SetAnswer> sets = [];
    private List<SegmentAnswer> segments = [];
    private List<AnswerContext> contexts = [];
    private List<ElementAnswer> elements = [];
    private (string Id, string Number, string? Version)? group;
    private (string Id, string Number, string? Version)? set;

    public void Take(Segment segment)
    {
        if (segment.Id == Tag.Ta1)
            Interchange(segment);
        else if (segment.Id == Tag.St)
            (group, set) = (null, null);
        else if (segment.Id == Ak1)
            (group, sets) = ((segment.Text(1) ?? string.Empty, segment.Text(2) ?? string.Empty, segment.Text(3)), []);
        else if (segment.Id == Ak2 && group is not null)
            (set, segments) = ((segment.Text(1) ?? string.Empty, segment.Text(2) ?? string.Empty, segment.Text(3)), []);
        else if (segment.Id == Ik3 && set is not null)
            Error(segment);
        else if (segment.Id == Ctx && set is not null && segments.Count > 0)
            contexts.Add(
                new(
                    segment.Text(segment.Component(segment[1], 1)) ?? string.Empty,
                    segment.Text(segment.Component(segment[1], 2))
                )
            );
        else if (segment.Id == Ik4 && set is not null && segments.Count > 0)
            Element(segment);
        else if (segment.Id == Ik5 && set is not null)
            EndSet(segment);
        else if (segment.Id == Ak9 && group is not null)
            EndGroup(segment);
        else if (segment.Id == Tag.Se)
            Unfinished(segment);
        else if (segment.At.InSet > 0)
            Tell(X12Flaw.SegmentUnexpected, segment, "has no place here; it was skipped.");
    }

    public AnswerFile End() => new(interchanges, groups, findings);

    private void Interchange(Segment segment)
    {
        if (InterchangeAnswer.Read(segment) is { } answer)
            interchanges.Add(answer);
        else
            Tell(X12Flaw.ElementMissing, segment, "names no interchange, or has another code than A, E or R.");
    }

    private void Error(Segment segment)
    {
        (contexts, elements) = ([], []);
        if (X12Values.Count(segment[2]) is null)
            Tell(X12Flaw.NumberInvalid, segment, "has no position; only its CTX can say whom it means.");
        segments.Add(
            new(
                segment.Text(1) ?? string.Empty,
                X12Values.Count(segment[2]) ?? 0,
                segment.Text(3),
                segment.Text(4),
                contexts,
                elements
            )
        );
    }

    private void Element(Segment segment)
    {
        var place = segment[1];
        elements.Add(
            new(
                X12Values.Count(segment.Component(place, 1)) ?? 0,
                X12Values.Count(segment.Component(place, 2)),
                X12Values.Count(segment.Component(place, 3)),
                X12Values.Count(segment[2]),
                segment.Text(3) ?? string.Empty,
                segment.Text(4)
            )
        );
    }

    private void EndSet(Segment segment)
    {
        var (id, number, version) = set!.Value;
        sets.Add(new(id, number, version, segments, segment.Text(1) ?? string.Empty, Codes(segment, 2, 6)));
        set = null;
    }

    private void EndGroup(Segment segment)
    {
        var (id, number, version) = group!.Value;
        if (set is not null)
            Tell(X12Flaw.SegmentMissing, segment, "closes the group before IK5 closes its set.");
        else if (
            number.Length == 0
            || segment[1].IsEmpty
            || X12Values.Count(segment[2]) is not { } included
            || X12Values.Count(segment[3]) is not { } received
            || X12Values.Count(segment[4]) is not { } accepted
        )
            Tell(X12Flaw.ElementMissing, segment, "or its AK1 lacks the group's number, the code or a count.");
        else
            groups.Add(
                new(id, number, version, sets, segment.Text(1)!, included, received, accepted, Codes(segment, 5, 9))
            );
        (group, set) = (null, null);
    }

    private void Unfinished(Segment segment)
    {
        if (group is not null)
            Tell(X12Flaw.SegmentMissing, segment, "ends the answer before AK9.");
        (group, set) = (null, null);
    }

    private static List<string> Codes(Segment segment, int from, int to)
    {
        List<string> codes = [];
        for (var at = from; at <= to; at++)
        {
            if (segment.Text(at) is { } code)
                codes.Add(code);
        }

        return codes;
    }

    private void Tell(X12Flaw flaw, Segment segment, string text)
    {
        if (findings.Count < limit)
            findings.Add(new(flaw, segment.At, $"{segment.Name} {text}") { Segment = segment.Name });
    }
}
