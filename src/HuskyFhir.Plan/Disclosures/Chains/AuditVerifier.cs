using HuskyFhir.Storage;
using HuskyFhir.Storage.Audit;

namespace HuskyFhir.Plan.Disclosures.Chains;

/// <summary>
/// Checks the whole trail: first what the anchors name, then every row against its chain and against what was named.
/// </summary>
public sealed class AuditVerifier(Database database)
{
    private const long Step = 10_000;

    private string AllRows => $"SELECT {AuditRow.Columns} FROM {database.Dialect.Audit} a ORDER BY a.id";

    private string Anchors =>
        $"SELECT a.id, a.seen FROM {database.Dialect.Audit} a WHERE a.action IN ('{AuditChain.Anchor}', '{AuditChain.Started}')";

    /// <param name="heads">Heads that were kept outside, such as from the log.</param>
    /// <param name="progress">Told the rows that are done.</param>
    /// <param name="cancellation">Ends the check.</param>
    public async Task<ChainReport> VerifyAsync(
        IEnumerable<ChainHead> heads,
        IProgress<long>? progress,
        CancellationToken cancellation
    )
    {
        var expected = new Dictionary<(Guid, long), (ChainHead, string)>();
        foreach (var head in heads)
            expected.TryAdd((head.Chain, head.Number), (head, "the head given"));
        await foreach (
            var (row, seen) in database.StreamAsync(
                new(Anchors),
                static row => (row.Uuid(0), row.BytesOrNull(1)),
                cancellation
            )
        )
        foreach (var head in ChainHead.Unpack(seen))
            expected.TryAdd((head.Chain, head.Number), (head, $"the anchor in row {row:D}"));
        foreach (
            var head in await database.QueryAsync(
                new("SELECT chain, seq, hash, last FROM audit_heads WHERE seq > 0"),
                static row => new ChainHead(row.Uuid(0), row.Long(1), row.Bytes(2), row.Uuid(3)),
                cancellation
            )
        )
            expected.TryAdd((head.Chain, head.Number), (head, "the table audit_heads"));
        var check = new ChainCheck(expected);
        // Later than the anchors were read: whatever they name was committed before.
        await foreach (var row in database.StreamAsync(new(AllRows), AuditRow.From, cancellation))
        {
            check.Take(row);
            if (check.Rows % Step == 0)
                progress?.Report(check.Rows);
        }

        return check.Report();
    }
}
