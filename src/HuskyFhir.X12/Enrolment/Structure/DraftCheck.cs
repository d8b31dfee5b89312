using HuskyFhir.X12.Reading;

namespace HuskyFhir.X12.Enrolment.Structure;

/// <summary>
/// Holds encoded segments against a tree of the guide before they are taken into a file: the rules by which files are
/// read, strictly.
/// </summary>
internal sealed class DraftCheck
{
    private readonly FindingList findings = new(100);
    private readonly Separators separators;
    private readonly StructureWalk header;
    private readonly StructureWalk member;

    public DraftCheck(Separators separators)
    {
        this.separators = separators;
        header = new(Guide.Header, findings);
        member = new(Guide.Member, findings);
    }

    public IReadOnlyList<X12Finding> Check(LoopNode root, ReadOnlySpan<byte> draft)
    {
        var walk = root == Guide.Header ? header : member;
        walk.Reset();
        Span<int> ends = stackalloc int[ReadLimits.Default.Elements + 1];
        var number = 0;
        foreach (var range in draft.Split(separators.Segment))
        {
            var bytes = draft[range].TrimStart((byte)'\n');
            if (bytes.IsEmpty)
                continue;
            var elements = 0;
            foreach (var part in bytes.Split(separators.Element))
            {
                if (elements < ends.Length)
                    ends[elements++] = part.End.Value;
            }

            var segment = new Segment(
                bytes,
                ends[..elements],
                Tag.Of(bytes[..ends[0]]),
                separators,
                new(++number, 0, number),
                SegmentEncoding.Ascii
            );
            if (walk.Take(segment) is { } node)
                ElementChecks.Check(segment, node, findings);
        }

        walk.Finish(new(number, 0, number));
        return findings.Taken();
    }
}
