using System.Buffers;
using System.Text;

namespace HuskyFhir.Validation.Primitives;

/// <summary>Forms of text primitives other than dates.</summary>
internal static class Texts
{
    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n\f\v"u8);
    private static readonly SearchValues<byte> IdCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-."u8
    );

    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-."
    );

    private static readonly SearchValues<byte> Controls = SearchValues.Create([
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        11,
        12,
        14,
        15,
        16,
        17,
        18,
        19,
        20,
        21,
        22,
        23,
        24,
        25,
        26,
        27,
        28,
        29,
        30,
        31,
    ]);

    public static bool Blank(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(Blanks);

    public static bool HasControls(ReadOnlySpan<byte> text) => text.ContainsAny(Controls);

    public static bool Id(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= 64 && !text.ContainsAnyExcept(IdCharacters);

    public static bool Uri(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && !HasBlank(text) && (!text.Contains((byte)':') || Absolute(text));

    /// <summary>Whether a uri begins with a scheme (RFC 3986 section 3.1).</summary>
    public static bool IsAbsolute(string uri)
    {
        var scheme = uri.AsSpan(0, Math.Max(0, uri.IndexOf(':', StringComparison.Ordinal)));
        return scheme.Length > 0 && char.IsAsciiLetter(scheme[0]) && !scheme.ContainsAnyExcept(SchemeCharacters);
    }

    public static bool Code(ReadOnlySpan<byte> text)
    {
        if (!HasBlank(text))
            return !text.IsEmpty;

        return !Blanks.Contains(text[0])
            && !Blanks.Contains(text[^1])
            && text.IndexOf("  "u8) < 0
            && !text.ContainsAny("\t\r\n\f\v"u8);
    }

    /// <summary>urn:oid: then arcs without leading zeros, the first 0, 1 or 2.</summary>
    public static bool Oid(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("urn:oid:"u8))
            return false;

        var arcs = 0;
        foreach (var range in text[8..].Split((byte)'.'))
        {
            var arc = text[8..][range];
            if (arc.IsEmpty || arc.ContainsAnyExceptInRange((byte)'0', (byte)'9') || (arc.Length > 1 && arc[0] == '0'))
                return false;
            if (arcs++ == 0 && (arc.Length > 1 || arc[0] > '2'))
                return false;
        }

        return arcs > 1;
    }

    public static bool Uuid(ReadOnlySpan<byte> text) =>
        text.Length == 45
        && text.StartsWith("urn:uuid:"u8)
        && Guid.TryParseExact(Encoding.ASCII.GetString(text[9..]), "D", out _)
        && !text.ContainsAnyInRange((byte)'A', (byte)'Z');

    // R4 asks of a uri no more than that it has no blanks, and of some schemes what follows them; hosts with a comma or
    // a plus are sound (RFC 3986 section 3.2.2).
    private static bool Absolute(ReadOnlySpan<byte> text) =>
        text.StartsWith("http://"u8) || text.StartsWith("https://"u8)
            ? text[(text.IndexOf("//"u8) + 2)..] is [not ((byte)'/' or (byte)'?' or (byte)'#'), ..]
            : !text.StartsWith("urn:"u8)
                || (text.StartsWith("urn:oid:"u8) ? Oid(text) : !text.StartsWith("urn:uuid:"u8) || Uuid(text));

    // A no-break space and the wide spaces of Unicode are blanks as well (R4's \s); they are rare, so the slow road is
    // for them.
    private static bool HasBlank(ReadOnlySpan<byte> text) =>
        text.ContainsAny(Blanks)
        || (text.ContainsAnyInRange((byte)0x80, (byte)0xFF) && Encoding.UTF8.GetString(text).Any(char.IsWhiteSpace));
}
