namespace HuskyFhir.Tests.X12;

/// <summary>A beginning, and then the letter A for as long as one likes.</summary>
internal sealed class EndlessStream(byte[] head, long length) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var many = (int)Math.Min(count, length - Position);
        for (var at = 0; at < many; at++)
            buffer[offset + at] = Position + at < head.Length ? head[Position + at] : (byte)'A';
        Position += many;
        return many;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
