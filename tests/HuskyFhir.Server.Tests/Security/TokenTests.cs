using System.Net;
using HuskyFhir.Server.Tests.Running;
using Microsoft.IdentityModel.Tokens;

namespace HuskyFhir.Server.Tests.Security;

/// <summary>
/// Who is let in: no anonymous data, and no token but a good one (attacks 12 to 14 of the security reference).
/// </summary>
public sealed class TokenTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Id = "01900000-0000-7000-8000-000000000000";

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task AnyRouteWithData_WithoutToken_Is401(string database)
    {
        using var nobody = (await ServerAsync(database)).Anonymous();
        foreach (
            var (method, address) in new[]
            {
                ("GET", "Patient"),
                ("HEAD", "Patient"),
                ("POST", "Patient"),
                ("POST", "Patient/_search"),
                ("GET", $"Patient/{Id}"),
                ("PUT", $"Patient/{Id}"),
                ("DELETE", $"Location/{Id}"),
                ("GET", $"Patient/{Id}/_history"),
                ("GET", $"Patient/{Id}/_history/1"),
                ("GET", "Organization"),
                ("GET", "Practitioner"),
            }
        )
        {
            var refused = (await nobody.RawAsync(new(method), address, null, null)).Expect(HttpStatusCode.Unauthorized);
            Assert.Equal("Bearer", refused.Header("WWW-Authenticate"));
            Assert.Equal("no-store", refused.Header("Cache-Control"));
            if (method != "HEAD")
                refused.Refused(HttpStatusCode.Unauthorized, "token");
        }

        (await nobody.AskAsync("metadata")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ForgedToken_Is401(string database)
    {
        var server = await ServerAsync(database);
        var forger = new Forger(server);
        var other = Forger.OtherKey(forger.Key.Kid);
        var embedded = new Dictionary<string, object>
        {
            ["jwk"] = new Dictionary<string, object>
            {
                ["kty"] = "RSA",
                ["n"] = other.N,
                ["e"] = other.E,
            },
            ["jku"] = "http://127.0.0.1:1/keys",
            ["x5u"] = "http://127.0.0.1:1/key",
        };
        var good = forger.Token();
        var forged = new Dictionary<string, string>
        {
            ["alg none"] = forger.Unsigned(),
            ["alg None"] = forger.Unsigned("None"),
            ["no signature"] = good[..(good.LastIndexOf('.') + 1)],
            ["HS256 with the public key"] = forger.SignedWithThePublicKey(),
            ["other key, same kid"] = forger.Token(with: new(other, SecurityAlgorithms.RsaSha384)),
            ["embedded key"] = forger.Token(with: new(other, SecurityAlgorithms.RsaSha384), header: embedded),
            ["kid is a path"] = forger.Token(
                with: new(Forger.OtherKey("../../../dev/null"), SecurityAlgorithms.RsaSha384)
            ),
            ["kid is SQL"] = forger.Token(with: new(Forger.OtherKey("' OR 1=1 --"), SecurityAlgorithms.RsaSha384)),
            ["other audience"] = forger.Token(audience: "other"),
            ["other issuer"] = forger.Token(issuer: "urn:other"),
            ["expired"] = forger.Token(from: TimeSpan.FromHours(-2), to: TimeSpan.FromHours(-1)),
            ["not yet"] = forger.Token(from: TimeSpan.FromHours(1), to: TimeSpan.FromHours(2)),
            ["altered payload"] = Altered(good),
            ["RS512"] = forger.Token(with: new(forger.Key, SecurityAlgorithms.RsaSha512)),
            ["garbage"] = "abc",
            ["empty parts"] = "..",
            ["five parts"] = "a.b.c.d.e",
            ["huge"] = new string('a', 7000),
        };
        foreach (var (name, token) in forged)
        {
            using var http = server.Anonymous().With(token);
            var refused = await http.AskAsync("Patient?_count=1");
            Assert.True(refused.Status == HttpStatusCode.Unauthorized, $"{name}: {(int)refused.Status} {refused.Text}");
            Assert.Equal("Bearer error=\"invalid_token\"", refused.Header("WWW-Authenticate"));
        }

        using var plan = server.Anonymous().With(good);
        (await plan.AskAsync("Patient?_count=1")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task TokenOfAnUnknownClient_Is403AndAudited(string database)
    {
        var server = await ServerAsync(database);
        var forger = new Forger(server);
        foreach (
            var token in new[] { forger.Token("stranger"), forger.Token(named: false), forger.Token("PLAN-ADMIN") }
        )
        {
            using var http = server.Anonymous().With(token);
            var request = Guid.NewGuid().ToString("N");
            (await http.AskAsync("Patient?_count=1", ("X-Request-Id", request))).Refused(
                HttpStatusCode.Forbidden,
                "unknown-client"
            );
            Assert.Equal(
                ["unregistered forbidden"],
                await server.QueryAsync(
                    $"SELECT client, outcome FROM {server.Audit} a WHERE request = $1",
                    static row => $"{row.Text(0)} {row.Text(1)}",
                    request
                )
            );
        }
    }

    [Theory]
    [InlineData("system/Patient.rs", "Patient", "rs")]
    [InlineData("system/Patient.r", "Patient", "r")]
    [InlineData("system/Patient.s", "Patient", "s")]
    [InlineData("system/*.cud", "Patient", "cud")]
    [InlineData("system/Patient.read", "Patient", "rs")]
    [InlineData("system/Patient.write", "Patient", "cud")]
    [InlineData("system/*.*", "Patient", "cruds")]
    [InlineData("system/Patient.c system/Patient.u", "Patient", "cu")]
    [InlineData("system/Coverage.cruds", "Patient", "")]
    [InlineData("patient/*.cruds user/*.cruds launch openid", "Patient", "")]
    [InlineData("system/Patient.sr", "Patient", "")]
    [InlineData("system/Patient.", "Patient", "")]
    [InlineData("system/patient.rs", "Patient", "")]
    [InlineData("system/*", "Patient", "")]
    [InlineData("", "Patient", "")]
    public async Task Scope_GivesWhatItsLettersSay_AndNoMore(string scope, string type, string letters)
    {
        foreach (var database in new[] { "Sqlite", "Postgres" })
        {
            using var plan = (await ServerAsync(database)).As("plan-admin", scope);
            foreach (
                var (letter, method, address) in new[]
                {
                    ('c', "POST", type),
                    ('r', "GET", $"{type}/{Id}"),
                    ('r', "GET", $"{type}/{Id}/_history"),
                    ('r', "GET", $"{type}/{Id}/_history/1"),
                    ('u', "PUT", $"{type}/{Id}"),
                    ('d', "DELETE", $"{type}/{Id}"),
                    ('s', "GET", $"{type}?_count=1"),
                    ('s', "POST", $"{type}/_search"),
                }
            )
            {
                var reply = await plan.RawAsync(new(method), address, null, null);
                Assert.True(
                    letters.Contains(letter, StringComparison.Ordinal) == (reply.Status != HttpStatusCode.Forbidden),
                    $"{letter} {method} {address}: {reply.Text}"
                );
                if (reply.Status == HttpStatusCode.Forbidden)
                    Assert.Contains(
                        $"system/{type}.{letter}",
                        reply.Refused(HttpStatusCode.Forbidden, "scope").Diagnostics,
                        StringComparison.Ordinal
                    );
            }
        }
    }

    private static string Altered(string token)
    {
        var parts = token.Split('.');
        var payload = Base64UrlEncoder.Decode(parts[1]).Replace("plan-admin", "plan-adm1n", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(payload)}.{parts[2]}";
    }
}
