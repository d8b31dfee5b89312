using System.Net;
using System.Text.Json;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Tokens;

/// <summary>
/// How a client finds the token endpoint: SMART's discovery document, the key set and the CapabilityStatement.
/// </summary>
public sealed class DiscoveryTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task SmartConfiguration_WhateverIsAccepted_IsJsonWithAbsoluteAddresses(string database)
    {
        var server = await ServerAsync(database);
        using var http = server.Anonymous();
        foreach (var accept in (string[])["application/json", "application/fhir+xml", "text/html", "image/png"])
        {
            var reply = (
                await http.AskAsync(
                    ".well-known/smart-configuration",
                    ("Accept", accept),
                    ("Host", "attacker.example.org"),
                    ("X-Forwarded-Host", "attacker.example.org")
                )
            ).Expect(HttpStatusCode.OK);
            Assert.Equal("application/json", reply.ContentType);
            Assert.DoesNotContain("attacker", reply.Text, StringComparison.Ordinal);
            var document = reply.Json;
            Assert.Equal($"{server.Url}/oauth/token", document.GetProperty("token_endpoint").GetString());
            Assert.Equal($"{server.Url}/oauth/introspect", document.GetProperty("introspection_endpoint").GetString());
            Assert.Equal(["client_credentials"], List(document, "grant_types_supported"));
            Assert.Equal(["private_key_jwt"], List(document, "token_endpoint_auth_methods_supported"));
            Assert.Equal(["RS384", "ES384"], List(document, "token_endpoint_auth_signing_alg_values_supported"));
            Assert.Equal(["S256"], List(document, "code_challenge_methods_supported"));
            Assert.Equal(
                ["client-confidential-asymmetric", "permission-v2", "permission-v1"],
                List(document, "capabilities")
            );
            Assert.Contains("system/*.rs", List(document, "scopes_supported"));
        }

        (await http.RawAsync(HttpMethod.Post, ".well-known/smart-configuration", null, null)).Refused(
            HttpStatusCode.MethodNotAllowed,
            "method"
        );
        Assert.Equal(
            "POST, OPTIONS",
            (await http.AskAsync("oauth/token")).Refused(HttpStatusCode.MethodNotAllowed, "method").Header("Allow")
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task KeySet_HasNoPrivatePart(string database)
    {
        var server = await ServerAsync(database);
        using var http = server.Anonymous();
        var keys = (await http.AskAsync(".well-known/jwks.json")).Expect(HttpStatusCode.OK).Json.GetProperty("keys");
        Assert.NotEqual(0, keys.GetArrayLength());
        Assert.All(
            keys.EnumerateArray(),
            static key =>
                Assert.Equal(
                    ["alg", "e", "kid", "kty", "n", "use"],
                    key.EnumerateObject().Select(static member => member.Name).Order(StringComparer.Ordinal)
                )
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task CapabilityStatement_NamesTheTokenEndpoint(string database)
    {
        var server = await ServerAsync(database);
        using var http = server.Anonymous();
        var security = (await http.AskAsync("metadata")).Json.GetProperty("rest")[0].GetProperty("security");
        Assert.Equal(
            "SMART-on-FHIR",
            security.GetProperty("service")[0].GetProperty("coding")[0].GetProperty("code").GetString()
        );
        var uris = security.GetProperty("extension")[0];
        Assert.Equal(
            "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris",
            uris.GetProperty("url").GetString()
        );
        Assert.Equal(
            $"{server.Url}/oauth/token",
            uris.GetProperty("extension")
                .EnumerateArray()
                .Single(static each => each.GetProperty("url").GetString() == "token")
                .GetProperty("valueUri")
                .GetString()
        );
    }

    private static string[] List(JsonElement document, string name) =>
        [.. document.GetProperty(name).EnumerateArray().Select(static each => each.GetString()!)];
}
