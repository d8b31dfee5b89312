using System.Net;
using HuskyFhir.Core.Access;
using HuskyFhir.Server.Tests.Running;
using Microsoft.IdentityModel.JsonWebTokens;

namespace HuskyFhir.Server.Tests.Security.Tokens;

/// <summary>
/// The token endpoint as SMART backend services has it: what a registered client gets, and what it can do with it.
/// </summary>
public sealed class TokenEndpointTests(PostgresServer postgres) : OnBoth(postgres)
{
    public static TheoryData<string, string> DatabasesAndAlgorithms =>
        new()
        {
            { "Sqlite", "RS384" },
            { "Sqlite", "ES384" },
            { "Postgres", "RS384" },
            { "Postgres", "ES384" },
        };

    [Theory]
    [MemberData(nameof(DatabasesAndAlgorithms))]
    public async Task Client_WithARegisteredKey_GetsATokenThatWorks(string database, string algorithm)
    {
        var server = await ServerAsync(database);
        var client = await SmartClient.RegisterAsync(
            server,
            scopes: "system/Patient.rs system/Coverage.rs",
            algorithm: algorithm
        );
        var reply = (await client.AskAsync("system/*.cruds")).Expect(HttpStatusCode.OK);
        Assert.Equal("application/json;charset=UTF-8", reply.ContentType?.Replace(" ", "", StringComparison.Ordinal));
        Assert.Contains("no-store", reply.Header("Cache-Control"), StringComparison.Ordinal);
        var answer = reply.Json;
        Assert.Equal("bearer", answer.GetProperty("token_type").GetString(), ignoreCase: true);
        Assert.InRange(answer.GetProperty("expires_in").GetInt32(), 200, 300);
        Assert.Equal("system/Patient.rs system/Coverage.rs", answer.GetProperty("scope").GetString());
        var token = new JsonWebToken(answer.GetProperty("access_token").GetString());
        Assert.Equal(
            ("RS384", "at+jwt", server.Url, client.Id, client.Id),
            (token.Alg, token.Typ, token.Issuer, token.Subject, token.GetClaim("client_id").Value)
        );
        Assert.NotEmpty(token.Id);
        using var http = server.Anonymous().With(token.EncodedToken);
        (await http.AskAsync("Patient?_count=1")).Expect(HttpStatusCode.OK);
        (await http.AskAsync("Organization?_count=1")).Refused(HttpStatusCode.Forbidden, "scope");
        (await http.PostAsync(Made.Patient(Made.Word()))).Refused(HttpStatusCode.Forbidden, "scope");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Provider_SeesTheMembersOfItsOrganisationAlone(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        var client = await SmartClient.RegisterAsync(server, CallerKind.Provider, "system/*.rs", npi: "1999900016");
        using var http = server.Anonymous().With(await client.TokenAsync());
        (await http.AskAsync($"Patient/{world.Ours}")).Expect(HttpStatusCode.OK);
        (await http.AskAsync($"Patient/{world.Theirs}")).Refused(HttpStatusCode.NotFound, "unknown-id");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Request_WrongInOneThing_IsRefusedAsTheSpecsSay(string database)
    {
        var server = await ServerAsync(database);
        var client = await SmartClient.RegisterAsync(server, scopes: "system/Patient.rs");
        (string Field, string? Value, HttpStatusCode Status, string Error)[] wrong =
        [
            ("grant_type", null, HttpStatusCode.BadRequest, "invalid_request"),
            ("grant_type", "password", HttpStatusCode.BadRequest, "unsupported_grant_type"),
            ("grant_type", "authorization_code", HttpStatusCode.BadRequest, "unsupported_grant_type"),
            ("scope", null, HttpStatusCode.BadRequest, "invalid_scope"),
            ("scope", "system/Coverage.rs", HttpStatusCode.BadRequest, "invalid_scope"),
            ("scope", "patient/*.rs openid", HttpStatusCode.BadRequest, "invalid_scope"),
            ("client_assertion", null, HttpStatusCode.Unauthorized, "invalid_client"),
            ("client_assertion", "a.b.c", HttpStatusCode.Unauthorized, "invalid_client"),
            ("client_assertion_type", null, HttpStatusCode.BadRequest, "invalid_request"),
            (
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:saml2-bearer",
                HttpStatusCode.Unauthorized,
                "invalid_client"
            ),
            ("client_id", "someone-else", HttpStatusCode.Unauthorized, "invalid_client"),
        ];
        foreach (var (field, value, status, error) in wrong)
        {
            var fields = new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["scope"] = "system/Patient.rs",
                ["client_assertion_type"] = SmartClient.AssertionType,
                ["client_assertion"] = client.Assertion(),
            };
            if (value is null)
                fields.Remove(field);
            else
                fields[field] = value;
            var reply = await client.AskAsync([.. fields.Select(static pair => (pair.Key, pair.Value))]);
            Assert.True(
                reply.Status == status && reply.Json.GetProperty("error").GetString() == error,
                $"{field}={value}: {(int)reply.Status} {reply.Text}"
            );
            Assert.False(reply.Json.TryGetProperty("error_uri", out _));
            Assert.Contains("no-store", reply.Header("Cache-Control"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Purpose_IsInTheToken_WhereTheClientIsRegisteredForIt(string database)
    {
        var server = await ServerAsync(database);
        var client = await SmartClient.RegisterAsync(server, purposes: "TREAT BTG");
        var token = await client.TokenAsync(
            assertion: client.Assertion(more: SmartClient.Purpose("urn:oid:2.16.840.1.113883.5.8#BTG"))
        );
        Assert.Equal("BTG", new JsonWebToken(token).GetClaim("purpose_of_use").Value);
        foreach (
            var purposes in (string[][])
                [
                    ["HPAYMT"],
                    ["TREAT", "BTG"],
                    ["nonsense"],
                    ["btg"],
                ]
        )
        {
            var refused = await client.AskAsync(assertion: client.Assertion(more: SmartClient.Purpose(purposes)));
            Assert.Equal(
                "invalid_grant",
                refused.Expect(HttpStatusCode.BadRequest).Json.GetProperty("error").GetString()
            );
        }

        Assert.False(new JsonWebToken(await client.TokenAsync()).TryGetClaim("purpose_of_use", out _));
    }
}
