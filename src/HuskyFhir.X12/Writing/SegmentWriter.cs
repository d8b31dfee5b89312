using System.Buffers;
using System.Globalization;
using System.Text;
using HuskyFhir.X12.Elements;
using HuskyFhir.X12.Reading;

namespace HuskyFhir.X12.Writing;

/// <summary>
/// Writes segments: separators where they belong and nowhere else, no empty elements at the end, and in the data only
/// what the character set holds. The same values make the same bytes.
/// </summary>
/// <param name="target">Where the bytes go.</param>
/// <param name="separators">Of the interchange.</param>
/// <param name="set">What data may have.</param>
/// <param name="lines">Whether a line feed follows each segment.</param>
internal sealed class SegmentWriter(IBufferWriter<byte> target, Separators separators, CharacterSet set, bool lines)
{
    private readonly List<WriteNote> notes = [];
    private readonly StringBuilder letters = new();
    private string segment = string.Empty;
    private int element;
    private int waiting;

    /// <summary>Segments ended since the counting began.</summary>
    public int Count { get; set; }

    /// <summary>Values that cannot be written, since the notes were taken last.</summary>
    public IEnumerable<WriteNote> Lost => notes.Where(static note => note.Change == WriteChange.Lost);

    /// <summary>What was done to values since the last time, and begins anew.</summary>
    public IReadOnlyList<WriteNote> TakenNotes()
    {
        IReadOnlyList<WriteNote> taken = notes.Count == 0 ? [] : [.. notes];
        notes.Clear();
        return taken;
    }

    /// <summary>Begins a segment.</summary>
    public SegmentWriter Begin(string id)
    {
        (segment, element, waiting) = (id, 0, 0);
        Put(id);
        return this;
    }

    /// <summary>Ends it.</summary>
    public void End()
    {
        Span<byte> end = lines ? [separators.Segment, (byte)'\n'] : [separators.Segment];
        target.Write(end);
        Count++;
    }

    /// <summary>An element that means nothing if it is cut: a code or an identifier.</summary>
    public SegmentWriter Code(string? value) => Add(Clean(value));

    /// <summary>Text for people, cut to the length of its data element.</summary>
    public SegmentWriter Text(string? value, int dataElement)
    {
        var clean = Clean(value);
        var max = ElementKind.Of(dataElement).Max;
        if (clean is null || clean.Length <= max)
            return Add(clean);
        notes.Add(new(WriteChange.Shortened, segment, element + 1));
        return Add(clean[..max].TrimEnd());
    }

    /// <summary>CCYYMMDD.</summary>
    public SegmentWriter Date(DateOnly? value) => Add(value?.ToString("yyyyMMdd", CultureInfo.InvariantCulture));

    /// <summary>A number without needless zeros.</summary>
    public SegmentWriter Number(decimal? value) =>
        Add(value?.ToString("0.############################", CultureInfo.InvariantCulture));

    /// <summary>Y or N.</summary>
    public SegmentWriter Flag(bool? value) =>
        Add(
            value is { } flag
                ? flag
                    ? "Y"
                    : "N"
                : null
        );

    /// <summary>Elements left empty.</summary>
    public SegmentWriter Skip(int count = 1)
    {
        (element, waiting) = (element + count, waiting + count);
        return this;
    }

    /// <summary>Components of one element.</summary>
    public SegmentWriter Composite(params ReadOnlySpan<string?> parts) => Add(Joined(parts));

    /// <summary>A composite that may be repeated; what cannot be written for want of a separator is told.</summary>
    public SegmentWriter Repeated<T>(IReadOnlyList<T> values, Func<T, string?[]> parts)
    {
        if (values.Count > 1 && separators.Repetition is null)
            notes.Add(new(WriteChange.Shortened, segment, element + 1));
        var joined = values.Select(value => Joined(parts(value))).Where(static part => part is not null);
        return Add(
            separators.Repetition is { } repetition ? string.Join((char)repetition, joined) : joined.FirstOrDefault()
        );
    }

    /// <summary>An element exactly as wide as it must be, for ISA.</summary>
    public SegmentWriter Fixed(string value, int width) => Add((Clean(value) ?? string.Empty).PadRight(width)[..width]);

    /// <summary>A separator as an element, for ISA.</summary>
    public SegmentWriter Separator(byte value) => Add(((char)value).ToString());

    private string? Joined(ReadOnlySpan<string?> parts)
    {
        var joined = new StringBuilder();
        var empty = 0;
        for (var at = 0; at < parts.Length; at++)
        {
            empty += at == 0 ? 0 : 1;
            if (Clean(parts[at]) is not { } part)
                continue;
            joined.Append((char)separators.Component, empty).Append(part);
            empty = 0;
        }

        return joined.Length == 0 ? null : joined.ToString();
    }

    private SegmentWriter Add(string? value)
    {
        (element, waiting) = (element + 1, waiting + 1);
        if (string.IsNullOrEmpty(value))
            return this;
        target.GetSpan(waiting)[..waiting].Fill(separators.Element);
        target.Advance(waiting);
        waiting = 0;
        Put(value);
        return this;
    }

    private void Put(string ascii) => Encoding.ASCII.GetBytes(ascii, target);

    /// <summary>
    /// Only characters of the set that do not separate anything, without spaces at the end; null where nothing is left.
    /// </summary>
    private string? Clean(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        if (value.All(Fits))
            return value[^1] == ' ' ? value.TrimEnd(' ') : value;
        letters.Clear();
        var change = WriteChange.Transliterated;
        foreach (var letter in value.EnumerateRunes())
            change = Worse(change, Append(letter));
        var clean = letters.ToString().TrimEnd(' ');
        if (
            change == WriteChange.Lost
            || !string.Equals(
                clean,
                value,
                set == CharacterSet.Basic ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal
            )
        )
            notes.Add(new(change, segment, element + 1));
        return clean.Length == 0 ? null : clean;
    }

    /// <summary>
    /// Appends what is alike. Of a letter nothing becomes a space: what has no likeness at all is lost, and the value
    /// with it.
    /// </summary>
    private WriteChange Append(Rune letter)
    {
        if (letter.IsAscii && Fits(Cased((char)letter.Value)))
        {
            letters.Append(Cased((char)letter.Value));
            return WriteChange.Transliterated;
        }

        var (alike, isLetter) = (Transliteration.Alike(letter), Transliteration.IsLetter(letter));
        var fitting = string.Concat((alike ?? string.Empty).Select(Cased).Where(Fits));
        if (alike is { Length: 0 } || (fitting.Length == 0 && Transliteration.MayVanish(letter)))
            return WriteChange.Transliterated;
        if (fitting.Length == 0 && isLetter)
            return WriteChange.Lost;
        letters.Append(fitting.Length == 0 ? " " : fitting);
        return fitting.Length == 0 ? WriteChange.Replaced : WriteChange.Transliterated;
    }

    private static WriteChange Worse(WriteChange one, WriteChange other) =>
        one == WriteChange.Lost || other == WriteChange.Lost ? WriteChange.Lost
        : one == WriteChange.Replaced ? one
        : other;

    private char Cased(char letter) => set == CharacterSet.Basic ? char.ToUpperInvariant(letter) : letter;

    private bool Fits(char letter) =>
        letter < 128 && !separators.Has((byte)letter) && Transliteration.Holds(set, letter);
}
