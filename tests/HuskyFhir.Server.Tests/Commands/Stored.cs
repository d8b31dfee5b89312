using System.Text;
using HuskyFhir.Plan.Catalog.Schema;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Server.Tests.Commands;

/// <summary>A look into the database that commands left behind.</summary>
internal sealed class Stored(Database database) : IAsyncDisposable
{
    /// <summary>The embedded database of a folder.</summary>
    public static Task<Stored> OpenAsync(string folder) =>
        OpenAsync("Sqlite", $"Data Source={Path.Combine(folder, "data", "husky.db")}");

    public static Task<Stored> OpenAsync(string provider, string connection) =>
        Task.FromResult(new Stored(new StoreOptions(provider, connection).Open()));

    public Task<List<T>> QueryAsync<T>(string sql, Func<Row, T> map) => database.QueryAsync(new(sql), map, default);

    /// <summary>Where a query finds every audit row.</summary>
    public string Audit => database.Dialect.Audit;

    public async Task<long> CountAsync(string sql) => (await QueryAsync(sql, static row => row.Long(0)))[0];

    /// <summary>The one body that a query finds.</summary>
    public async Task<string> OneAsync(string sql) =>
        Encoding.UTF8.GetString(Assert.Single(await QueryAsync(sql, static row => row.Bytes(0))));

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
