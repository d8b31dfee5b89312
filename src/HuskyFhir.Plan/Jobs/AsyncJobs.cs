using System.Threading.Channels;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.Jobs;

/// <summary>
/// The jobs in the database: any instance may answer for any, and one that a dead instance left is taken up by another.
/// </summary>
public sealed class AsyncJobs(Database database, TimeProvider clock)
{
    /// <summary>How long an instance may work before another takes over.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>How long an answer is kept.</summary>
    private static readonly TimeSpan Keep = TimeSpan.FromDays(1);

    private const string Columns =
        "SELECT id, client, organization, operation, request, input, lease, output FROM async_jobs";

    private readonly Channel<Guid> waiting = Channel.CreateUnbounded<Guid>();

    /// <summary>Jobs that this instance is told of.</summary>
    public ChannelReader<Guid> Waiting => waiting.Reader;

    /// <summary>Takes a request in; durable when the task completes.</summary>
    public async Task<Guid> AcceptAsync(
        string client,
        Guid? organization,
        string operation,
        string request,
        ReadOnlyMemory<byte> input,
        CancellationToken cancellation
    )
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await database.WriteAsync<object?>(
            work =>
            {
                work.Run(new("DELETE FROM async_jobs WHERE made < $1", (now - Keep).UtcTicks));
                work.Insert(
                    AsyncJobTables.AsyncJobs,
                    [id, client, organization, operation, request, now.UtcTicks, 0L, null, input.ToArray(), null]
                );
                return Task.FromResult<object?>(null);
            },
            cancellation
        );
        Tell(id);
        return id;
    }

    /// <summary>Has this instance look at a job.</summary>
    public void Tell(Guid id) => waiting.Writer.TryWrite(id);

    /// <summary>A client's own job; null for every other.</summary>
    public async Task<AsyncState?> FindAsync(Guid id, string client, CancellationToken cancellation)
    {
        var found = await database.QueryAsync(
            new(
                $"{Columns} WHERE id = $1 AND client = $2 AND made >= $3",
                id,
                client,
                (clock.GetUtcNow() - Keep).UtcTicks
            ),
            Read,
            cancellation
        );
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Jobs without an answer.</summary>
    public Task<List<Guid>> UnfinishedAsync(CancellationToken cancellation) =>
        database.QueryAsync(
            new(
                "SELECT id FROM async_jobs WHERE made >= $1 AND finished IS NULL ORDER BY id",
                (clock.GetUtcNow() - Keep).UtcTicks
            ),
            static row => row.Uuid(0),
            cancellation
        );

    /// <summary>Takes a job up, unless it is finished or someone works on it.</summary>
    public async Task<AsyncJob?> ClaimAsync(Guid id, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var claimed = await database.WriteAsync(
            work =>
                work.QueryAsync(
                    new(
                        "UPDATE async_jobs SET lease = $2 WHERE id = $1 AND lease <= $3 AND finished IS NULL RETURNING id, client, organization, operation, request, input, lease, output",
                        id,
                        (now + Lease).UtcTicks,
                        now.UtcTicks
                    ),
                    Read,
                    cancellation
                ),
            cancellation
        );
        return claimed.Count == 0 ? null : claimed[0].Job;
    }

    /// <summary>Keeps the answer.</summary>
    public Task FinishAsync(Guid id, byte[] output, CancellationToken cancellation) =>
        RunAsync(
            new(
                "UPDATE async_jobs SET finished = $2, output = $3 WHERE id = $1",
                id,
                clock.GetUtcNow().UtcTicks,
                output
            ),
            cancellation
        );

    /// <summary>Forgets a job, with what it was sent and answered.</summary>
    public Task DropAsync(Guid id, CancellationToken cancellation) =>
        RunAsync(new("DELETE FROM async_jobs WHERE id = $1", id), cancellation);

    private static AsyncState Read(Row row) =>
        new(
            new(row.Uuid(0), row.Text(1), row.UuidOrNull(2), row.Text(3), row.Text(4), row.Bytes(5)),
            row.Long(6),
            row.BytesOrNull(7)
        );

    private Task<object?> RunAsync(Statement statement, CancellationToken cancellation) =>
        database.WriteAsync<object?>(
            work =>
            {
                work.Run(statement);
                return Task.FromResult<object?>(null);
            },
            cancellation
        );
}
