using System.Security.Claims;
using HuskyFhir.Core.Access;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Security.Clients;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace HuskyFhir.Server.Security.Tokens;

/// <summary>
/// What the token says: whose it is, which of the requested scopes the client may have, and for which purpose. Faults:
/// <c>invalid_scope</c> when nothing of the request can be granted, <c>invalid_grant</c> for a purpose that the client
/// is not registered for.
/// </summary>
internal sealed class GrantToken(IOptions<SecuritySettings> settings)
    : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        var login = Login.Of(context.Transaction);
        var (client, purposes, _) = login.Assertion ?? throw new InvalidOperationException("No client was let in.");
        login.Scopes = ScopeGrants.Of(context.Request.Scope, client.Scopes);
        login.Refusal =
            login.Scopes.Count == 0
                ? new(
                    Errors.InvalidScope,
                    $"None of the requested scopes can be granted; this client may have {string.Join(' ', client.Scopes ?? [])}.",
                    "scope",
                    client.Id
                )
            : purposes.Count > 1
                ? new(
                    Errors.InvalidGrant,
                    "A token is for one purpose of use; ask for a token for each.",
                    "purpose",
                    client.Id
                )
            : purposes is [var purpose] && (purpose is null || !client.Purposes.Contains(purpose))
                ? new(
                    Errors.InvalidGrant,
                    $"The client is not registered for this purpose of use; {(client.Purposes.Count == 0 ? "it has none" : $"it has {string.Join(", ", client.Purposes)}")}.",
                    "purpose",
                    client.Id
                )
            : null;
        if (login.Refusal is { } refusal)
        {
            context.Reject(refusal.Error, refusal.Text);
            return default;
        }

        login.Purpose = purposes is [var one] ? one : null;
        var identity = new ClaimsIdentity("assertion")
            .SetClaim(Claims.Subject, client.Id)
            .SetScopes(login.Scopes)
            .SetResources(settings.Value.Audience);
        if (login.Purpose is not null)
            identity.SetClaim(CallerResolver.PurposeClaim, login.Purpose);
        context.SignIn(new ClaimsPrincipal(identity.SetDestinations(static _ => [Destinations.AccessToken])));
        return default;
    }
}
