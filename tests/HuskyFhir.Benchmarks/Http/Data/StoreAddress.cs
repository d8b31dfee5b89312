using HuskyFhir.Plan.Catalog.Schema;

namespace HuskyFhir.Benchmarks.Http.Data;

/// <summary>A database for one run.</summary>
/// <param name="Provider"><c>Sqlite</c> or <c>Postgres</c>.</param>
/// <param name="ConnectionString">As in <c>ConnectionStrings:Husky</c>.</param>
/// <param name="Processes">Processes of the database whose work is the server's too; none for an embedded one.</param>
internal sealed record StoreAddress(string Provider, string ConnectionString, IReadOnlyList<int> Processes)
{
    public StoreOptions Options => new(Provider, ConnectionString);
}
