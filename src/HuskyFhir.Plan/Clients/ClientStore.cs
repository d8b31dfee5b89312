using HuskyFhir.Core.Access;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.Clients;

/// <summary>The client registry in the database; every instance reads the same.</summary>
public sealed class ClientStore(Database database, TimeProvider clock)
{
    private const string Columns = "SELECT id, name, kind, npi, scopes, purposes, keys_url, disabled FROM clients";
    private const string KeyColumns =
        "SELECT kid, jwk, added, until FROM client_keys WHERE client = $1 ORDER BY added, kid";

    /// <summary>A client with its keys; null when there is none of this id.</summary>
    public async Task<RegisteredClient?> FindAsync(string id, CancellationToken cancellation)
    {
        if (await database.QueryAsync(new(Columns + " WHERE id = $1", id), Client, cancellation) is not [var client])
            return null;
        return client with { Keys = await database.QueryAsync(new(KeyColumns, id), Key, cancellation) };
    }

    /// <summary>All of them by id, with their keys.</summary>
    public async Task<IReadOnlyList<RegisteredClient>> ListAsync(CancellationToken cancellation)
    {
        var clients = await database.QueryAsync(new(Columns + " ORDER BY id"), Client, cancellation);
        for (var at = 0; at < clients.Count; at++)
            clients[at] = clients[at] with
            {
                Keys = await database.QueryAsync(new(KeyColumns, clients[at].Id), Key, cancellation),
            };
        return clients;
    }

    /// <summary>Registers a client; false when the id is taken.</summary>
    public Task<bool> AddAsync(RegisteredClient client, CancellationToken cancellation) =>
        database.WriteAsync(
            async work =>
            {
                await work.SerializeAsync([Lock(client.Id)], cancellation);
                if (await ExistsAsync(work, client.Id, cancellation))
                    return false;
                var now = clock.GetUtcNow().UtcTicks;
                work.Insert(
                    ClientTables.Clients,
                    [
                        client.Id,
                        client.Name,
                        client.Kind.ToString(),
                        client.Npi,
                        string.Join(' ', client.Scopes ?? []),
                        string.Join(' ', client.Purposes),
                        client.KeysUrl?.AbsoluteUri,
                        client.Enabled ? 0L : 1L,
                        now,
                        now,
                    ]
                );
                Insert(work, client.Id, client.Keys);
                return true;
            },
            cancellation
        );

    /// <summary>
    /// Replaces a client's keys. Those that are not among the new ones still hold for the overlap, so that the client
    /// can change over without a pause; with no overlap they end now, as is right for a key that got out. False when
    /// there is no such client.
    /// </summary>
    public Task<bool> RotateAsync(
        string id,
        IReadOnlyList<ClientKey> keys,
        TimeSpan overlap,
        CancellationToken cancellation
    ) =>
        database.WriteAsync(
            async work =>
            {
                await work.SerializeAsync([Lock(id)], cancellation);
                if (!await ExistsAsync(work, id, cancellation))
                    return false;
                var now = clock.GetUtcNow();
                work.Run(new("DELETE FROM client_keys WHERE client = $1 AND until <= $2", id, now.UtcTicks));
                foreach (var key in keys)
                    work.Run(new("DELETE FROM client_keys WHERE client = $1 AND kid = $2", id, key.Id));
                if (overlap > TimeSpan.Zero)
                    work.Run(
                        new(
                            "UPDATE client_keys SET until = $2 WHERE client = $1 AND until IS NULL",
                            id,
                            (now + overlap).UtcTicks
                        )
                    );
                else
                    work.Run(new("DELETE FROM client_keys WHERE client = $1", id));
                Insert(work, id, keys);
                work.Run(new("UPDATE clients SET keys_url = NULL, changed = $2 WHERE id = $1", id, now.UtcTicks));
                return true;
            },
            cancellation
        );

    /// <summary>
    /// Has a client's keys come from an address from now on; keys by value end. False when there is no such client.
    /// </summary>
    public Task<bool> RotateAsync(string id, Uri keysUrl, CancellationToken cancellation) =>
        database.WriteAsync(
            async work =>
            {
                await work.SerializeAsync([Lock(id)], cancellation);
                if (!await ExistsAsync(work, id, cancellation))
                    return false;
                work.Run(new("DELETE FROM client_keys WHERE client = $1", id));
                work.Run(
                    new(
                        "UPDATE clients SET keys_url = $2, changed = $3 WHERE id = $1",
                        id,
                        keysUrl.AbsoluteUri,
                        clock.GetUtcNow().UtcTicks
                    )
                );
                return true;
            },
            cancellation
        );

    /// <summary>Shuts a client out, or lets it in again. False when there is no such client.</summary>
    public Task<bool> EnableAsync(string id, bool enabled, CancellationToken cancellation) =>
        database.WriteAsync(
            async work =>
            {
                await work.SerializeAsync([Lock(id)], cancellation);
                if (!await ExistsAsync(work, id, cancellation))
                    return false;
                work.Run(
                    new(
                        "UPDATE clients SET disabled = $2, changed = $3 WHERE id = $1",
                        id,
                        enabled ? 0L : 1L,
                        clock.GetUtcNow().UtcTicks
                    )
                );
                return true;
            },
            cancellation
        );

    private static string Lock(string id) => "client " + id;

    private static async Task<bool> ExistsAsync(Work work, string id, CancellationToken cancellation) =>
        (await work.QueryAsync(new("SELECT 1 FROM clients WHERE id = $1", id), static _ => true, cancellation)).Count
        > 0;

    private static void Insert(Work work, string client, IReadOnlyList<ClientKey> keys)
    {
        foreach (var key in keys)
            work.Insert(ClientTables.Keys, [client, key.Id, key.Jwk, key.Added.UtcTicks, key.Until?.UtcTicks]);
    }

    private static RegisteredClient Client(Row row) =>
        new(row.Text(0), Enum.Parse<CallerKind>(row.Text(2)))
        {
            Name = row.Text(1),
            Npi = row.TextOrNull(3),
            Scopes = Words(row.Text(4)),
            Purposes = Words(row.Text(5)),
            KeysUrl = row.TextOrNull(6) is { } url ? new Uri(url) : null,
            Enabled = row.Long(7) == 0,
        };

    private static ClientKey Key(Row row) =>
        new(
            row.Text(0),
            row.Text(1),
            new(row.Long(2), TimeSpan.Zero),
            row.Any(3) is long until ? new DateTimeOffset(until, TimeSpan.Zero) : null
        );

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
