namespace HuskyFhir.X12.Reading;

/// <summary>
/// The four characters that structure an interchange. Each interchange names its own, in fixed places of its ISA.
/// </summary>
/// <param name="Element">Between elements.</param>
/// <param name="Repetition">Between repetitions of an element; null where the ISA names none (<c>U</c> in older
/// files).</param>
/// <param name="Component">Between components of an element.</param>
/// <param name="Segment">After each segment.</param>
public readonly record struct Separators(byte Element, byte? Repetition, byte Component, byte Segment)
{
    /// <summary>What most partners use, and what we write unless told otherwise.</summary>
    public static Separators Usual { get; } = new((byte)'*', (byte)'^', (byte)':', (byte)'~');

    /// <summary>Whether each can separate: no letter, digit or space, and no two the same.</summary>
    public bool Usable =>
        Fit(Element)
        && Fit(Component)
        && Fit(Segment)
        && Element != Component
        && Element != Segment
        && Component != Segment
        && (
            Repetition is not { } repetition
            || (Fit(repetition) && repetition != Element && repetition != Component && repetition != Segment)
        );

    /// <summary>Whether a byte is one of them.</summary>
    public bool Has(byte value) => value == Element || value == Component || value == Segment || value == Repetition;

    /// <summary>
    /// The repetition separator of ISA11, which before version 00501 was a letter that separates nothing.
    /// </summary>
    public static byte? RepetitionOf(byte isa11) =>
        char.IsAsciiLetterOrDigit((char)isa11) || isa11 == ' ' ? null : isa11;

    private static bool Fit(byte value) =>
        value is not (0 or (byte)' ') && value < 0x80 && !char.IsAsciiLetterOrDigit((char)value);
}
