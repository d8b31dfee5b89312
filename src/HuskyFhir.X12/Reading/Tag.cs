using System.Text;

namespace HuskyFhir.X12.Reading;

/// <summary>A segment identifier as a number, so that comparing costs one instruction.</summary>
public static class Tag
{
    /// <summary>The number of an identifier that is none.</summary>
    public const uint Malformed = 0;

    /// <summary>ISA, the interchange's header.</summary>
    public static readonly uint Isa = Of("ISA"u8);

    /// <summary>IEA, the interchange's trailer.</summary>
    public static readonly uint Iea = Of("IEA"u8);

    /// <summary>GS, the group's header.</summary>
    public static readonly uint Gs = Of("GS"u8);

    /// <summary>GE, the group's trailer.</summary>
    public static readonly uint Ge = Of("GE"u8);

    /// <summary>ST, the transaction set's header.</summary>
    public static readonly uint St = Of("ST"u8);

    /// <summary>SE, the transaction set's trailer.</summary>
    public static readonly uint Se = Of("SE"u8);

    /// <summary>TA1, an answer to an interchange.</summary>
    public static readonly uint Ta1 = Of("TA1"u8);

    /// <summary>INS, with which a member of an 834 begins.</summary>
    public static readonly uint Ins = Of("INS"u8);

    /// <summary>
    /// Two or three capital letters and digits, the first a letter; otherwise <see cref="Malformed"/>.
    /// </summary>
    public static uint Of(ReadOnlySpan<byte> id)
    {
        if (id.Length is not (2 or 3) || !char.IsAsciiLetterUpper((char)id[0]))
            return Malformed;
        uint tag = 0;
        foreach (var letter in id)
        {
            if (!char.IsAsciiLetterUpper((char)letter) && !char.IsAsciiDigit((char)letter))
                return Malformed;
            tag = (tag << 8) | letter;
        }

        return tag;
    }

    /// <summary>The identifier as text.</summary>
    public static string Name(uint tag)
    {
        Span<byte> letters = [(byte)(tag >> 16), (byte)(tag >> 8), (byte)tag];
        return tag == Malformed ? "?" : Encoding.ASCII.GetString(letters.TrimStart((byte)0));
    }
}
