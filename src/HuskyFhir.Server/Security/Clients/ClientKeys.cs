using HuskyFhir.Plan.Clients;
using Microsoft.IdentityModel.Tokens;

namespace HuskyFhir.Server.Security.Clients;

/// <summary>A client's key by its exact <c>kid</c>, among those that it registered and nowhere else.</summary>
internal sealed class ClientKeys(PublishedKeys published, TimeProvider clock)
{
    public async ValueTask<JsonWebKey?> FindAsync(RegisteredClient client, string kid, CancellationToken cancellation)
    {
        if (client.KeysUrl is { } address)
            return await published.FindAsync(address, kid, cancellation);
        var now = clock.GetUtcNow();
        return client.Keys.FirstOrDefault(key => key.Id == kid && key.Holds(now)) is { } found
            ? JsonWebKey.Create(found.Jwk)
            : null;
    }
}
