using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Clients;
using HuskyFhir.Resources.Reading;

namespace HuskyFhir.Server.Security.Clients;

/// <summary>
/// From a verified token to a caller. What a client is, for which organisation it works and for what purposes comes
/// from our registry and not from the token, so that an issuer's mistake cannot widen a view. An unknown client is
/// nobody, and so is one that was disabled: its tokens end within ten seconds, five in <see cref="ClientDirectory"/>
/// and five here.
/// </summary>
internal sealed class CallerResolver(SystemQuery store, ClientDirectory clients, ScopeReader scopes, TimeProvider clock)
{
    /// <summary>The claim that names the purpose of use.</summary>
    internal const string PurposeClaim = "purpose_of_use";

    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (Guid? Id, TimeSpan Until)> organizations = new(
        StringComparer.Ordinal
    );
    private readonly ConditionalWeakTable<ClaimsIdentity, Known> callers = [];

    /// <summary>The client that a verified token names; null when there is no such token.</summary>
    public static string? ClientOf(ClaimsPrincipal principal) =>
        principal.Identity is ClaimsIdentity { IsAuthenticated: true } identity
            ? identity.FindFirst("client_id")?.Value
                ?? identity.FindFirst("azp")?.Value
                ?? identity.FindFirst("sub")?.Value
            : null;

    /// <summary>The caller, or null when the token names no client that is registered and enabled.</summary>
    public async ValueTask<Caller?> FindAsync(ClaimsPrincipal principal, CancellationToken cancellation)
    {
        if (principal.Identity is not ClaimsIdentity { IsAuthenticated: true } identity)
            return null;
        var now = clock.Steady();
        if (callers.TryGetValue(identity, out var known) && now < known.Until)
            return known.Caller;
        if (
            ClientOf(principal) is not { } id
            || await clients.FindAsync(id, cancellation) is not { Enabled: true } client
        )
            return null;
        var caller = Caller(
            identity,
            client,
            client.Npi is { } npi ? await OrganizationAsync(npi, now, cancellation) : null
        );
        callers.AddOrUpdate(identity, new(caller, now + Keep));
        return caller;
    }

    private Caller Caller(ClaimsIdentity identity, RegisteredClient client, Guid? organization)
    {
        var purpose = identity.FindAll(PurposeClaim).Select(static claim => claim.Value).ToList() switch
        {
            [] => null,
            [var one] => PurposeOfUse.Read(one) ?? string.Empty,
            _ => string.Empty,
        };
        // A purpose that the client was not registered for grants nothing: to ignore it could show more than the token
        // was meant for.
        var given =
            purpose is null || client.Purposes.Contains(purpose)
                ? string.Join(
                    ' ',
                    identity.FindAll("scope").Concat(identity.FindAll("scp")).Select(static claim => claim.Value)
                )
                : string.Empty;
        return new(
            client.Id,
            client.Kind,
            organization,
            ScopeSet.Parse(given, scopes),
            given.Length == 0 ? null : purpose
        );
    }

    private async Task<Guid?> OrganizationAsync(string npi, TimeSpan now, CancellationToken cancellation)
    {
        if (organizations.TryGetValue(npi, out var known) && now < known.Until)
            return known.Id;
        var id = await store.OrganizationAsync(npi, cancellation);
        organizations[npi] = (id, id is null ? now : now + Keep);
        return id;
    }

    private sealed record Known(Caller Caller, TimeSpan Until);
}
