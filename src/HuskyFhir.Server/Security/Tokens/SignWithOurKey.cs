using HuskyFhir.Server.Security.Keys;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace HuskyFhir.Server.Security.Tokens;

/// <summary>The key of the moment, from the database that all instances share.</summary>
internal sealed class SignWithOurKey(SigningKeys keys) : IOpenIddictServerHandler<GenerateTokenContext>
{
    public async ValueTask HandleAsync(GenerateTokenContext context) =>
        context.SigningCredentials = (await keys.SignerAsync(context.CancellationToken)).Credentials;
}
