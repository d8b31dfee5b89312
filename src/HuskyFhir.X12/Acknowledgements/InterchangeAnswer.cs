using HuskyFhir.X12.Reading;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.X12.Acknowledgements;

/// <summary>TA1: whether an interchange was received.</summary>
/// <param name="ControlNumber">TA101: ISA13 of the interchange that is answered.</param>
/// <param name="Sent">TA102 and 103: its date and time; null where they are none.</param>
/// <param name="Code">TA104: <c>A</c> accepted, <c>E</c> accepted with errors, <c>R</c> rejected.</param>
/// <param name="Note">TA105: <c>000</c>, or what is wrong.</param>
public sealed record InterchangeAnswer(string ControlNumber, DateTime? Sent, char Code, string Note)
{
    /// <summary>Reads a TA1; null where it says nothing that can be used.</summary>
    internal static InterchangeAnswer? Read(Segment segment) =>
        segment.Text(1) is { Length: 9 } number && segment[4] is [(byte)'A' or (byte)'E' or (byte)'R']
            ? new(
                number,
                X12Values.ShortDate(segment[2]) is { } day && X12Values.Time(segment[3]) is { } time
                    ? day.ToDateTime(time)
                    : null,
                (char)segment[4][0],
                segment.Text(5) ?? string.Empty
            )
            : null;

    internal void Write(SegmentWriter writer) =>
        writer
            .Begin("TA1")
            .Code(ControlNumber)
            .Code(Sent?.ToString("yyMMdd"))
            .Code(Sent?.ToString("HHmm"))
            .Code(Code.ToString())
            .Code(Note)
            .End();
}
