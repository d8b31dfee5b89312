using System.Collections.Concurrent;

namespace HuskyFhir.Server.Tests.Running;

/// <summary>
/// The services that run during a test run, one for each database and each set of settings. xunit makes an instance of
/// the class for every test; starting the service and loading the samples as often would take minutes.
/// </summary>
public sealed class SharedServers(PostgresServer postgres) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<HuskyServer>>> servers = new(StringComparer.Ordinal);

    /// <param name="provider"><c>Sqlite</c> or <c>Postgres</c>.</param>
    /// <param name="owner">Empty to share with every class; a name of its own for a class that moves the clock or
    /// breaks things.</param>
    /// <param name="samples">Whether the sample story is loaded.</param>
    /// <param name="settings">Further settings.</param>
    public Task<HuskyServer> GetAsync(
        string provider,
        string owner,
        bool samples,
        (string Name, string Value)[] settings
    )
    {
        var key =
            $"{provider} {owner} {samples} {string.Join(' ', settings.Select(static pair => $"{pair.Name}={pair.Value}"))}";
        return servers
            .GetOrAdd(key, _ => new(() => HuskyServer.StartAsync(provider, postgres, samples, settings)))
            .Value;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers.Values)
            if (server.IsValueCreated && server.Value.IsCompletedSuccessfully)
                await (await server.Value).DisposeAsync();
    }
}
