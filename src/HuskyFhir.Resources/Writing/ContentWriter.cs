using HuskyFhir.Resources.Contents;
using HuskyFhir.Storage;

namespace HuskyFhir.Resources.Writing;

/// <summary>Puts the bytes of accepted writes into the transaction, a few pieces at a time.</summary>
internal static class ContentWriter
{
    /// <summary>Pieces that are held before they are sent.</summary>
    private const int Together = 8;

    public static async Task WriteAsync(IEnumerable<WriteStep> steps, Work work, CancellationToken cancellation)
    {
        foreach (
            var content in steps
                .Where(static step => step.Written.Outcome is WriteOutcome.Created or WriteOutcome.Updated)
                .Select(static step => step.Write.Content)
                .OfType<Content>()
        )
        {
            // Two works that bring the same bytes at once collide on their key; the later one begins again and finds
            // them here.
            var there = await work.QueryAsync(
                new("SELECT n FROM contents WHERE digest = $1 AND n = 0", content.Stored.Digest),
                static row => row.Long(0),
                cancellation
            );
            if (there.Count == 0)
                await WriteAsync(content, work, cancellation);
        }
    }

    private static async Task WriteAsync(Content content, Work work, CancellationToken cancellation)
    {
        await using var bytes = content.Open();
        for (var n = 0L; ; n++)
        {
            var piece = new byte[Math.Clamp(content.Stored.Size - (n * ContentTables.Piece), 0, ContentTables.Piece)];
            if (piece.Length == 0)
                break;
            await bytes.ReadExactlyAsync(piece, cancellation);
            work.Insert(ContentTables.Pieces, [content.Stored.Digest, n, piece]);
            if (n % Together == Together - 1)
                await work.SendAsync(cancellation);
        }
    }
}
