using HuskyFhir.X12.Enrolment.Model;
using HuskyFhir.X12.Envelope;

namespace HuskyFhir.X12.Enrolment;

/// <summary>What an enrolment file says next.</summary>
public abstract record EnrolmentPart;

/// <summary>A transaction set begins.</summary>
/// <param name="Interchange">The interchange that it is in.</param>
/// <param name="Group">The group that it is in.</param>
/// <param name="ControlNumber">ST02.</param>
/// <param name="Header">From BGN to loop 1000C.</param>
/// <param name="Findings">What is wrong with it.</param>
public sealed record SetStarted(
    InterchangeHeader Interchange,
    GroupHeader Group,
    string ControlNumber,
    SetHeader Header,
    IReadOnlyList<X12Finding> Findings
) : EnrolmentPart;

/// <summary>A member.</summary>
/// <param name="Member">What is said of the person; null where it is no member at all, see the findings.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Findings">What is wrong with it.</param>
/// <param name="Usable">Whether it may be loaded, by the strictness that was asked for.</param>
public sealed record MemberRead(
    MemberRecord? Member,
    MemberPlace Place,
    IReadOnlyList<X12Finding> Findings,
    bool Usable
) : EnrolmentPart;

/// <summary>A transaction set ends.</summary>
/// <param name="ControlNumber">ST02.</param>
/// <param name="Members">How many members it had.</param>
/// <param name="Findings">What is wrong with its end.</param>
public sealed record SetEnded(string ControlNumber, int Members, IReadOnlyList<X12Finding> Findings) : EnrolmentPart;

/// <summary>Where a member stands, in the terms of a 999.</summary>
/// <param name="GroupControlNumber">GS06.</param>
/// <param name="SetControlNumber">ST02.</param>
/// <param name="Index">Number of the member in its set, from 0.</param>
/// <param name="FirstSegment">Position of its INS in the set, where ST is 1.</param>
/// <param name="LastSegment">Position of its last segment.</param>
/// <param name="Offset">Byte of its INS in the file, from 0.</param>
public readonly record struct MemberPlace(
    string GroupControlNumber,
    string SetControlNumber,
    int Index,
    int FirstSegment,
    int LastSegment,
    long Offset
);

/// <summary>Which findings make a member unusable.</summary>
public enum Strictness
{
    /// <summary>
    /// What is missing or cannot be read; a code that the guide does not list, or a segment that it does not know, is
    /// told and passed over.
    /// </summary>
    Tolerant,

    /// <summary>Every departure from the guide.</summary>
    Strict,
}
