namespace HuskyFhir.Tests.X12;

/// <summary>The same bytes over and over, so that a long file needs no memory of its own.</summary>
internal sealed class RepeatedStream(byte[] piece, int times) : Stream
{
    private long at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => (long)piece.Length * times;

    public override long Position
    {
        get => at;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var left = Math.Min(buffer.Length, Length - at);
        var from = (int)(at % piece.Length);
        var many = (int)Math.Min(left, piece.Length - from);
        piece.AsSpan(from, many).CopyTo(buffer);
        at += many;
        return many;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(Read(buffer.Span));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
