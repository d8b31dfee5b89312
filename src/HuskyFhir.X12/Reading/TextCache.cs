using System.Text;

namespace HuskyFhir.X12.Reading;

/// <summary>
/// Texts that come again and again (codes, states, towns) are made once. It holds a fixed number and forgets the older
/// of two that collide.
/// </summary>
internal sealed class TextCache
{
    private const int Longest = 16;

    private readonly string?[] texts = new string?[2048];

    /// <summary>The text of an element; null where it is empty.</summary>
    public string? Of(Segment segment, int element) => Of(segment, segment[element]);

    /// <summary>The text of a required element; empty where it is missing, which the checks have told.</summary>
    public string Required(Segment segment, int element) => Of(segment, element) ?? string.Empty;

    /// <summary>The text of some bytes; null where there are none.</summary>
    public string? Of(Segment segment, ReadOnlySpan<byte> part)
    {
        if (part.Length is 0 or > Longest || segment.Encoding != SegmentEncoding.Ascii)
            return segment.Text(part);
        uint hash = 2166136261;
        foreach (var letter in part)
            hash = (hash ^ letter) * 16777619;
        ref var kept = ref texts[(hash ^ (hash >> 15)) & 2047];
        return kept is not null && Ascii.Equals(part, kept) ? kept : kept = segment.Text(part)!;
    }
}
