using HuskyFhir.Core.Answers;
using HuskyFhir.Server.Hosting;
using HuskyFhir.Server.Http;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Security;

/// <summary>Bearer tokens: from an outside issuer, or from the sandbox. Fault: 401 with <c>WWW-Authenticate</c> and an OperationOutcome.</summary>
internal static class Authentication
{
    /// <summary>Asymmetric algorithms only: a public key can then never serve as a shared secret.</summary>
    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384];

    public static void AddTokens(this WebApplicationBuilder builder, SecuritySettings settings)
    {
        var sandbox = settings.Sandbox ?? (settings.Authority is null && builder.Environment.IsDevelopment());
        if (!sandbox && settings.Authority is null)
            throw new SettingsException("No token issuer is configured: set Security:Authority and Security:Audience, or, for trying things out, Security:Sandbox=true.");
        if (sandbox)
            builder.Services.AddSingleton(SandboxIssuer.Open(settings));
        builder.Services.AddSingleton<CallerResolver>();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IServiceProvider>((options, services) => Configure(options, settings, services.GetService<SandboxIssuer>(), services.GetRequiredService<TimeProvider>()));
    }

    private static void Configure(JwtBearerOptions options, SecuritySettings settings, SandboxIssuer? sandbox, TimeProvider clock)
    {
        options.MapInboundClaims = false;
        options.TimeProvider = clock;
        options.TokenValidationParameters = new()
        {
            ValidAlgorithms = Algorithms,
            ValidAudience = settings.Audience,
            ClockSkew = TimeSpan.FromSeconds(30),
            RequireExpirationTime = true,
            LifetimeValidator = (from, to, _, parameters) => Holds(from, to, clock.GetUtcNow().UtcDateTime, parameters.ClockSkew),
        };
        if (sandbox is null)
            options.Authority = settings.Authority;
        else
            (options.TokenValidationParameters.ValidIssuer, options.TokenValidationParameters.IssuerSigningKey) = (SandboxIssuer.Issuer, sandbox.VerificationKey);
        options.TokenHandlers.Clear();
        options.TokenHandlers.Add(new CachingTokenHandler(clock, TimeSpan.FromSeconds(settings.TokenCacheSeconds)));
        options.Events = new() { OnChallenge = ChallengeAsync };
    }

    private static bool Holds(DateTime? from, DateTime? to, DateTime now, TimeSpan skew) => to is { } end && now <= end + skew && (from is not { } start || now >= start - skew);

    private static async Task ChallengeAsync(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        var expired = context.AuthenticateFailure is SecurityTokenExpiredException;
        var text = context.AuthenticateFailure is null
            ? "No access token came with the request; send one in 'Authorization: Bearer …'."
            : expired ? "The access token has expired; get a new one." : "The access token is not valid here; check its issuer, audience, signature and algorithm.";
        context.Response.Headers.WWWAuthenticate = context.AuthenticateFailure is null ? "Bearer" : "Bearer error=\"invalid_token\"";
        await Outcomes.WriteAsync(context.HttpContext, new Fault(FaultKind.Unauthenticated, expired ? IssueType.Expired : IssueType.Login, text, null, "token"));
    }
}
