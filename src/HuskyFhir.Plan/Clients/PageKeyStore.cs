using HuskyFhir.Storage;

namespace HuskyFhir.Plan.Clients;

/// <summary>The keys that page links are encrypted with, for every instance to read.</summary>
public sealed class PageKeyStore(Database database)
{
    /// <summary>Keeps a new key, and removes those made before a time.</summary>
    public Task KeepAsync(
        Guid id,
        DateTimeOffset made,
        byte[] secret,
        DateTimeOffset before,
        CancellationToken cancellation
    ) =>
        database.WriteAsync<object?>(
            work =>
            {
                work.Run(new("DELETE FROM page_keys WHERE made < $1", before.UtcTicks));
                work.Insert(ClientTables.PageKeys, [id, made.UtcTicks, secret]);
                return Task.FromResult<object?>(null);
            },
            cancellation
        );

    /// <summary>A key; null when there is none such.</summary>
    public async Task<byte[]?> FindAsync(Guid id, CancellationToken cancellation) =>
        (
            await database.QueryAsync(
                new("SELECT secret FROM page_keys WHERE id = $1", id),
                static row => row.Bytes(0),
                cancellation
            )
        ).FirstOrDefault();
}
