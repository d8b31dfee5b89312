namespace HuskyFhir.X12;

/// <summary>
/// One thing that is wrong with a file, where it is, and what to do. The text never holds a value out of a member's
/// data.
/// </summary>
/// <param name="Flaw">The named state.</param>
/// <param name="At">Where.</param>
/// <param name="Text">What is wrong, in a plain sentence.</param>
public sealed record X12Finding(X12Flaw Flaw, X12Position At, string Text)
{
    /// <summary>Segment identifier; null where none is concerned.</summary>
    public string? Segment { get; init; }

    /// <summary>Loop of the implementation guide, such as <c>2100A</c>.</summary>
    public string? Loop { get; init; }

    /// <summary>Element in the segment, from 1; 0 where the whole segment is meant.</summary>
    public int Element { get; init; }

    /// <summary>Component in the element, from 1; 0 where the whole element is meant.</summary>
    public int Component { get; init; }

    /// <summary>Number of the data element in the X12 dictionary; 0 where there is none.</summary>
    public int DataElement { get; init; }

    /// <summary>Whether what it was found in cannot be used, read with the usual tolerance.</summary>
    public bool Refuses => FlawTable.Of(Flaw).Refuses;

    /// <summary>For a report.</summary>
    public override string ToString() => $"{Flaw} at {At}: {Text}";
}
