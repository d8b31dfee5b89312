using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Terms;
using HuskyFhir.Registry.Store;
using HuskyFhir.Server.Interactions.Searching;
using Microsoft.Extensions.Options;

namespace HuskyFhir.Server.Security;

/// <summary>
/// From a verified token to a caller. What a client is, and for which organisation it works, comes from our registry and not from the
/// token, so that an issuer's mistake cannot widen a view. An unknown client is nobody.
/// </summary>
internal sealed class CallerResolver(Database database, TimeProvider clock, IOptions<SecuritySettings> settings, SearchReading reading, SandboxIssuer? sandbox = null)
{
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, ClientSettings> clients = settings.Value.Clients
        .Concat(sandbox is null ? [] : SandboxIssuer.Clients.Where(built => settings.Value.Clients.All(client => client.Id != built.Id)))
        .ToDictionary(static client => client.Id, StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, (Guid? Id, DateTimeOffset Until)> organizations = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<ClaimsIdentity, Known> callers = [];

    /// <summary>The client that a verified token names; null when there is no such token.</summary>
    public static string? ClientOf(ClaimsPrincipal principal) => principal.Identity is ClaimsIdentity { IsAuthenticated: true } identity
        ? identity.FindFirst("client_id")?.Value ?? identity.FindFirst("azp")?.Value ?? identity.FindFirst("sub")?.Value
        : null;

    /// <summary>The caller, or null when the token names no client that is registered.</summary>
    public async ValueTask<Caller?> FindAsync(ClaimsPrincipal principal, CancellationToken cancellation)
    {
        if (principal.Identity is not ClaimsIdentity { IsAuthenticated: true } identity)
            return null;
        var now = clock.GetUtcNow();
        if (callers.TryGetValue(identity, out var known) && now < known.Until)
            return known.Caller;
        if (ClientOf(principal) is not { } id || !clients.TryGetValue(id, out var client))
            return null;
        var scopes = string.Join(' ', identity.FindAll("scope").Concat(identity.FindAll("scp")).Select(static claim => claim.Value));
        var organization = client.Npi is { } npi ? await OrganizationAsync(npi, now, cancellation) : null;
        var caller = new Caller(id, client.Kind, organization, ScopeSet.Parse(scopes, reading.Scope), identity.FindFirst("purpose_of_use")?.Value);
        callers.AddOrUpdate(identity, new(caller, now + Keep));
        return caller;
    }

    private async Task<Guid?> OrganizationAsync(string npi, DateTimeOffset now, CancellationToken cancellation)
    {
        if (organizations.TryGetValue(npi, out var known) && now < known.Until)
            return known.Id;
        var found = await database.QueryAsync(
            new("SELECT id FROM business_keys WHERE type = 'Organization' AND system = $1 AND value = $2", Systems.Npi, npi), static row => row.Uuid(0), cancellation);
        Guid? id = found.Count == 0 ? null : found[0];
        organizations[npi] = (id, id is null ? now : now + Keep);
        return id;
    }

    private sealed record Known(Caller Caller, DateTimeOffset Until);
}
