using System.Diagnostics.CodeAnalysis;
using HuskyFhir.X12.Reading;

namespace HuskyFhir.X12.Enrolment.Structure;

/// <summary>
/// Finds the place of each segment in a tree of the guide, and tells what is missing, too often, out of order or
/// nowhere at home. A segment goes to the innermost open loop that has a place for it at or after the one reached;
/// failing that to one before it, which is told.
/// </summary>
/// <param name="root">The outermost loop.</param>
/// <param name="findings">Where everything is told.</param>
internal sealed class StructureWalk(LoopNode root, FindingList findings)
{
    private readonly int[] counts = new int[root.End];
    private readonly int[] reached = new int[8];
    private readonly LoopNode top = root;
    private LoopNode loop = root;
    private bool open;
    private bool skipping;

    /// <summary>Begins again, for another member.</summary>
    public void Reset()
    {
        Array.Clear(counts);
        Array.Clear(reached);
        loop = top;
        open = false;
        skipping = false;
    }

    /// <summary>The place of the next segment; null where it has none and is skipped.</summary>
    public SegmentNode? Take(Segment segment)
    {
        open = true;
        var first = segment[1];
        if (Find(segment.Id, first, inOrder: true, qualified: true, out var node) && !Follows(node))
            return Went(node, segment);
        if (node is null && Find(segment.Id, first, inOrder: false, qualified: true, out node) && !Follows(node))
        {
            findings.Segment(
                X12Flaw.SegmentOutOfOrder,
                segment,
                node,
                $"{segment.Name} of loop {node.Parent!.Id} comes too late; it must stand before what precedes it."
            );
            return Went(node, segment);
        }

        if (
            node is null
            && Find(segment.Id, first, inOrder: true, qualified: false, out node)
            && node.Slot is not (Slot.Name or Slot.Organization)
            && !Follows(node)
        )
            return Went(node, segment); // its first element is no code of the guide, which the element's own check tells
        skipping |= node?.Slot is Slot.Name or Slot.Organization;
        findings.Nowhere(segment, top.Knows(segment.Id));
        return null;
    }

    /// <summary>Tells what is still missing at the end of the outermost loop.</summary>
    public void Finish(X12Position at)
    {
        if (!open)
            return;
        while (loop != top)
            Leave(at);
        Missing(top, at);
    }

    /// <summary>
    /// After a name that was skipped its numbers and address are skipped as well, lest they become somebody else's.
    /// </summary>
    private bool Follows(SegmentNode node) =>
        skipping && node.Slot is (Slot.Contact or Slot.Street or Slot.City or Slot.Demographics or Slot.Account);

    private bool Find(
        uint tag,
        ReadOnlySpan<byte> first,
        bool inOrder,
        bool qualified,
        [NotNullWhen(true)] out SegmentNode? found
    )
    {
        for (var within = loop; within is not null; within = within.Parent)
        {
            if (!within.ByTag.TryGetValue(tag, out var places))
                continue;
            foreach (var (item, candidate) in places)
            {
                if ((inOrder && item.Order < reached[within.Depth]) || (qualified && !candidate.Fits(tag, first)))
                    continue;
                found = candidate;
                return true;
            }
        }

        found = null;
        return false;
    }

    private SegmentNode Went(SegmentNode node, Segment segment)
    {
        skipping = false;
        var home = node.Parent!;
        var opens = home.Trigger == node && home != top;
        var target = opens ? home.Parent! : home;
        while (loop != target)
            Leave(segment.At);
        var place = opens ? (Node)home : node;
        reached[target.Depth] = Math.Max(reached[target.Depth], place.Order);
        if (++counts[place.Index] > place.Max)
            findings.Segment(
                opens ? X12Flaw.LoopRepeated : X12Flaw.SegmentRepeated,
                segment,
                node,
                $"{(opens ? $"Loop {home.Id}" : segment.Name)} comes more than {place.Max} times."
            );
        if (!opens)
            return node;
        Array.Clear(counts, home.Index + 1, home.End - home.Index - 1);
        counts[node.Index] = 1;
        loop = home;
        reached[home.Depth] = 0;
        return node;
    }

    private void Leave(X12Position at)
    {
        Missing(loop, at);
        loop = loop.Parent!;
    }

    private void Missing(LoopNode within, X12Position at)
    {
        // LS opens what only LE closes, whatever the guide says of its usage (X12.6, 3.9).
        if (
            within.Trigger.Slot == Slot.CategoriesStart
            && within.Items.OfType<SegmentNode>().FirstOrDefault(static item => item.Slot == Slot.CategoriesEnd)
                is { } end
            && counts[end.Index] == 0
        )
            findings.Add(
                new(X12Flaw.LoopUnclosed, at, $"LE is missing; loop {within.Id} was opened by LS.")
                {
                    Segment = end.Name,
                    Loop = within.Id,
                }
            );
        foreach (var item in within.Items)
        {
            if (item.Usage == Usage.Required && counts[item.Index] == 0)
                findings.Missing(item, at);
        }
    }
}
