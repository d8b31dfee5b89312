using System.Text.Unicode;

namespace HuskyFhir.X12.Reading;

/// <summary>The ISA: 106 characters in fixed places, which name the separators of everything after them.</summary>
public sealed partial class SegmentReader
{
    /// <summary>Where the separators between ISA's elements stand.</summary>
    private static ReadOnlySpan<byte> ElementPlaces => [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103];

    private Step TakeHeader(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < IsaLength && !sourceEnded)
            return Step.More;
        if (first)
        {
            if (rest.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) && consumed + start == 0)
            {
                start += 3; // a byte order mark says only that somebody's editor was here
                return Take();
            }

            if (
                rest.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
                || rest.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
                || rest[..Math.Min(rest.Length, 8)].Contains((byte)0)
            )
                return Stop(
                    X12Flaw.EncodingUnreadable,
                    "The file is in UTF-16 or is no text; send ASCII, UTF-8 or Latin-1."
                );
        }

        if (!rest.StartsWith("ISA"u8))
        {
            return first
                ? Stop(X12Flaw.HeaderMissing, "The file does not begin with an ISA segment.")
                : Stop(X12Flaw.AfterTrailer, "Something follows the IEA that is not another interchange.");
        }

        if (rest.Length < IsaLength)
            return Stop(X12Flaw.Truncated, "The file ends within its ISA segment.");
        foreach (var place in ElementPlaces)
        {
            if (rest[place] != rest[3])
                return Stop(
                    X12Flaw.HeaderMalformed,
                    "The ISA segment has not its fixed form of 106 characters: its elements must be filled up with spaces."
                );
        }

        var named = new Separators(rest[3], Separators.RepetitionOf(rest[82]), rest[104], rest[105]);
        if (!named.Usable || rest[..105].Contains(named.Segment))
            return Stop(
                X12Flaw.SeparatorsUnusable,
                "The ISA names separators that are letters, digits or spaces, that are the same, or that occur in its own data."
            );
        if (!Utf8.IsValid(rest[..105]) || rest[4..103].IndexOfAnyInRange((byte)0, (byte)31) >= 0 && rest[3] > 31)
            return Stop(X12Flaw.HeaderMalformed, "The ISA segment has characters in it that are not printable.");
        (separators, first, inSet) = (named, false, 0);
        return Taken(rest[..105]);
    }
}
