namespace HuskyFhir.X12;

/// <summary>A place in a file.</summary>
/// <param name="Segment">Number of the segment in the file, from 1; 0 where no segment was read.</param>
/// <param name="Offset">Byte at which the segment starts, from 0.</param>
/// <param name="InSet">Number of the segment in its transaction set, where ST is 1; 0 outside of one. A 999 speaks of
/// this number.</param>
public readonly record struct X12Position(long Segment, long Offset, int InSet = 0)
{
    /// <summary>For a report.</summary>
    public override string ToString() =>
        InSet > 0
            ? $"segment {Segment} (byte {Offset}, number {InSet} of its set)"
            : $"segment {Segment} (byte {Offset})";
}
