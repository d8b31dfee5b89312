namespace HuskyFhir.X12.Reading;

/// <summary>Bounds on what one file may ask of us. A file beyond one is refused by name, and never buffered.</summary>
public sealed record ReadLimits
{
    /// <summary>The usual bounds.</summary>
    public static ReadLimits Default { get; } = new();

    /// <summary>
    /// Bytes of a segment, without its terminator: 106 to 1,048,576. Segments of an 834 have some hundreds.
    /// </summary>
    public int SegmentLength { get; init; } = 16_384;

    /// <summary>
    /// Bytes of an element: 1 to <see cref="SegmentLength"/>. The longest of an 834 has 256 characters.
    /// </summary>
    public int ElementLength { get; init; } = 4_096;

    /// <summary>Elements of a segment: 16 to 1,000.</summary>
    public int Elements { get; init; } = 64;

    /// <summary>
    /// Interchanges, groups and transaction sets of a file, together: 3 or more. Each costs some hundred bytes of
    /// memory.
    /// </summary>
    public int Envelopes { get; init; } = 200_000;

    /// <summary>
    /// Findings that are kept with their texts, for the file and for each member; the rest is counted.
    /// </summary>
    public int Findings { get; init; } = 1_000;

    /// <summary>
    /// Bytes that are read at a time; a buffer of this size and of two segments is all that a reader holds.
    /// </summary>
    public int ReadAhead { get; init; } = 65_536;
}
