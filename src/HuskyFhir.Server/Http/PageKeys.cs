using System.Collections.Concurrent;
using System.Security.Cryptography;
using HuskyFhir.Storage;

namespace HuskyFhir.Server.Http;

/// <summary>
/// The keys of page links. Each start of an instance makes one and stores it, so that every instance can read every
/// link, and keys change without anyone doing anything; those older than any link can be are removed.
/// </summary>
internal sealed class PageKeys(Database database, TimeProvider clock) : IHostedService
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(2);

    private readonly ConcurrentDictionary<Guid, byte[]> known = new();

    /// <summary>This instance's own key.</summary>
    public Guid Current { get; private set; }

    public byte[] Secret => known[Current];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        Current = Guid.CreateVersion7(now);
        var secret = known[Current] = RandomNumberGenerator.GetBytes(32);
        await database.WriteAsync<object?>(
            work =>
            {
                work.Run(new("DELETE FROM page_keys WHERE made < $1", (now - Keep).UtcTicks));
                work.Insert(HuskyFhir.Plan.Clients.ClientTables.PageKeys, [Current, now.UtcTicks, secret]);
                return Task.FromResult<object?>(null);
            },
            cancellationToken
        );
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A key of this or another instance; null when there is none such.</summary>
    public async ValueTask<byte[]?> FindAsync(Guid id, CancellationToken cancellation)
    {
        if (known.TryGetValue(id, out var secret))
            return secret;
        var found = await database.QueryAsync(
            new("SELECT secret FROM page_keys WHERE id = $1", id),
            static row => row.Bytes(0),
            cancellation
        );
        return found.Count == 0 ? null : known[id] = found[0];
    }
}
