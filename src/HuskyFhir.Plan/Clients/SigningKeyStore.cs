using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.Clients;

/// <summary>A key that tokens are signed with.</summary>
/// <param name="Id">Its <c>kid</c>.</param>
/// <param name="Made">When it was made.</param>
/// <param name="Active">From when it signs; until the next one's.</param>
/// <param name="Secret">The private key, as its user wraps it.</param>
public sealed record StoredSigningKey(string Id, DateTimeOffset Made, DateTimeOffset Active, byte[] Secret);

/// <summary>
/// The service's own signing keys, shared by all instances. Rows are added and removed, never changed: what a key is
/// for follows from the clock.
/// </summary>
public sealed class SigningKeyStore(Database database)
{
    private const string All = "SELECT id, made, active, secret FROM signing_keys ORDER BY active, id";

    /// <summary>In the order in which they sign.</summary>
    public async Task<IReadOnlyList<StoredSigningKey>> ListAsync(CancellationToken cancellation) =>
        await database.QueryAsync(new(All), Key, cancellation);

    /// <summary>
    /// Decides on the keys that are there, one instance after the other, and adds the key that comes of it. Returns it,
    /// or null for none.
    /// </summary>
    /// <param name="next">The key to add; null for none.</param>
    /// <param name="obsolete">Which keys go then.</param>
    /// <param name="cancellation">When nobody waits any more.</param>
    public Task<StoredSigningKey?> AddAsync(
        Func<IReadOnlyList<StoredSigningKey>, StoredSigningKey?> next,
        Func<IReadOnlyList<StoredSigningKey>, IEnumerable<StoredSigningKey>> obsolete,
        CancellationToken cancellation
    ) =>
        database.WriteAsync(
            async work =>
            {
                await work.SerializeAsync(["signing keys"], cancellation);
                var keys = await work.QueryAsync(new(All), Key, cancellation);
                if (next(keys) is not { } key)
                    return null;
                foreach (var old in obsolete(keys))
                    work.Run(new("DELETE FROM signing_keys WHERE id = $1", old.Id));
                work.Insert(ClientTables.SigningKeys, [key.Id, key.Made.UtcTicks, key.Active.UtcTicks, key.Secret]);
                return key;
            },
            cancellation
        );

    /// <summary>Removes keys at once, with every token that they signed. Returns how many.</summary>
    public Task<int> RemoveAsync(Func<StoredSigningKey, bool> which, CancellationToken cancellation) =>
        database.WriteAsync(
            async work =>
            {
                await work.SerializeAsync(["signing keys"], cancellation);
                var keys = (await work.QueryAsync(new(All), Key, cancellation)).Where(which).ToList();
                foreach (var key in keys)
                    work.Run(new("DELETE FROM signing_keys WHERE id = $1", key.Id));
                return keys.Count;
            },
            cancellation
        );

    private static StoredSigningKey Key(Row row) =>
        new(row.Text(0), new(row.Long(1), TimeSpan.Zero), new(row.Long(2), TimeSpan.Zero), row.Bytes(3));
}
