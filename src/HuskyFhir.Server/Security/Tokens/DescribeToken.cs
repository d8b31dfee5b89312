using HuskyFhir.Server.Security.Clients;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace HuskyFhir.Server.Security.Tokens;

/// <summary>What introspection tells of a token besides its times: scopes and purpose (RFC 7662 section 2.2).</summary>
internal sealed class DescribeToken : IOpenIddictServerHandler<HandleIntrospectionRequestContext>
{
    public ValueTask HandleAsync(HandleIntrospectionRequestContext context)
    {
        foreach (var name in (string[])[Claims.Scope, CallerResolver.PurposeClaim])
            if (context.GenericTokenPrincipal?.GetClaim(name) is { } value)
                context.Claims[name] = value;
        return default;
    }
}
