using System.Collections.Concurrent;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Clients;
using HuskyFhir.Server.Configuration;
using Microsoft.Extensions.Options;

namespace HuskyFhir.Server.Security.Clients;

/// <summary>
/// Every client that is known: the registry in the database, the settings, and the sandbox's four. The registry wins,
/// so that a client that is shut out there stays out whatever a settings file says. What was found is kept for five
/// seconds.
/// </summary>
public sealed class ClientDirectory(
    ClientStore store,
    TimeProvider clock,
    IOptions<SecuritySettings> settings,
    SandboxIssuer? sandbox = null
)
{
    /// <summary>How long a change of the registry may go unnoticed here.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromSeconds(5);

    /// <summary>Ids that are remembered at most, since strangers may name any.</summary>
    private const int Most = 10_000;

    private readonly Dictionary<string, RegisteredClient> configured = settings
        .Value.Clients.Select(static client => client.Registered())
        .Concat(
            sandbox is null
                ? []
                : SandboxIssuer.Clients.Where(built => settings.Value.Clients.All(client => client.Id != built.Id))
        )
        .ToDictionary(static client => client.Id, StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, (RegisteredClient? Client, TimeSpan Until)> known = new(
        StringComparer.Ordinal
    );

    /// <summary>The client of an id, perhaps one that may not come in; null when there is none.</summary>
    public async ValueTask<RegisteredClient?> FindAsync(string id, CancellationToken cancellation)
    {
        var now = clock.Steady();
        if (known.TryGetValue(id, out var kept) && now < kept.Until)
            return kept.Client;
        var client = ClientId.IsOne(id)
            ? await store.FindAsync(id, cancellation) ?? configured.GetValueOrDefault(id)
            : configured.GetValueOrDefault(id);
        if (known.Count >= Most)
            known.Clear();
        known[id] = (client, now + Keep);
        return client;
    }
}
