using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace HuskyFhir.X12.Reading;

/// <summary>
/// The segments of a stream, one at a time, in memory that does not grow with it (X12.5, X12.6). Separators come from
/// each ISA. It knows envelopes only so far as to find the separators; the envelope's own check judges the
/// rest. It ends early where no segment can be told from the next any more, and <see cref="Stopped"/> says why.
/// </summary>
public sealed partial class SegmentReader : IDisposable
{
    private const int IsaLength = 106;

    private readonly Stream source;
    private readonly ReadLimits limits;
    private readonly int[] ends;
    private byte[] buffer;
    private int start;
    private int filled;
    private int scanned;
    private long consumed;
    private bool sourceEnded;
    private bool first = true;
    private bool inside;
    private Separators separators;
    private SegmentEncoding encoding;
    private (int Start, int Length, int Elements, uint Tag, X12Position At) current;
    private long number;
    private int inSet;

    /// <summary>
    /// Reads a stream from where it stands. The stream stays open; the buffer goes back with <see cref="Dispose"/>.
    /// </summary>
    public SegmentReader(Stream source, ReadLimits limits)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(limits);
        this.source = source;
        this.limits = limits;
        ends = new int[limits.Elements + 1];
        buffer = ArrayPool<byte>.Shared.Rent(limits.ReadAhead + Math.Max(limits.SegmentLength, IsaLength) + 1);
    }

    private enum Step
    {
        Segment,
        More,
        End,
    }

    /// <summary>The segment that was read last; valid until the next read.</summary>
    public Segment Current =>
        new(
            buffer.AsSpan(current.Start, current.Length),
            ends.AsSpan(0, current.Elements),
            current.Tag,
            separators,
            current.At,
            encoding
        );

    /// <summary>Why reading ended before the end of the file; null where it did not.</summary>
    public X12Finding? Stopped { get; private set; }

    /// <summary>All encodings met so far.</summary>
    public SegmentEncoding Encodings { get; private set; }

    /// <summary>Segments read so far.</summary>
    public long Segments => number;

    /// <summary>Where the next segment begins, as far as it is known.</summary>
    public X12Position Here => new(number, consumed + start, inSet);

    /// <summary>Goes to the next segment; false at the end, or where reading had to stop.</summary>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var step = Take();
        return step == Step.More ? FillAndTakeAsync(cancellationToken) : new(step == Step.Segment);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (buffer.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true); // members' data must not wait in the pool for another reader
        buffer = [];
    }

    private async ValueTask<bool> FillAndTakeAsync(CancellationToken cancellationToken)
    {
        Step step;
        do
        {
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            consumed += start;
            filled -= start;
            start = 0;
            var read = await source.ReadAsync(
                buffer.AsMemory(filled, Math.Min(limits.ReadAhead, buffer.Length - filled)),
                cancellationToken
            );
            filled += read;
            sourceEnded = read == 0;
            step = Take();
        } while (step == Step.More);
        return step == Step.Segment;
    }

    private Step Take()
    {
        if (Stopped is not null)
            return Step.End;
        SkipBetween();
        var rest = buffer.AsSpan(start, filled - start);
        if (rest.Length < 4 && !sourceEnded)
            return Step.More;
        if (rest.IsEmpty)
            return first ? Stop(X12Flaw.Empty, "The file is empty.") : Step.End;
        if (!inside || (rest.StartsWith("ISA"u8) && rest.Length > 3 && rest[3] == separators.Element))
            return TakeHeader(rest);
        var length = rest[scanned..].IndexOf(separators.Segment);
        if (length >= 0)
            return Taken(rest[..(scanned + length)]);
        scanned = rest.Length;
        if (scanned > limits.SegmentLength)
            return Stop(
                X12Flaw.SegmentHuge,
                $"The segment is longer than {limits.SegmentLength} bytes; the segment terminator may be missing."
            );
        if (sourceEnded && separators.Segment is ((byte)'\n' or (byte)'\r') && rest.StartsWith("IEA"u8))
            return Taken(rest); // editors leave out the last line feed; whether the trailer is whole its control number tells
        return sourceEnded
            ? Stop(X12Flaw.Truncated, "The file ends within a segment; send the whole file again.")
            : Step.More;
    }

    /// <summary>Splits a segment into elements; nothing is copied.</summary>
    private Step Taken(ReadOnlySpan<byte> bytes)
    {
        var at = start;
        if (bytes.Length > limits.SegmentLength)
            return Stop(X12Flaw.SegmentHuge, $"The segment is longer than {limits.SegmentLength} bytes.");
        var elements = 0;
        for (var from = 0; ; )
        {
            var length = bytes[from..].IndexOf(separators.Element);
            var end = length < 0 ? bytes.Length : from + length;
            if (elements == ends.Length)
                return Stop(X12Flaw.TooManyElements, $"The segment has more than {limits.Elements} elements.");
            if (end - from > limits.ElementLength)
                return Stop(X12Flaw.ElementHuge, $"An element is longer than {limits.ElementLength} bytes.");
            ends[elements++] = end;
            if (length < 0)
                break;
            from = end + 1;
        }

        var tag = Tag.Of(bytes[..ends[0]]);
        inSet =
            tag == Tag.St ? 1
            : inSet == 0 ? 0
            : inSet + 1;
        current = (at, bytes.Length, elements, tag, new(++number, consumed + at, inSet));
        if (tag == Tag.Se)
            inSet = 0;
        inside = tag != Tag.Iea;
        encoding = EncodingOf(bytes);
        Encodings |= encoding;
        start = Math.Min(at + bytes.Length + 1, filled);
        scanned = 0;
        return Step.Segment;
    }

    private static SegmentEncoding EncodingOf(ReadOnlySpan<byte> bytes) =>
        Ascii.IsValid(bytes) ? SegmentEncoding.Ascii
        : Utf8.IsValid(bytes) ? SegmentEncoding.Utf8
        : SegmentEncoding.Latin1;

    /// <summary>Line feeds and spaces after a terminator, and what old systems write after the end of a file.</summary>
    private void SkipBetween()
    {
        if (scanned > 0)
            return;
        while (
            start < filled
            && (
                buffer[start] is (byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'\t'
                || (!inside && !first && buffer[start] is 0 or 0x1A)
            )
        )
            start++;
    }

    private Step Stop(X12Flaw flaw, string text)
    {
        Stopped = new(flaw, new(number + 1, consumed + start, inSet == 0 ? 0 : inSet + 1), text);
        return Step.End;
    }
}
