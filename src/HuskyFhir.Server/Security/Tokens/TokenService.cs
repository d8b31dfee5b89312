using System.Security.Cryptography;
using HuskyFhir.Server.Security.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace HuskyFhir.Server.Security.Tokens;

/// <summary>
/// The token endpoint and introspection, by OpenIddict: it reads requests, knows the grant and writes answers as RFC
/// 6749 and RFC 7662 say. It runs without stores of its own: clients, keys and used assertions are ours, and the
/// handlers of this folder bring them in.
/// </summary>
internal static class TokenService
{
    public static void AddTokenService(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<OAuthAddresses>()
            .AddSingleton<AssertionCheck>()
            .AddSingleton<LoginTrail>()
            .AddSingleton<SmartConfiguration>()
            .AddScoped<TokenEndpoints>();
        builder
            .Services.AddOpenIddict()
            .AddServer(static server =>
            {
                server
                    .EnableDegradedMode()
                    .AllowClientCredentialsFlow()
                    .DisableAccessTokenEncryption()
                    .SetAccessTokenLifetime(AccessTokens.Lifetime);
                server
                    .SetTokenEndpointUris(OAuthAddresses.TokenPath)
                    .SetIntrospectionEndpointUris(OAuthAddresses.IntrospectionPath);
                server.Configure(static options =>
                {
                    options.ClientAuthenticationMethods.Clear();
                    options.ClientAuthenticationMethods.Add(
                        OpenIddictConstants.ClientAuthenticationMethods.PrivateKeyJwt
                    );
                    options.DisableScopeValidation = true;
                    // It will not start without keys. These live as long as the process and are used for nothing:
                    // SignWithOurKey brings the real one.
                    options.EncryptionCredentials.Add(
                        new(
                            new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)),
                            SecurityAlgorithms.Aes256KW,
                            SecurityAlgorithms.Aes256CbcHmacSha512
                        )
                    );
                    options.SigningCredentials.Add(
                        new(
                            new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP384)),
                            SecurityAlgorithms.EcdsaSha384
                        )
                    );
                });
                // TLS may end at a proxy; whether it does is for the address to say that clients are told.
                server.UseAspNetCore().DisableTransportSecurityRequirement().SuppressJsonResponseIndentation();
                server.AddEventHandler<ProcessRequestContext>(static handler =>
                    handler
                        .UseSingletonHandler<ConfiguredAddress>()
                        .SetOrder(OpenIddictServerHandlers.InferEndpointType.Descriptor.Order - 500)
                );
                server.AddEventHandler<ValidateTokenRequestContext>(static handler =>
                    handler
                        .UseSingletonHandler<RequireAssertion>()
                        .SetOrder(OpenIddictServerHandlers.Exchange.ValidateGrantType.Descriptor.Order + 500)
                );
                server.AddEventHandler<ValidateIntrospectionRequestContext>(static handler =>
                    handler.UseSingletonHandler<RequireAssertion>().SetOrder(int.MinValue + 1000)
                );
                server.AddEventHandler<ValidateTokenContext>(static handler =>
                    handler.UseSingletonHandler<VerifyToken>().SetOrder(int.MinValue + 1000)
                );
                server.AddEventHandler<HandleTokenRequestContext>(static handler =>
                    handler.UseSingletonHandler<GrantToken>().SetOrder(0)
                );
                server.AddEventHandler<GenerateTokenContext>(static handler =>
                    handler
                        .UseSingletonHandler<SignWithOurKey>()
                        .SetOrder(OpenIddictServerHandlers.Protection.AttachSecurityCredentials.Descriptor.Order + 500)
                );
                server.AddEventHandler<HandleIntrospectionRequestContext>(static handler =>
                    handler.UseSingletonHandler<DescribeToken>().SetOrder(0)
                );
                server.AddEventHandler<ApplyTokenResponseContext>(static handler =>
                    handler.UseSingletonHandler<FinishAnswer>().SetOrder(int.MinValue + 1000)
                );
                server.AddEventHandler<ApplyIntrospectionResponseContext>(static handler =>
                    handler
                        .UseSingletonHandler<FinishAnswer>()
                        .SetOrder(OpenIddictServerHandlers.Introspection.NormalizeErrorResponse.Descriptor.Order + 500)
                );
            });
        builder.Services.AddSingleton<IAuthenticationSchemeProvider, OnlyWhenRouted>();
        builder.Logging.AddFilter("OpenIddict", LogLevel.Warning); // its information has requests in it
    }

    /// <summary>The routes ask OpenIddict by its name; it need not look at every other request.</summary>
    private sealed class OnlyWhenRouted(IOptions<AuthenticationOptions> options) : AuthenticationSchemeProvider(options)
    {
        public override Task<IEnumerable<AuthenticationScheme>> GetRequestHandlerSchemesAsync() =>
            Task.FromResult<IEnumerable<AuthenticationScheme>>([]);
    }
}
