using System.Net;
using System.Security.Cryptography;
using System.Text;
using HuskyFhir.Server.Tests.Running;
using Microsoft.IdentityModel.Tokens;

namespace HuskyFhir.Server.Tests.Security.Tokens;

/// <summary>Client assertions that must not be accepted (attacks 13 to 16 and 21 of the security reference).</summary>
public sealed class AssertionAttackTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Assertion_ThatIsNotTheClients_Is401(string database)
    {
        var server = await ServerAsync(database);
        var client = await SmartClient.RegisterAsync(server);
        var other = await SmartClient.RegisterAsync(server);
        var kid = client.Key.Kid;
        var stranger = SmartClient.NewKey("RS384", kid);
        var weak = SmartClient.NewKey("ES256", kid);
        var open = new Dictionary<string, object>
        {
            ["kty"] = "RSA",
            ["n"] = stranger.N,
            ["e"] = stranger.E,
            ["kid"] = kid,
        };
        var good = client.Assertion();
        var wrong = new Dictionary<string, string>
        {
            ["other key, same kid"] = client.With(stranger).Assertion(),
            ["another client's key"] = client.With(other.Key).Assertion(),
            ["embedded key"] = client
                .With(stranger)
                .Assertion(header: new Dictionary<string, object> { ["jwk"] = open }),
            ["embedded key, right signature"] = client.Assertion(
                header: new Dictionary<string, object> { ["jwk"] = open }
            ),
            ["jku"] = client
                .With(stranger)
                .Assertion(header: new Dictionary<string, object> { ["jku"] = "http://127.0.0.1:1/jwks.json" }),
            ["jku, right signature"] = client.Assertion(
                header: new Dictionary<string, object> { ["jku"] = "https://keys.example.org/jwks.json" }
            ),
            ["x5u"] = client.Assertion(header: new Dictionary<string, object> { ["x5u"] = "http://127.0.0.1:1/cert" }),
            ["x5c"] = client.Assertion(header: new Dictionary<string, object> { ["x5c"] = new[] { "AAAA" } }),
            ["crit"] = client.Assertion(header: new Dictionary<string, object> { ["crit"] = new[] { "exp" } }),
            ["RS256"] = client.With(alg: SecurityAlgorithms.RsaSha256).Assertion(),
            ["RS512"] = client.With(alg: SecurityAlgorithms.RsaSha512).Assertion(),
            ["PS384"] = client.With(alg: SecurityAlgorithms.RsaSsaPssSha384).Assertion(),
            ["ES256"] = client.With(weak, SecurityAlgorithms.EcdsaSha256).Assertion(),
            ["none"] = Unsigned(good, "none"),
            ["NONE"] = Unsigned(good, "NONE"),
            ["HS256 with the public key"] = SignedWith(good, "HS256", kid, HMACSHA256.HashData, Pem(client.Key)),
            ["HS384 with the public key"] = SignedWith(good, "HS384", kid, HMACSHA384.HashData, Pem(client.Key)),
            ["no signature"] = good[..(good.LastIndexOf('.') + 1)],
            ["no kid"] = Headed(good, """{"alg":"RS384"}"""),
            ["kid is a path"] = client.With(SmartClient.NewKey("RS384", "../../../etc/passwd")).Assertion(),
            ["kid is SQL"] = client.With(SmartClient.NewKey("RS384", "' OR '1'='1")).Assertion(),
            ["kid is a URL"] = client.With(SmartClient.NewKey("RS384", "http://127.0.0.1:1/key")).Assertion(),
            ["kid has a newline"] = client.With(SmartClient.NewKey("RS384", $"{kid}\r\nX-Injected: 1")).Assertion(),
            ["iss is not sub"] = client.Assertion(subject: other.Id),
            ["iss of another"] = client.Assertion(issuer: other.Id, subject: other.Id),
            ["iss is nobody"] = client.Assertion(issuer: "nobody", subject: "nobody"),
            ["iss is a newline"] = client.Assertion(issuer: "a\nb", subject: "a\nb"),
            ["iss of the sandbox"] = client.Assertion(issuer: "plan-admin", subject: "plan-admin"),
            ["audience of another"] = client.Assertion(audience: "https://elsewhere.example.org/token"),
            ["audience is the base"] = client.Assertion(audience: server.Url),
            ["audience with a slash more"] = client.Assertion(audience: client.TokenUrl + "/"),
            ["two audiences"] = client.Assertion(
                more: new Dictionary<string, object>
                {
                    ["aud"] = new[] { client.TokenUrl, "https://elsewhere.example.org" },
                }
            ),
            ["expired"] = client.Assertion(expires: TimeSpan.FromMinutes(-1)),
            ["six minutes ahead"] = client.Assertion(expires: TimeSpan.FromMinutes(6)),
            ["a year ahead"] = client.Assertion(expires: TimeSpan.FromDays(365)),
            ["no exp"] = client.Assertion(more: new Dictionary<string, object> { ["exp"] = null! }),
            ["no jti"] = client.Assertion(more: new Dictionary<string, object> { ["jti"] = null! }),
            ["empty jti"] = client.Assertion(jti: ""),
            ["long jti"] = client.Assertion(jti: new string('j', 300)),
            ["not before tomorrow"] = client.Assertion(
                more: new Dictionary<string, object>
                {
                    ["nbf"] = (server.Clock.GetUtcNow() + TimeSpan.FromDays(1)).ToUnixTimeSeconds(),
                }
            ),
            ["altered"] = Altered(good, client.Id, other.Id),
            ["huge"] = client.Assertion(more: new Dictionary<string, object> { ["padding"] = new string('x', 20_000) }),
            ["an access token"] = await client.TokenAsync(),
            ["garbage"] = "garbage",
        };
        foreach (var (name, assertion) in wrong)
        {
            var refused = await client.AskAsync(assertion: assertion);
            Assert.True(
                refused.Status == HttpStatusCode.Unauthorized
                    && refused.Json.GetProperty("error").GetString() == "invalid_client",
                $"{name}: {(int)refused.Status} {refused.Text}"
            );
            Assert.Null(refused.Header("X-Injected"));
            Assert.False(refused.Json.TryGetProperty("access_token", out _));
        }

        (await client.AskAsync(assertion: good)).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Refusal_SaysNotWhetherTheClientIsThere(string database)
    {
        var server = await ServerAsync(database);
        var client = await SmartClient.RegisterAsync(server);
        var shut = await SmartClient.RegisterAsync(server);
        Assert.True(
            await SmartClient.Store(server).EnableAsync(shut.Id, enabled: false, TestContext.Current.CancellationToken)
        );
        var key = SmartClient.NewKey("RS384");
        var answers = new List<string>
        {
            (await client.AskAsync(assertion: client.With(key).Assertion())).Text,
            (
                await client.AskAsync(
                    assertion: client.With(key).Assertion(issuer: "nobody-at-all", subject: "nobody-at-all")
                )
            ).Text,
            (await shut.AskAsync()).Text,
        };
        Assert.Single(answers.Distinct());
    }

    private static string Pem(JsonWebKey key)
    {
        using var rsa = RSA.Create(
            new RSAParameters
            {
                Modulus = Base64UrlEncoder.DecodeBytes(key.N),
                Exponent = Base64UrlEncoder.DecodeBytes(key.E),
            }
        );
        return rsa.ExportSubjectPublicKeyInfoPem();
    }

    private static string Headed(string assertion, string header) =>
        $"{Base64UrlEncoder.Encode(header)}.{assertion.Split('.', 2)[1]}";

    private static string Unsigned(string assertion, string algorithm) =>
        $"{Base64UrlEncoder.Encode($"{{\"alg\":\"{algorithm}\"}}")}.{assertion.Split('.')[1]}.";

    private static string SignedWith(
        string assertion,
        string algorithm,
        string kid,
        Func<byte[], byte[], byte[]> sign,
        string secret
    )
    {
        var text =
            $"{Base64UrlEncoder.Encode($"{{\"alg\":\"{algorithm}\",\"kid\":\"{kid}\"}}")}.{assertion.Split('.')[1]}";
        return $"{text}.{Base64UrlEncoder.Encode(sign(Encoding.ASCII.GetBytes(secret), Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Altered(string assertion, string from, string to)
    {
        var parts = assertion.Split('.');
        return $"{parts[0]}.{Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace(from, to, StringComparison.Ordinal))}.{parts[2]}";
    }
}
