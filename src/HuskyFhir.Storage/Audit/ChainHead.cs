using System.Buffers.Binary;
using System.Globalization;

namespace HuskyFhir.Storage.Audit;

/// <summary>
/// The last link of a chain as somebody saw it: whoever keeps it can tell later whether anything up to there was
/// changed or taken away.
/// </summary>
/// <param name="Chain">Which chain.</param>
/// <param name="Number">The link's number; 0 for a chain that is announced and has no row yet.</param>
/// <param name="Hash">The link's hash.</param>
/// <param name="Row">The row's id.</param>
public sealed record ChainHead(Guid Chain, long Number, byte[] Hash, Guid Row)
{
    private const int Width = 16 + sizeof(long) + RowHash.Bytes;

    /// <summary>As in the log and in <c>audit verify --head</c>: chain, number and hash.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Chain:N}:{Number}:{Convert.ToHexStringLower(Hash)}");

    /// <summary>The row by which other instances learn of a chain that begins.</summary>
    internal static object?[] Announcement(AuditRow first) =>
        new ChainHead(first.Chain!.Value, 0, RowHash.Origin, first.Id).ToRow(first.Record.At);

    /// <summary>The row by which other instances learn where a chain ends.</summary>
    internal object?[] ToRow(DateTimeOffset at) => [Guid.CreateVersion7(at), Chain, Number, Hash, Row];

    /// <summary>What an anchor's row keeps of many.</summary>
    internal static byte[]? Pack(IReadOnlyCollection<ChainHead> heads)
    {
        if (heads.Count == 0)
            return null;
        var packed = new byte[heads.Count * Width];
        var at = 0;
        foreach (var head in heads)
        {
            var slot = packed.AsSpan(Width * at++, Width);
            head.Chain.TryWriteBytes(slot, bigEndian: true, out _);
            BinaryPrimitives.WriteInt64BigEndian(slot[16..], head.Number);
            head.Hash.CopyTo(slot[24..]);
        }

        return packed;
    }

    /// <summary>
    /// What <see cref="Pack"/> wrote; what another hand wrote there may be anything, and its rest is left.
    /// </summary>
    internal static IEnumerable<ChainHead> Unpack(byte[]? packed)
    {
        for (var at = 0; at + Width <= (packed?.Length ?? 0); at += Width)
            yield return new(
                new(packed.AsSpan(at, 16), bigEndian: true),
                BinaryPrimitives.ReadInt64BigEndian(packed.AsSpan(at + 16)),
                packed.AsSpan(at + 24, RowHash.Bytes).ToArray(),
                Guid.Empty
            );
    }
}
