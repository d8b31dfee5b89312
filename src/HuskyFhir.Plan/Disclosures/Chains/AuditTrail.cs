using System.Threading.Channels;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Audit;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.Disclosures.Chains;

/// <summary>
/// Makes audit records of reads durable before their responses leave. Records that arrive while one commit is under way
/// share the next, so that many readers pay for few commits. When the store cannot take a record, the read fails: no
/// look without a trace.
/// </summary>
public class AuditTrail : IAsyncDisposable
{
    private const int MostInOneCommit = 500;

    private readonly Database database;
    private readonly Channel<Pending> queue = Channel.CreateUnbounded<Pending>(new() { SingleReader = false });
    private readonly Task[] committers;

    /// <summary>Starts the committers.</summary>
    /// <param name="database">Where the records go.</param>
    public AuditTrail(Database database)
    {
        this.database = database;
        // While one commit waits for the disk, PostgreSQL can take the next; SQLite has one writer.
        committers =
        [
            .. Enumerable.Range(0, database.Dialect == Dialect.Postgres ? 2 : 1).Select(_ => Task.Run(CommitAsync)),
        ];
    }

    /// <summary>Completes when the record is durable.</summary>
    public virtual Task RecordAsync(AuditRecord record)
    {
        var pending = new Pending(record);
        if (!queue.Writer.TryWrite(pending))
            throw new InvalidOperationException("The audit trail is closed; the service is stopping.");
        return pending.Done.Task;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await Task.WhenAll(committers);
        GC.SuppressFinalize(this);
    }

    private async Task CommitAsync()
    {
        var together = new List<Pending>();
        // Each committer has a chain for itself: it alone makes the links, and nothing waits for another's.
        AuditChain? chain = null;
        while (await queue.Reader.WaitToReadAsync())
        {
            // Whoever is ready to run goes first, and may add a record to this commit.
            await Task.Yield();
            while (together.Count < MostInOneCommit && queue.Reader.TryRead(out var next))
                together.Add(next);
            if (together.Count > 0)
                chain = await CommitAsync(together, chain);
            together.Clear();
        }
    }

    /// <summary>
    /// Commits what waits, and answers with the chain to go on with; null where nobody knows how far the old one
    /// reaches.
    /// </summary>
    private async Task<AuditChain?> CommitAsync(List<Pending> together, AuditChain? chain)
    {
        chain ??= database.Chains.Make();
        try
        {
            var rows = together.SelectMany(pending => chain.Extend(pending.Record)).ToList();
            if (rows[0].Number == 1)
                await AnnounceAsync(rows[0]);
            await database.AppendAuditAsync(rows.ConvertAll(static row => row.ToRow()), CancellationToken.None);
            chain.Keep();
            foreach (var pending in together)
                pending.Done.SetResult();
            return chain;
        }
#pragma warning disable CA1031 // Whatever went wrong, every waiting reader must learn of it; the committer itself goes on.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            database.Chains.Leave(chain);
            foreach (var pending in together)
                pending.Done.SetException(fault);
            return null;
        }
    }

    /// <summary>Before its first row, so that no chain can be taken away whole without a trace of it.</summary>
    private Task<object?> AnnounceAsync(AuditRow first) =>
        database.WriteAsync<object?>(
            work =>
            {
                work.Insert(AuditTables.AuditHeads, ChainHead.Announcement(first));
                return Task.FromResult<object?>(null);
            },
            CancellationToken.None
        );

    private sealed record Pending(AuditRecord Record)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
