using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>The process ends here.</summary>
internal sealed class ProcessKilledException : Exception;

/// <summary>
/// The service's own database in a process that is killed around one of its transactions: before it is committed, or
/// after and before anyone learns of it.
/// </summary>
/// <param name="inner">The real one.</param>
/// <param name="lives">Transactions that are done before.</param>
/// <param name="afterCommit">Whether the fatal one is still committed.</param>
internal sealed class DyingDatabase(Database inner, int lives, bool afterCommit) : Database, IDisposable
{
    private int done;

    internal override Dialect Dialect => inner.Dialect;

    internal override Task<List<T>> QueryAsync<T>(
        Statement statement,
        Func<HuskyFhir.Storage.Sql.Row, T> map,
        CancellationToken cancellation
    ) => inner.QueryAsync(statement, map, cancellation);

    internal override IAsyncEnumerable<T> StreamAsync<T>(
        Statement statement,
        Func<HuskyFhir.Storage.Sql.Row, T> map,
        CancellationToken cancellation
    ) => inner.StreamAsync(statement, map, cancellation);

    internal override async Task<T> WriteAsync<T>(Func<Work, Task<T>> body, CancellationToken cancellation)
    {
        if (done++ < lives)
            return await inner.WriteAsync(body, cancellation);
        await inner.WriteAsync(
            async work =>
            {
                var answer = await body(work);
                return afterCommit ? answer : throw new ProcessKilledException();
            },
            cancellation
        );
        throw new ProcessKilledException();
    }

    internal override Task AppendAuditAsync(IReadOnlyList<object?[]> rows, CancellationToken cancellation) =>
        inner.AppendAuditAsync(rows, cancellation);

    public override Task AnalyzeAsync(CancellationToken cancellation) => inner.AnalyzeAsync(cancellation);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose() { }
}
