using System.Buffers.Text;

namespace HuskyFhir.Validation.Structure;

/// <summary>Forms of numbers, on the JSON number token as sent.</summary>
internal static class Numbers
{
    private const int MaxDigits = 28;

    public static bool Integer(ReadOnlySpan<byte> literal, int least) =>
        Utf8Parser.TryParse(literal, out int value, out var used)
        && used == literal.Length
        && value >= least
        && !literal.SequenceEqual("-0"u8);

    /// <summary>
    /// Whether System.Decimal holds the number as it was written; more digits or a smaller scale it would round
    /// silently.
    /// </summary>
    public static bool Decimal(ReadOnlySpan<byte> literal)
    {
        var mark = literal.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = mark < 0 ? literal : literal[..mark];
        var exponent = 0;
        if (mark >= 0 && !Utf8Parser.TryParse(literal[(mark + 1)..].TrimStart((byte)'+'), out exponent, out _))
            return false;

        var point = mantissa.IndexOf((byte)'.');
        var decimals = point < 0 ? 0 : mantissa.Length - point - 1;
        return Digits(mantissa) <= MaxDigits
            && exponent is >= -MaxDigits and <= MaxDigits
            && decimals - exponent <= MaxDigits
            && Digits(mantissa) + exponent - decimals <= MaxDigits;
    }

    private static int Digits(ReadOnlySpan<byte> mantissa)
    {
        var count = 0;
        foreach (var c in mantissa)
            if (c is > (byte)'0' and <= (byte)'9' || (c == (byte)'0' && count > 0))
                count++;

        return count;
    }
}
