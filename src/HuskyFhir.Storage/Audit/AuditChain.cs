using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HuskyFhir.Storage.Audit;

/// <summary>
/// A chain that this process writes. One work at a time has it, so that its links follow one another without a lock in
/// the database; works that run at once have a chain each.
/// </summary>
public sealed class AuditChain
{
    /// <summary>The client in the rows that the trail writes about itself.</summary>
    internal const string Self = "huskyfhir";

    internal const string Started = "chain-start";
    internal const string Anchor = "chain-anchor";

    private const int CounterLimit = 0x1000;

    private readonly ArrayBufferWriter<byte> buffer = new(512);
    private readonly AuditChains family;
    private ChainHead next;
    private volatile ChainHead head;

    internal AuditChain(AuditChains family)
    {
        this.family = family;
        next = head = new(Guid.NewGuid(), 0, RowHash.Origin, Guid.Empty);
    }

    /// <summary>The last link that is known to be kept.</summary>
    public ChainHead Head => head;

    /// <summary>
    /// The rows of a record: its own, and before the first one that which begins the chain and names all other chains.
    /// </summary>
    internal IEnumerable<AuditRow> Extend(AuditRecord record)
    {
        if (next.Number == 0)
            yield return Link(
                new(
                    record.At,
                    Self,
                    Started,
                    null,
                    null,
                    null,
                    null,
                    "ok",
                    string.Empty,
                    null,
                    ChainHead.Pack(family.Known)
                )
            );
        yield return Link(record);
    }

    /// <summary>What was added is durable.</summary>
    internal void Keep() => head = next;

    /// <summary>What was added is not there.</summary>
    internal void Undo() => next = head;

    private AuditRow Link(AuditRecord record)
    {
        var row = new AuditRow(After(record.At, next.Row), record, next.Chain, next.Number + 1, null);
        row = row with { Hash = RowHash.Of(next.Hash, row, buffer) };
        next = new(next.Chain, row.Number, row.Hash!, row.Id);
        return row;
    }

    /// <summary>
    /// A UUIDv7 that is greater than the one before it, also when the clock stands still or goes back.
    /// </summary>
    private static Guid After(DateTimeOffset at, Guid before)
    {
        Span<byte> bytes = stackalloc byte[16];
        before.TryWriteBytes(bytes, bigEndian: true, out _);
        var last = BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16;
        var counter = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) % CounterLimit;
        var now = at.ToUnixTimeMilliseconds();
        (now, counter) =
            now > last ? (now, 0)
            : counter + 1 < CounterLimit ? (last, counter + 1)
            : (last + 1, 0);
        BinaryPrimitives.WriteInt64BigEndian(bytes, (now << 16) | 0x7000L | (uint)counter);
        RandomNumberGenerator.Fill(bytes[8..]);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }
}
