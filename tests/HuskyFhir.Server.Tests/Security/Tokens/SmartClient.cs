using System.Security.Cryptography;
using System.Text.Json;
using HuskyFhir.Core.Access;
using HuskyFhir.Plan.Clients;
using HuskyFhir.Server.Security.Clients;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HuskyFhir.Server.Tests.Security.Tokens;

/// <summary>A client of SMART backend services with a key of its own, that can also do everything wrong.</summary>
internal sealed class SmartClient(HuskyServer server, string id, JsonWebKey key, string algorithm)
{
    public const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    public string Id => id;

    public JsonWebKey Key => key;

    public string TokenUrl => $"{server.Url}/oauth/token";

    /// <summary>Registers a new client, of which the store is told as the command tells it.</summary>
    public static async Task<SmartClient> RegisterAsync(
        HuskyServer server,
        CallerKind kind = CallerKind.Plan,
        string scopes = "system/*.cruds",
        string purposes = "",
        string algorithm = SecurityAlgorithms.RsaSha384,
        string? npi = null,
        Uri? keysUrl = null
    )
    {
        var id = $"client-{Guid.NewGuid():N}";
        var key = NewKey(algorithm);
        ClientKey[] keys = keysUrl is null ? [Stored(server, key)] : [];
        Assert.True(
            await Store(server)
                .AddAsync(
                    new(id, kind)
                    {
                        Scopes = scopes.Split(' '),
                        Purposes = purposes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                        Npi = npi,
                        KeysUrl = keysUrl,
                        Keys = keys,
                    },
                    default
                )
        );
        return new(server, id, key, algorithm);
    }

    public static ClientStore Store(HuskyServer server) => server.Services.GetRequiredService<ClientStore>();

    public static ClientKey Stored(HuskyServer server, JsonWebKey key) =>
        new(key.Kid, KeySet.Write(key), server.Clock.GetUtcNow());

    public static JsonWebKey NewKey(string algorithm, string? kid = null)
    {
        var name = kid ?? Guid.NewGuid().ToString("N");
        if (algorithm.StartsWith("ES", StringComparison.Ordinal))
        {
            using var ec = ECDsa.Create(
                algorithm == SecurityAlgorithms.EcdsaSha256
                    ? ECCurve.NamedCurves.nistP256
                    : ECCurve.NamedCurves.nistP384
            );
            return JsonWebKeyConverter.ConvertFromECDsaSecurityKey(
                new ECDsaSecurityKey(ECDsa.Create(ec.ExportParameters(true))) { KeyId = name }
            );
        }

        using var rsa = RSA.Create(2048);
        return JsonWebKeyConverter.ConvertFromRSASecurityKey(
            new RsaSecurityKey(rsa.ExportParameters(true)) { KeyId = name }
        );
    }

    /// <summary>The same client with another key or algorithm.</summary>
    public SmartClient With(JsonWebKey? other = null, string? alg = null) =>
        new(server, id, other ?? key, alg ?? algorithm);

    /// <summary>A good assertion, or one that is wrong in what is given.</summary>
    public string Assertion(
        string? jti = null,
        string? audience = null,
        string? issuer = null,
        string? subject = null,
        TimeSpan? expires = null,
        IDictionary<string, object>? header = null,
        IDictionary<string, object>? more = null
    )
    {
        var now = server.Clock.GetUtcNow();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = issuer ?? id,
            ["sub"] = subject ?? id,
            ["aud"] = audience ?? TokenUrl,
            ["exp"] = (now + (expires ?? TimeSpan.FromMinutes(4))).ToUnixTimeSeconds(),
            ["jti"] = jti ?? Guid.NewGuid().ToString("N"),
        };
        foreach (var (name, value) in more ?? new Dictionary<string, object>())
            if (value is null)
                claims.Remove(name);
            else
                claims[name] = value;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            JsonSerializer.Serialize(claims),
            new SigningCredentials(key, algorithm),
            header ?? new Dictionary<string, object>()
        );
    }

    public Task<Reply> AskAsync(string? scope = "system/*.rs", string? assertion = null) =>
        AskAsync([
            ("grant_type", "client_credentials"),
            .. scope is null ? [] : new[] { ("scope", scope) },
            ("client_assertion_type", AssertionType),
            ("client_assertion", assertion ?? Assertion()),
        ]);

    public async Task<Reply> AskAsync(params (string Name, string Value)[] fields)
    {
        using var http = server.Anonymous();
        return await http.FormAsync("oauth/token", fields);
    }

    /// <summary>An access token.</summary>
    public async Task<string> TokenAsync(string scope = "system/*.rs", string? assertion = null) =>
        (await AskAsync(scope, assertion))
            .Expect(System.Net.HttpStatusCode.OK)
            .Json.GetProperty("access_token")
            .GetString()!;

    /// <summary>What introspection says of a token.</summary>
    public async Task<Reply> IntrospectAsync(string token)
    {
        using var http = server.Anonymous();
        return await http.FormAsync(
            "oauth/introspect",
            ("token", token),
            ("client_assertion_type", AssertionType),
            ("client_assertion", Assertion())
        );
    }

    /// <summary>Claims with a purpose of use, as UDAP writes it.</summary>
    public static IDictionary<string, object> Purpose(params string[] purposes) =>
        new Dictionary<string, object>
        {
            ["extensions"] = new Dictionary<string, object>
            {
                ["hl7-b2b"] = new Dictionary<string, object> { ["version"] = "1", ["purpose_of_use"] = purposes },
            },
        };
}
