namespace HuskyFhir.X12.Enrolment.Structure;

/// <summary>
/// The structure of 834 by the guide 005010X220A1, as trees. The tables hold codes only; X12 licenses their texts.
/// </summary>
internal static partial class Guide
{
    /// <summary>From BGN to the loops 1000A to 1000C.</summary>
    public static LoopNode Header { get; } = StructureReader.Read(HeaderTable);

    /// <summary>Loop 2000, a member.</summary>
    public static LoopNode Member { get; } = StructureReader.Read(MemberTable);
}
