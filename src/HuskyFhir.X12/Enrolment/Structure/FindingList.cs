using HuskyFhir.X12.Reading;

namespace HuskyFhir.X12.Enrolment.Structure;

/// <summary>Collects findings about one part of a file, up to a limit.</summary>
internal sealed class FindingList(int limit)
{
    private List<X12Finding>? findings;

    /// <summary>What was found since the last time, and begins anew.</summary>
    public IReadOnlyList<X12Finding> Taken()
    {
        var taken = (IReadOnlyList<X12Finding>?)findings ?? [];
        findings = null;
        return taken;
    }

    public void Add(X12Finding finding)
    {
        if ((findings ??= []).Count < limit)
            findings.Add(finding);
    }

    public void Segment(X12Flaw flaw, Segment segment, SegmentNode node, string text) =>
        Add(new(flaw, segment.At, text) { Segment = segment.Name, Loop = node.Parent!.Id });

    /// <summary>A segment without a place; an identifier that is none is not repeated.</summary>
    public void Nowhere(Segment segment, bool known)
    {
        var (flaw, text) =
            segment.Id == Tag.Malformed
                ? (X12Flaw.SegmentMalformed, "A segment has no valid identifier; it was skipped.")
            : known ? (X12Flaw.SegmentUnexpected, $"{segment.Name} has no place here; it was skipped.")
            : (X12Flaw.SegmentUnknown, $"{segment.Name} is no segment of this transaction set; it was skipped.");
        Add(new(flaw, segment.At, text) { Segment = segment.Id == Tag.Malformed ? null : segment.Name });
    }

    public void Missing(Node item, X12Position at)
    {
        var trigger = item as SegmentNode ?? ((LoopNode)item).Trigger;
        var code = trigger.Qualified ? $" with {trigger.Name}01 of the guide" : string.Empty;
        Add(
            item is LoopNode inner
                ? new(X12Flaw.LoopMissing, at, $"Loop {inner.Id} is missing; it begins with {trigger.Name}{code}.")
                {
                    Segment = trigger.Name,
                    Loop = inner.Id,
                }
                : new(X12Flaw.SegmentMissing, at, $"{trigger.Name}{code} is missing in loop {trigger.Parent!.Id}.")
                {
                    Segment = trigger.Name,
                    Loop = trigger.Parent!.Id,
                }
        );
    }

    public void Element(X12Flaw flaw, Segment segment, SegmentNode node, int element, int component, string text) =>
        Add(
            new(flaw, segment.At, text)
            {
                Segment = segment.Name,
                Loop = node.Parent!.Id,
                Element = element,
                Component = component,
                DataElement = element <= node.Elements.Length ? node.Elements[element - 1].DataElement : 0,
            }
        );
}
