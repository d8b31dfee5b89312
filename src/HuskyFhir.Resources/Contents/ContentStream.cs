using HuskyFhir.Storage;

namespace HuskyFhir.Resources.Contents;

/// <summary>Stored bytes as a stream: it can be read from anywhere, and holds a few pieces at a time.</summary>
internal sealed class ContentStream(Database database, StoredContent content) : Stream
{
    private const int Together = 8;

    private List<byte[]> held = [];
    private long first;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => content.Size;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length || buffer.Length == 0)
            return 0;
        var (n, at) = Math.DivRem(Position, ContentTables.Piece);
        if (n < first || n >= first + held.Count)
            await FetchAsync(n, cancellationToken);
        var piece = held[(int)(n - first)].AsMemory((int)at);
        var count = Math.Min(piece.Length, buffer.Length);
        piece[..count].CopyTo(buffer);
        Position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            SeekOrigin.End => Length + offset,
            _ => throw new ArgumentOutOfRangeException(nameof(origin)),
        };

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Read it asynchronously; it comes from the database.");

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task FetchAsync(long n, CancellationToken cancellation)
    {
        held = await database.QueryAsync(
            new(
                "SELECT bytes FROM contents WHERE digest = $1 AND n >= $2 AND n < $3 ORDER BY n",
                content.Digest,
                n,
                n + Together
            ),
            static row => row.Bytes(0),
            cancellation
        );
        first = n;
        if (held.Count == 0)
            throw new InvalidDataException($"The stored content {content.Digest} has no piece {n}.");
    }
}
