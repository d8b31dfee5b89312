namespace HuskyFhir.Server.Tests.Running;

/// <summary>The base of tests that run on both databases: one server a class and database, started on first use.</summary>
public abstract class OnBoth(PostgresServer postgres) : IAsyncDisposable
{
    private readonly Dictionary<string, HuskyServer> servers = [];

    /// <summary>For <c>[MemberData(nameof(Databases))]</c>.</summary>
    public static TheoryData<string> Databases => ["Sqlite", "Postgres"];

    /// <summary>Settings that the class's servers start with.</summary>
    protected virtual (string Name, string Value)[] Settings => [];

    /// <summary>Whether the sample story is loaded.</summary>
    protected virtual bool Samples => true;

    protected async Task<HuskyServer> ServerAsync(string provider)
    {
        if (!servers.TryGetValue(provider, out var server))
            servers[provider] = server = await HuskyServer.StartAsync(provider, postgres, Samples, Settings);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers.Values)
            await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
