using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.Clients;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Security.Clients;
using HuskyFhir.Server.Security.Keys;
using HuskyFhir.Server.Security.Tokens;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Security;

/// <summary>
/// Bearer tokens: our own, an outside issuer's, the sandbox's. Fault: 401 with <c>WWW-Authenticate</c> and an
/// OperationOutcome.
/// </summary>
internal static class Authentication
{
    /// <summary>
    /// What an outside issuer may use. Asymmetric algorithms only: a public key can then never serve as a shared
    /// secret.
    /// </summary>
    private static readonly string[] OutsideAlgorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
    ];

    public static void AddTokens(this WebApplicationBuilder builder, SecuritySettings settings)
    {
        var sandbox = settings.Sandbox ?? (settings.Authority is null && builder.Environment.IsDevelopment());
        if (!sandbox && settings.Authority is null && !settings.Issues)
            throw new SettingsException(
                "No token issuer is configured: set Security:TokenEndpoint=true, Security:Authority and Security:Audience, or, for trying things out, Security:Sandbox=true."
            );
        if (sandbox)
            builder.Services.AddSingleton(SandboxIssuer.Open(settings));
        builder
            .Services.AddSingleton<ClientStore>()
            .AddSingleton<AssertionLog>()
            .AddSingleton<SigningKeyStore>()
            .AddSingleton<ClientDirectory>()
            .AddSingleton<PublishedKeys>()
            .AddSingleton<ClientKeys>()
            .AddSingleton<KeyWrap>()
            .AddSingleton<SigningKeys>()
            .AddSingleton<AccessTokens>()
            .AddSingleton<CallerResolver>()
            .AddSingleton<AuthFailureAudit>()
            .AddHostedService(static services => services.GetRequiredService<AuthFailureAudit>());
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        builder
            .Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<AccessTokens, TimeProvider>(
                (options, tokens, clock) => Configure(options, settings, tokens, clock)
            );
        builder.AddTokenService();
    }

    private static void Configure(
        JwtBearerOptions options,
        SecuritySettings settings,
        AccessTokens tokens,
        TimeProvider clock
    )
    {
        options.MapInboundClaims = false;
        options.TimeProvider = clock;
        options.Authority = settings.Authority;
        options.TokenValidationParameters = new()
        {
            ValidAlgorithms = OutsideAlgorithms,
            ValidAudience = settings.Audience,
            RequireExpirationTime = true,
            LifetimeValidator = (from, to, _, _) => AccessTokens.Holds(from, to, clock.GetUtcNow().UtcDateTime),
        };
        options.TokenHandlers.Clear();
        options.TokenHandlers.Add(
            new CachingTokenHandler(clock, TimeSpan.FromSeconds(settings.TokenCacheSeconds), tokens)
        );
        options.Events = new() { OnChallenge = ChallengeAsync };
    }

    private static async Task ChallengeAsync(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        var expired =
            context.AuthenticateFailure is SecurityTokenExpiredException or SecurityTokenInvalidLifetimeException;
        var text =
            context.AuthenticateFailure is null
                ? "No access token came with the request; send one in 'Authorization: Bearer …'."
            : expired ? "The access token has expired; get a new one."
            : "The access token is not valid here; check its issuer, audience, signature and algorithm.";
        await context
            .HttpContext.RequestServices.GetRequiredService<AuthFailureAudit>()
            .RecordAsync(
                context.HttpContext,
                context.AuthenticateFailure is null ? "no-token"
                    : expired ? "expired-token"
                    : "invalid-token"
            );
        context.Response.Headers.WWWAuthenticate = context.AuthenticateFailure is null
            ? "Bearer"
            : "Bearer error=\"invalid_token\"";
        await OperationOutcomeWriter.WriteAsync(
            context.HttpContext,
            new Fault(FaultKind.Unauthenticated, expired ? IssueType.Expired : IssueType.Login, text, null, "token")
        );
    }
}
