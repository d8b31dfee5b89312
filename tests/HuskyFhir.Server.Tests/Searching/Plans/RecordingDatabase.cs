using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Server.Tests.Searching.Plans;

/// <summary>The service's own database, which also keeps every statement that it was asked.</summary>
internal sealed class RecordingDatabase(Database inner) : Database
{
    public List<Statement> Asked { get; } = [];

    internal override Dialect Dialect => inner.Dialect;

    internal override Task<List<T>> QueryAsync<T>(
        Statement statement,
        Func<HuskyFhir.Storage.Sql.Row, T> map,
        CancellationToken cancellation
    )
    {
        Asked.Add(statement);
        return inner.QueryAsync(statement, map, cancellation);
    }

    internal override IAsyncEnumerable<T> StreamAsync<T>(
        Statement statement,
        Func<HuskyFhir.Storage.Sql.Row, T> map,
        CancellationToken cancellation
    ) => inner.StreamAsync(statement, map, cancellation);

    internal override Task<T> WriteAsync<T>(Func<Work, Task<T>> body, CancellationToken cancellation) =>
        inner.WriteAsync(body, cancellation);

    internal override Task AppendAuditAsync(IReadOnlyList<object?[]> rows, CancellationToken cancellation) =>
        inner.AppendAuditAsync(rows, cancellation);

    public override Task AnalyzeAsync(CancellationToken cancellation) => inner.AnalyzeAsync(cancellation);

    /// <summary>The inner one lives as long as its service.</summary>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
