using System.Text;
using HuskyFhir.X12.Elements;

namespace HuskyFhir.X12.Enrolment.Structure;

/// <summary>Whether the guide wants a segment or an element.</summary>
internal enum Usage
{
    Required,
    Situational,
    NotUsed,
}

/// <summary>What the guide says of one element, or of one component of a composite.</summary>
/// <param name="Usage">Whether it is wanted.</param>
/// <param name="DataElement">Its number in the X12 dictionary; 0 for a composite.</param>
/// <param name="Kind">Type and lengths by the dictionary.</param>
/// <param name="Codes">What it may be, packed; empty where anything may stand.</param>
/// <param name="Repeats">How often it may be repeated; 1 where it may not.</param>
/// <param name="Components">Of a composite.</param>
internal sealed record ElementRule(
    Usage Usage,
    int DataElement,
    ElementKind Kind,
    ulong[] Codes,
    int Repeats,
    ElementRule[] Components
)
{
    /// <summary>Whether a value is one of the codes; true where there is no list.</summary>
    public bool Allows(ReadOnlySpan<byte> value) => Codes.Length == 0 || Array.BinarySearch(Codes, Pack(value)) >= 0;

    /// <summary>A code as a number; longer values, which are no codes, all become the same.</summary>
    public static ulong Pack(ReadOnlySpan<byte> value)
    {
        if (value.Length > 8)
            return ulong.MaxValue;
        ulong packed = 0;
        foreach (var letter in value)
            packed = (packed << 8) | letter;
        return packed;
    }

    /// <summary>The codes of a list such as <c>HP,TE</c>.</summary>
    public static ulong[] PackAll(string codes) =>
        [.. codes.Split(',').Select(static code => Pack(Encoding.ASCII.GetBytes(code))).Order()];
}
