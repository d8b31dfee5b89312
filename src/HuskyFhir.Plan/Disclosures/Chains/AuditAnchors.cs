using HuskyFhir.Storage;
using HuskyFhir.Storage.Audit;

namespace HuskyFhir.Plan.Disclosures.Chains;

/// <summary>
/// Ties the chains together. An anchor is a row that names where other chains end; each process adds one to a chain of
/// looks and one to a chain of writes, when it starts, regularly, and when it stops. A chain cannot be cut before what
/// an anchor names, nor taken away whole, without a chain that says so. It also knows the chains of other processes,
/// alive or not, by <see cref="AuditTables.AuditHeads"/>.
/// </summary>
public sealed class AuditAnchors(Database database, TimeProvider clock) : IDisposable
{
    /// <summary>
    /// How far back heads of others are read again: they are dated by their clocks, and shown when they are committed.
    /// </summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Whoever ran after a chain's last head has named it within this time; older heads need not be named again.
    /// </summary>
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <summary>A process that was killed left its last rows within this time of its last anchor.</summary>
    private static readonly TimeSpan Unanchored = TimeSpan.FromMinutes(30);

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Dictionary<Guid, ChainHead> others = [];
    private readonly Dictionary<Guid, long> named = [];
    private DateTimeOffset readTo = DateTimeOffset.MinValue;

    /// <summary>
    /// Learns of the chains that were written before this process, and of what processes that were killed left behind
    /// their last heads.
    /// </summary>
    public async Task LearnAsync(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            foreach (
                var newest in await database.QueryAsync(
                    new("SELECT id FROM audit_heads ORDER BY id DESC LIMIT 1"),
                    static row => row.Uuid(0),
                    cancellation
                )
            )
                await ReadAsync(TimeOf(newest) - Window, cancellation);
            foreach (var head in others.Values.ToList())
                if (await TailAsync(head, cancellation) is { } tail)
                    others[head.Chain] = tail;
            database.Chains.Known = [.. others.Values.Where(static head => head.Number > 0)];
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// Names every chain that has grown since it was named last, and answers with their heads; nothing when none has.
    /// </summary>
    /// <param name="trail">Where the anchor among the looks is added; null for a process that answers no looks.</param>
    /// <param name="cancellation">Ends the attempt; the next one names what this one did not.</param>
    public async Task<IReadOnlyCollection<ChainHead>> AnchorAsync(AuditTrail? trail, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            if (readTo > DateTimeOffset.MinValue)
                await ReadAsync(readTo - Overlap, cancellation);
            var grown = Grown();
            if (grown.Count == 0)
                return [];
            if (trail is not null)
                await trail.RecordAsync(Record(grown));
            grown = Grown();
            await database.WriteAsync<object?>(
                work =>
                {
                    foreach (var head in grown)
                        work.Insert(AuditTables.AuditHeads, head.ToRow(clock.GetUtcNow()));
                    work.Audit(Record(grown));
                    return Task.FromResult<object?>(null);
                },
                cancellation
            );
            return Remember(grown);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => turn.Dispose();

    /// <summary>When a UUIDv7 was made.</summary>
    internal static DateTimeOffset TimeOf(Guid id) =>
        DateTimeOffset.FromUnixTimeMilliseconds(
            long.Parse(
                id.ToString("N").AsSpan(0, 12),
                System.Globalization.NumberStyles.HexNumber,
                System.Globalization.CultureInfo.InvariantCulture
            )
        );

    /// <summary>The least UUIDv7 of a moment.</summary>
    internal static Guid IdAt(DateTimeOffset at) =>
        new($"{Math.Max(0, at.ToUnixTimeMilliseconds()):x12}70008000000000000000");

    private AuditRecord Record(IReadOnlyCollection<ChainHead> heads) =>
        new(
            clock.GetUtcNow(),
            AuditChain.Self,
            AuditChain.Anchor,
            null,
            null,
            null,
            null,
            "ok",
            string.Empty,
            null,
            ChainHead.Pack(heads)
        );

    private List<ChainHead> Grown() =>
        [
            .. database
                .Chains.Heads.Concat(others.Values)
                .Where(head => head.Number > named.GetValueOrDefault(head.Chain)),
        ];

    /// <summary>The anchors' own rows are no reason for the next anchor.</summary>
    private List<ChainHead> Remember(IEnumerable<ChainHead> anchored)
    {
        var heads = database.Chains.Heads.ToDictionary(static head => head.Chain);
        foreach (var head in anchored)
            heads.TryAdd(head.Chain, head);
        foreach (var head in heads.Values)
            named[head.Chain] = head.Number;
        database.Chains.Known = [.. heads.Values];
        return [.. heads.Values];
    }

    private async Task ReadAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        var own = database.Chains.Heads.Select(static head => head.Chain).ToHashSet();
        foreach (
            var head in await database.QueryAsync(
                new("SELECT chain, seq, hash, last FROM audit_heads WHERE id >= $1 ORDER BY id", IdAt(since)),
                static row => new ChainHead(row.Uuid(0), row.Long(1), row.Bytes(2), row.Uuid(3)),
                cancellation
            )
        )
            if (!own.Contains(head.Chain) && head.Number >= (others.GetValueOrDefault(head.Chain)?.Number ?? 0))
                others[head.Chain] = head;
        readTo = clock.GetUtcNow();
    }

    private async Task<ChainHead?> TailAsync(ChainHead head, CancellationToken cancellation)
    {
        var sql =
            $"SELECT a.chain, a.seq, a.hash, a.id FROM {database.Dialect.Audit} a WHERE a.id > $1 AND a.id < $2 AND a.chain = $3 ORDER BY a.id DESC LIMIT 1";
        var from = head.Number == 0 ? TimeOf(head.Row) - Overlap : TimeOf(head.Row);
        var tail = await database.QueryAsync(
            new(sql, head.Number == 0 ? IdAt(from) : head.Row, IdAt(from + Unanchored), head.Chain),
            static row => new ChainHead(row.Uuid(0), row.Long(1), row.Bytes(2), row.Uuid(3)),
            cancellation
        );
        return tail.FirstOrDefault();
    }
}
