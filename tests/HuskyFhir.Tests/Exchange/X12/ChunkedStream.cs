namespace HuskyFhir.Tests.X12;

/// <summary>A stream that gives at most so many bytes at a time, as a network does.</summary>
internal sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(chunk > 0 && buffer.Length > chunk ? buffer[..chunk] : buffer, cancellationToken);
}
