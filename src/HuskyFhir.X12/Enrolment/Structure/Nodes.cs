using System.Collections.Frozen;

namespace HuskyFhir.X12.Enrolment.Structure;

/// <summary>What may stand in a loop at one place: a segment, or a loop within.</summary>
internal abstract class Node
{
    /// <summary>The loop around it; null for the outermost.</summary>
    public LoopNode? Parent { get; init; }

    /// <summary>
    /// Place in the loop around it; segments of the same identifier side by side share one, since their order says
    /// nothing.
    /// </summary>
    public int Order { get; init; }

    /// <summary>Whether it is wanted.</summary>
    public Usage Usage { get; init; }

    /// <summary>How often it may come.</summary>
    public int Max { get; init; }

    /// <summary>Its number in the tree, from 0; a loop's number comes before those of all that is in it.</summary>
    public int Index { get; init; }
}

/// <summary>Which part of a record a loop is read into.</summary>
internal enum LoopPart
{
    Header,
    Member,
    Person,
    Disability,
    Coverage,
    Categories,
}

/// <summary>A loop of the guide. Its first segment opens it.</summary>
internal sealed class LoopNode : Node
{
    /// <summary>Such as <c>2100A</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Which part of a record it is read into.</summary>
    public required LoopPart Part { get; init; }

    /// <summary>How many loops are around it.</summary>
    public int Depth { get; init; }

    /// <summary>Segments and loops in their order.</summary>
    public List<Node> Items { get; } = [];

    /// <summary>One more than the highest number within.</summary>
    public int End { get; private set; }

    /// <summary>What opens it.</summary>
    public SegmentNode Trigger { get; private set; } = null!;

    /// <summary>
    /// The places in this loop that a segment may take by its identifier: its own segments, and loops that it opens.
    /// </summary>
    public FrozenDictionary<uint, (Node Item, SegmentNode Segment)[]> ByTag { get; private set; } =
        FrozenDictionary<uint, (Node, SegmentNode)[]>.Empty;

    /// <summary>Whether a segment of this identifier occurs anywhere within.</summary>
    public bool Knows(uint tag) =>
        Items.Any(item => item is LoopNode inner ? inner.Knows(tag) : ((SegmentNode)item).Tag == tag);

    /// <summary>Makes the look-ups, once the loops within have theirs.</summary>
    public void Seal()
    {
        foreach (var inner in Items.OfType<LoopNode>())
            inner.Seal();
        Trigger = (SegmentNode)Items[0];
        End = Items.Max(static item => item is LoopNode inner ? inner.End : item.Index + 1);
        ByTag = Items
            .Select(static item => (Item: item, Segment: item as SegmentNode ?? ((LoopNode)item).Trigger))
            .GroupBy(static place => place.Segment.Tag)
            .ToFrozenDictionary(static of => of.Key, static of => of.ToArray());
    }
}

/// <summary>A segment of a loop.</summary>
internal sealed class SegmentNode : Node
{
    /// <summary>See <see cref="HuskyFhir.X12.Reading.Tag"/>.</summary>
    public required uint Tag { get; init; }

    /// <summary>Identifier as text.</summary>
    public required string Name { get; init; }

    /// <summary>What it is to the model.</summary>
    public required Slot Slot { get; init; }

    /// <summary>Its elements.</summary>
    public required ElementRule[] Elements { get; init; }

    /// <summary>Elements that go together.</summary>
    public required (int One, int Other)[] Pairs { get; init; }

    /// <summary>Whether the first element says which of several segments it is.</summary>
    public required bool Qualified { get; init; }

    /// <summary>Whether a segment of this identifier and first element is meant.</summary>
    public bool Fits(uint tag, ReadOnlySpan<byte> first) => tag == Tag && (!Qualified || Elements[0].Allows(first));
}
