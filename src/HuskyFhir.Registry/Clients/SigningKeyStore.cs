using HuskyFhir.Registry.Store;

namespace HuskyFhir.Registry.Clients;

/// <summary>A key that tokens are signed with.</summary>
/// <param name="Id">Its <c>kid</c>.</param>
/// <param name="Made">When it was made.</param>
/// <param name="Active">From when it signs; until the next one's.</param>
/// <param name="Secret">The private key, as its user wraps it.</param>
public sealed record StoredSigningKey(string Id, DateTimeOffset Made, DateTimeOffset Active, byte[] Secret);

/// <summary>The service's own signing keys, shared by all instances. Rows are added and removed, never changed: what a key is for follows from the clock.</summary>
public sealed class SigningKeyStore(Database database)
{
    private const string All = "SELECT id, made, active, secret FROM signing_keys ORDER BY active, id";

    /// <summary>In the order in which they sign.</summary>
    public async Task<IReadOnlyList<StoredSigningKey>> ListAsync(CancellationToken cancellation) => await database.QueryAsync(new(All), Key, cancellation);

    /// <summary>
    /// Adds a key, unless what is there by then says that none is needed: of several instances that find the same, one adds.
    /// </summary>
    /// <param name="needed">Looks at the keys that are there.</param>
    /// <param name="make">Makes the key.</param>
    /// <param name="obsolete">Ids of keys that can go.</param>
    /// <param name="cancellation">When nobody waits any more.</param>
    /// <returns>Whether it was added.</returns>
    public Task<bool> AddAsync(Func<IReadOnlyList<StoredSigningKey>, bool> needed, Func<StoredSigningKey> make, Func<IReadOnlyList<StoredSigningKey>, IEnumerable<string>> obsolete, CancellationToken cancellation) => database.WriteAsync(
        async work =>
        {
            await work.SerializeAsync(["signing keys"], cancellation);
            var keys = await work.QueryAsync(new(All), Key, cancellation);
            if (!needed(keys))
                return false;
            foreach (var id in obsolete(keys))
                work.Run(new("DELETE FROM signing_keys WHERE id = $1", id));
            var key = make();
            work.Insert(ClientTables.SigningKeys, [key.Id, key.Made.UtcTicks, key.Active.UtcTicks, key.Secret]);
            return true;
        },
        cancellation);

    private static StoredSigningKey Key(Row row) => new(row.Text(0), new(row.Long(1), TimeSpan.Zero), new(row.Long(2), TimeSpan.Zero), row.Bytes(3));
}
