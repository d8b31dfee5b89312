namespace HuskyFhir.X12.Reading;

/// <summary>
/// One segment, as spans over the reader's buffer: valid until the next is read, and nothing of it is copied before it
/// is asked for.
/// </summary>
public readonly ref struct Segment
{
    private readonly ReadOnlySpan<byte> bytes;
    private readonly ReadOnlySpan<int> ends;

    internal Segment(
        ReadOnlySpan<byte> bytes,
        ReadOnlySpan<int> ends,
        uint tag,
        Separators separators,
        X12Position at,
        SegmentEncoding encoding
    )
    {
        this.bytes = bytes;
        this.ends = ends;
        Id = tag;
        Separators = separators;
        At = at;
        Encoding = encoding;
    }

    /// <summary>The identifier, see <see cref="Tag"/>.</summary>
    public uint Id { get; }

    /// <summary>The separators of its interchange.</summary>
    public Separators Separators { get; }

    /// <summary>Where it stands.</summary>
    public X12Position At { get; }

    /// <summary>In what its bytes above 127 are written.</summary>
    public SegmentEncoding Encoding { get; }

    /// <summary>How many elements follow the identifier, the last of them maybe empty.</summary>
    public int Count => ends.Length - 1;

    /// <summary>All its bytes without the terminator.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>
    /// The bytes of an element, from 1, without the spaces that fill it up; empty where there is none.
    /// </summary>
    public ReadOnlySpan<byte> this[int element] =>
        (uint)element < (uint)ends.Length ? Trimmed(bytes[(ends[element - 1] + 1)..ends[element]]) : default;

    /// <summary>The text of an element; null where it is empty.</summary>
    public string? Text(int element) => Text(this[element]);

    /// <summary>Bytes of this segment as text; null where there are none.</summary>
    public string? Text(ReadOnlySpan<byte> part) =>
        part.IsEmpty ? null
        : Encoding == SegmentEncoding.Utf8 ? System.Text.Encoding.UTF8.GetString(part)
        : System.Text.Encoding.Latin1.GetString(part);

    /// <summary>
    /// The first characters of a malformed identifier must not reach a report either; this is its name or a question
    /// mark.
    /// </summary>
    public string Name => Tag.Name(Id);

    /// <summary>How many characters some of its bytes are.</summary>
    public int Length(ReadOnlySpan<byte> part) =>
        Encoding == SegmentEncoding.Utf8 ? System.Text.Encoding.UTF8.GetCharCount(part) : part.Length;

    /// <summary>A component of an element, from 1.</summary>
    public ReadOnlySpan<byte> Component(ReadOnlySpan<byte> element, int component)
    {
        foreach (var part in element.Split(Separators.Component))
        {
            if (--component == 0)
                return Trimmed(element[part]);
        }

        return default;
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> value) =>
        !value.IsEmpty && value[^1] == ' ' ? value.TrimEnd((byte)' ') : value;
}
