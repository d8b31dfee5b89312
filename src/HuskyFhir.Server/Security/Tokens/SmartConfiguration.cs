using System.Text.Json.Nodes;
using HuskyFhir.Core.Answers;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Security.Keys;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Security.Tokens;

/// <summary>
/// <c>.well-known/smart-configuration</c> (SMART App Launch 2.2, conformance): how a client gets a token, as JSON
/// whatever it accepts. Where an outside issuer alone gives tokens, its token endpoint is named. Fault: 503 when that
/// issuer cannot be asked.
/// </summary>
internal sealed class SmartConfiguration(OAuthAddresses addresses, IOptionsMonitor<JwtBearerOptions> bearer)
{
    private static readonly string[] Scopes =
    [
        "system/*.cruds",
        "system/*.rs",
        "system/*.read",
        "system/*.write",
        "system/*.*",
    ];

    /// <summary>The token endpoint; null when it cannot be found out now, or there is none but the sandbox.</summary>
    public async Task<string?> TokenEndpointAsync(CancellationToken cancellation)
    {
        if (addresses.Issues)
            return addresses.Token;
        if (bearer.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager is not { } issuer)
            return null;
        try
        {
            return (await issuer.GetConfigurationAsync(cancellation)).TokenEndpoint;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public async Task AnswerAsync(HttpContext context)
    {
        if (await TokenEndpointAsync(context.RequestAborted) is not { } token)
        {
            await OperationOutcomeWriter.WriteAsync(
                context,
                new Fault(
                    FaultKind.Unavailable,
                    IssueType.Transient,
                    "The issuer of tokens cannot be asked for its address now.",
                    null,
                    "issuer"
                )
            );
            return;
        }

        context.Response.Headers.CacheControl = "public, max-age=60";
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(Document(token).ToJsonString(), context.RequestAborted);
    }

    private JsonObject Document(string token)
    {
        var document = new JsonObject
        {
            ["token_endpoint"] = token,
            ["grant_types_supported"] = List("client_credentials"),
            ["token_endpoint_auth_methods_supported"] = List("private_key_jwt"),
            ["token_endpoint_auth_signing_alg_values_supported"] = List([.. AccessTokens.Algorithms]),
            ["scopes_supported"] = List(Scopes),
            ["response_types_supported"] = List(),
            ["code_challenge_methods_supported"] = List("S256"),
            ["capabilities"] = List("client-confidential-asymmetric", "permission-v2", "permission-v1"),
        };
        if (!addresses.Issues)
            return document;
        document["jwks_uri"] = addresses.Keys;
        document["introspection_endpoint"] = addresses.Introspection;
        document["introspection_endpoint_auth_methods_supported"] = List("private_key_jwt");
        document["introspection_endpoint_auth_signing_alg_values_supported"] = List([.. AccessTokens.Algorithms]);
        return document;
    }

    private static JsonArray List(params string[] values) => [.. values.Select(static value => (JsonNode)value)];
}
