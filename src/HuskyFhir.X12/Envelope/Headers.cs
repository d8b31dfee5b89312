using HuskyFhir.X12.Reading;

namespace HuskyFhir.X12.Envelope;

/// <summary>One end of an interchange: ISA05 and 06, or ISA07 and 08.</summary>
/// <param name="Qualifier">What kind of identifier it is, such as <c>ZZ</c>: mutually agreed.</param>
/// <param name="Id">At most fifteen characters.</param>
public readonly record struct InterchangeParty(string Qualifier, string Id);

/// <summary>What an ISA says.</summary>
/// <param name="Sender">Who sends.</param>
/// <param name="Receiver">To whom.</param>
/// <param name="Created">ISA09 and 10, in the sender's own time; null where they are no date and time.</param>
/// <param name="ControlNumber">ISA13 as it stands, nine digits.</param>
/// <param name="AcknowledgementRequested">ISA14: whether a TA1 is asked for.</param>
/// <param name="Usage">ISA15: <c>P</c> or <c>T</c>.</param>
/// <param name="Separators">Of this interchange.</param>
public sealed record InterchangeHeader(
    InterchangeParty Sender,
    InterchangeParty Receiver,
    DateTime? Created,
    string ControlNumber,
    bool AcknowledgementRequested,
    char Usage,
    Separators Separators
)
{
    /// <summary>Reads an ISA that the segment reader let through.</summary>
    internal static InterchangeHeader Read(Segment isa) =>
        new(
            new(isa.Text(5) ?? string.Empty, isa.Text(6) ?? string.Empty),
            new(isa.Text(7) ?? string.Empty, isa.Text(8) ?? string.Empty),
            X12Values.ShortDate(isa[9]) is { } day && X12Values.Time(isa[10]) is { } time ? day.ToDateTime(time) : null,
            isa.Text(13) ?? string.Empty,
            isa[14].SequenceEqual("1"u8),
            isa[15].Length == 1 ? (char)isa[15][0] : '?',
            isa.Separators
        );
}

/// <summary>What a GS says.</summary>
/// <param name="FunctionalId">GS01: <c>BE</c> enrolment, <c>FA</c> acknowledgement.</param>
/// <param name="SenderCode">GS02.</param>
/// <param name="ReceiverCode">GS03.</param>
/// <param name="Created">GS04 and 05, in the sender's own time; null where they are no date and time.</param>
/// <param name="ControlNumber">GS06 as it stands.</param>
/// <param name="Version">GS08, such as <c>005010X220A1</c>.</param>
public sealed record GroupHeader(
    string FunctionalId,
    string SenderCode,
    string ReceiverCode,
    DateTime? Created,
    string ControlNumber,
    string Version
)
{
    /// <summary>Reads a GS.</summary>
    internal static GroupHeader Read(Segment gs) =>
        new(
            Short(gs, 1),
            Short(gs, 2),
            Short(gs, 3),
            X12Values.Date(gs[4]) is { } day && X12Values.Time(gs[5]) is { } time ? day.ToDateTime(time) : null,
            Short(gs, 6),
            Short(gs, 8)
        );

    /// <summary>
    /// An element that is kept for each group: no longer than any that is valid, and one more so that it is seen to be
    /// invalid.
    /// </summary>
    internal static string Short(Segment segment, int element) =>
        segment.Text(segment[element][..Math.Min(segment[element].Length, 36)]) ?? string.Empty;
}
