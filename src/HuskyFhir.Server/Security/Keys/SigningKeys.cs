using System.Collections.Concurrent;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Clients;
using HuskyFhir.Server.Configuration;
using Microsoft.Extensions.Options;

namespace HuskyFhir.Server.Security.Keys;

/// <summary>
/// The service's own signing keys. They are in the database, so that all instances sign with the same one and verify
/// each other's tokens. A new key is published ten minutes before it signs: by then every instance, and whoever else
/// keeps our key set for a while, has it.
/// </summary>
internal sealed class SigningKeys(
    SigningKeyStore store,
    KeyWrap wrap,
    TimeProvider clock,
    IOptions<SecuritySettings> settings
) : IDisposable
{
    /// <summary>How long a new key is known before it signs.</summary>
    public static readonly TimeSpan Lead = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly ConcurrentDictionary<string, SigningKey> opened = new(StringComparer.Ordinal);
    private (KeyRing Ring, TimeSpan At)? read;

    private TimeSpan Term => TimeSpan.FromDays(settings.Value.SigningKeyDays);

    /// <summary>
    /// The key that signs now. The very first is made when it is first needed, the next when it is due.
    /// </summary>
    public async ValueTask<SigningKey> SignerAsync(CancellationToken cancellation)
    {
        var ring = await RingAsync(Keep, cancellation);
        if (ring.IsDue(clock.GetUtcNow(), Term))
        {
            await RotateAsync(Lead, ring => ring.IsDue(clock.GetUtcNow(), Term), cancellation);
            ring = await RingAsync(TimeSpan.Zero, cancellation);
        }

        return Open(
            ring.Signer(clock.GetUtcNow())
                ?? throw new InvalidOperationException("No signing key is active, although one was made.")
        );
    }

    /// <summary>
    /// A key that a token may be verified with; null when there is none of this id. Names that are not known cost a
    /// look at most once a second.
    /// </summary>
    public async ValueTask<SigningKey?> FindAsync(string? id, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(id))
            return null;
        return Find(await RingAsync(Keep, cancellation), id) ?? Find(await RingAsync(BetweenLooks, cancellation), id);
    }

    /// <summary>The keys that verify now, without their private parts.</summary>
    public async ValueTask<IReadOnlyList<SigningKey>> VerifyingAsync(CancellationToken cancellation)
    {
        await SignerAsync(cancellation); // whoever reads the set before the first token finds a key in it
        return [.. (await RingAsync(Keep, cancellation)).Verifying(clock.GetUtcNow()).Select(Open)];
    }

    /// <summary>The keys as they were at most so long ago.</summary>
    public async ValueTask<KeyRing> RingAsync(TimeSpan age, CancellationToken cancellation)
    {
        if (Recent(age) is { } recent)
            return recent;
        await turn.WaitAsync(cancellation);
        try
        {
            if (Recent(age) is { } meanwhile)
                return meanwhile;
            var ring = new KeyRing(await store.ListAsync(cancellation));
            read = (ring, clock.Steady());
            return ring;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// Makes the next key, and lets go of those that verify nothing any more. Returns it; null where another instance
    /// was first.
    /// </summary>
    /// <param name="lead">From when it signs; zero for at once, as the very first does anyway.</param>
    /// <param name="needed">Decides again on what is in the database by then; null to make one in any case.</param>
    /// <param name="cancellation">When nobody waits any more.</param>
    public Task<StoredSigningKey?> RotateAsync(
        TimeSpan lead,
        Func<KeyRing, bool>? needed,
        CancellationToken cancellation
    )
    {
        var key = SigningKey.Make(); // takes its time, and the database has one writer
        var now = clock.GetUtcNow();
        return store.AddAsync(
            keys =>
                needed?.Invoke(new(keys)) == false
                    ? null
                    : new(key.Id, now, keys.Count == 0 ? now : now + lead, wrap.Wrap(key.Id, key.Write())),
            keys => new KeyRing(keys) is var ring ? keys.Where(old => ring.State(old, now) == "retired") : [],
            cancellation
        );
    }

    /// <inheritdoc />
    public void Dispose() => turn.Dispose();

    private SigningKey? Find(KeyRing ring, string id) =>
        ring.Verifying(clock.GetUtcNow()).FirstOrDefault(key => key.Id == id) is { } found ? Open(found) : null;

    private SigningKey Open(StoredSigningKey key) =>
        opened.GetOrAdd(key.Id, _ => SigningKey.Read(wrap.Unwrap(key.Id, key.Secret)));

    private KeyRing? Recent(TimeSpan age) => read is { } kept && clock.Steady() - kept.At < age ? kept.Ring : null;
}
