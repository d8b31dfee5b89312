using Microsoft.AspNetCore;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace HuskyFhir.Server.Security.Tokens;

/// <summary>The service's own address, in the place of what a Host header says (attack 24).</summary>
internal sealed class ConfiguredAddress(OAuthAddresses addresses) : IOpenIddictServerHandler<ProcessRequestContext>
{
    public ValueTask HandleAsync(ProcessRequestContext context)
    {
        var introspects =
            context
                .Transaction.GetHttpRequest()
                ?.Path.Value?.EndsWith(OAuthAddresses.IntrospectionPath, StringComparison.Ordinal) == true;
        context.BaseUri = new(addresses.Issuer);
        context.RequestUri = new(introspects ? addresses.Introspection : addresses.Token);
        return default;
    }
}
