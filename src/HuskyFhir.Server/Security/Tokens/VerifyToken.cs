using System.Security.Claims;
using HuskyFhir.Core.Access;
using HuskyFhir.Server.Security.Clients;
using HuskyFhir.Server.Security.Keys;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace HuskyFhir.Server.Security.Tokens;

/// <summary>
/// The two kinds of token that come in: a client's assertion, and the access token that somebody wants to know about.
/// Of the latter nobody learns but the client that it was issued to, and the plan.
/// </summary>
internal sealed class VerifyToken(
    AssertionCheck assertions,
    AccessTokens tokens,
    ClientDirectory clients,
    OAuthAddresses addresses
) : IOpenIddictServerHandler<ValidateTokenContext>
{
    private static readonly JsonWebTokenHandler Handler = new();

    public ValueTask HandleAsync(ValidateTokenContext context) =>
        context.ValidTokenTypes.Contains(TokenTypeIdentifiers.Private.ClientAssertion)
            ? AssertionAsync(context)
            : AccessTokenAsync(context);

    private async ValueTask AssertionAsync(ValidateTokenContext context)
    {
        var login = Login.Of(context.Transaction);
        (login.Assertion, login.Refusal) = await assertions.CheckAsync(
            context.Token ?? string.Empty,
            context.Transaction.Request?.ClientId,
            context.CancellationToken
        );
        if (login.Refusal is { } refusal)
        {
            context.Reject(refusal.Error, refusal.Text);
            return;
        }

        var id = login.Assertion!.Client.Id;
        (context.DisableAudienceValidation, context.DisableLifetimeValidation) = (true, true); // done, and exactly
        context.Principal = new ClaimsPrincipal(
            new ClaimsIdentity("assertion")
                .SetClaim(Claims.Issuer, id)
                .SetClaim(Claims.Subject, id)
                .SetAudiences(addresses.Token)
        )
            .SetExpirationDate(login.Assertion.Until)
            .SetTokenType(TokenTypeIdentifiers.Private.ClientAssertion);
    }

    private async ValueTask AccessTokenAsync(ValidateTokenContext context)
    {
        var caller = Login.Of(context.Transaction).Assertion?.Client;
        if (
            caller is null
            || context.Token is not { } token
            || await tokens.RulesAsync(token, context.CancellationToken) is not { } rules
        )
        {
            context.Reject(Errors.InvalidToken);
            return;
        }

        var result = await Handler.ValidateTokenAsync(token, rules);
        var owner =
            result.IsValid && result.Claims.TryGetValue(Claims.ClientId, out var id)
                ? await clients.FindAsync((string)id, context.CancellationToken)
                : null;
        if (owner is not { Enabled: true } || (owner.Id != caller.Id && caller.Kind != CallerKind.Plan))
        {
            context.Reject(Errors.InvalidToken);
            return;
        }

        var read = (JsonWebToken)result.SecurityToken;
        context.Principal = new ClaimsPrincipal(new ClaimsIdentity(result.ClaimsIdentity.Claims, "bearer"))
            .SetTokenType(TokenTypeIdentifiers.AccessToken)
            .SetPresenters(caller.Id)
            .SetAudiences([.. read.Audiences])
            .SetCreationDate(read.IssuedAt)
            .SetExpirationDate(read.ValidTo);
    }
}
