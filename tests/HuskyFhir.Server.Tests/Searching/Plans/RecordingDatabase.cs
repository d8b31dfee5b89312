using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Server.Tests.Searching.Plans;

/// <summary>The service's own database, which also keeps every statement that it was asked.</summary>
internal sealed class RecordingDatabase(Database inner) : Database
{
    public List<Statement> Asked { get; } = [];

    public override Dialect Dialect => inner.Dialect;

    public override Task<List<T>> QueryAsync<T>(
        Statement statement,
        Func<HuskyFhir.Storage.Sql.Row, T> map,
        CancellationToken cancellation
    )
    {
        Asked.Add(statement);
        return inner.QueryAsync(statement, map, cancellation);
    }

    public override IAsyncEnumerable<T> StreamAsync<T>(
        Statement statement,
        Func<HuskyFhir.Storage.Sql.Row, T> map,
        CancellationToken cancellation
    ) => inner.StreamAsync(statement, map, cancellation);

    public override Task<T> WriteAsync<T>(Func<Work, Task<T>> body, CancellationToken cancellation) =>
        inner.WriteAsync(body, cancellation);

    public override Task AppendAuditAsync(IReadOnlyList<object?[]> rows, CancellationToken cancellation) =>
        inner.AppendAuditAsync(rows, cancellation);

    public override Task AnalyzeAsync(CancellationToken cancellation) => inner.AnalyzeAsync(cancellation);

    /// <summary>The inner one lives as long as its service.</summary>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
