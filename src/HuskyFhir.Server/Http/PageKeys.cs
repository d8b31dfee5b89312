using System.Collections.Concurrent;
using System.Security.Cryptography;
using HuskyFhir.Plan.Clients;

namespace HuskyFhir.Server.Http;

/// <summary>
/// The keys of page links. Each start of an instance makes one and stores it, so that every instance can read every
/// link, and keys change without anyone doing anything; those older than any link can be are removed.
/// </summary>
internal sealed class PageKeys(PageKeyStore store, TimeProvider clock) : IHostedService
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
        await store.KeepAsync(Current, now, secret, now - Keep, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A key of this or another instance; null when there is none such.</summary>
    public async ValueTask<byte[]?> FindAsync(Guid id, CancellationToken cancellation)
    {
        if (known.TryGetValue(id, out var secret))
            return secret;
        return await store.FindAsync(id, cancellation) is { } found ? known[id] = found : null;
    }
}
