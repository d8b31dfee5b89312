using System.Net;
using System.Text;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Tokens;

/// <summary>
/// What a stranger can send to the token service, without a key of any client: refused as RFC 6749 section 5.2 says,
/// and never a 5xx.
/// </summary>
public sealed class BadTokenRequestTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Form = "application/x-www-form-urlencoded";

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Form_ThatCannotBeRead_Is4xx(string database)
    {
        var server = await ServerAsync(database);
        using var http = server.Anonymous();
        (string Body, string Type, (string, string)[] Headers)[] bad =
        [
            (string.Join('&', Enumerable.Range(0, 2000).Select(static at => $"k{at}=v")), Form, []),
            (new string('k', 10_000) + "=v", Form, []),
            ("k=" + new string('v', 60_000), Form, []),
            ("grant_type=%00&client_assertion=%00&%00=%00", Form, []),
            ("grant_type=client_credentials&client_id=%00", Form, []),
            ("grant_type=client_credentials&grant_type=client_credentials", Form, []),
            ("grant_type=%FF%FE&scope=%ud800", Form, []),
            ("grant_type=client_credentials", Form + "; charset=utf-7", []),
            ("grant_type=client_credentials", Form + "; charset=nonsense", []),
            ("grant_type=client_credentials", Form + "; charset=utf-16", []),
            ("this is no gzip", Form, [("Content-Encoding", "gzip")]),
            ("this is no brotli", Form, [("Content-Encoding", "br")]),
            ("x", Form, [("Content-Encoding", "compress")]),
            ("", Form, []),
            ("{}", "application/json", []),
            ("--x\r\n\r\n", "multipart/form-data; boundary=x", []),
            ("a", "multipart/form-data", []),
            ("grant_type=client_credentials", "x", []),
        ];
        foreach (var address in new[] { "oauth/token", "oauth/introspect" })
        foreach (var (body, type, headers) in bad)
        {
            var reply = await http.RawAsync(HttpMethod.Post, address, Encoding.UTF8.GetBytes(body), type, headers);
            Assert.True(
                (int)reply.Status is >= 400 and < 500,
                $"{address} {type} {body[..Math.Min(40, body.Length)]} → {(int)reply.Status}: {reply.Text}"
            );
            Assert.NotEqual(System.Text.Json.JsonValueKind.Undefined, reply.Json.ValueKind);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Assertion_WithClaimsOfOtherKinds_Is401(string database)
    {
        var server = await ServerAsync(database);
        var client = await SmartClient.RegisterAsync(server);
        string[] payloads =
        [
            $$"""{"iss":"{{client.Id}}","sub":"{{client.Id}}","aud":"{{client.TokenUrl}}","jti":"a","exp":253402300800}""",
            $$"""{"iss":"{{client.Id}}","sub":"{{client.Id}}","aud":"{{client.TokenUrl}}","jti":"a","exp":999999999999999}""",
            $$"""{"iss":"{{client.Id}}","sub":"{{client.Id}}","aud":"{{client.TokenUrl}}","jti":"a","exp":1e300}""",
            $$"""{"iss":"{{client.Id}}","sub":"{{client.Id}}","aud":"{{client.TokenUrl}}","jti":"a","exp":-1}""",
            $$"""{"iss":"{{client.Id}}","sub":"{{client.Id}}","aud":"{{client.TokenUrl}}","jti":"a","exp":"soon","nbf":{},"iat":[]}""",
            $$"""{"iss":null,"sub":null,"aud":"{{client.TokenUrl}}","jti":"a","exp":1795446000}""",
            $$"""{"iss":7,"sub":7,"aud":7,"jti":7,"exp":1795446000}""",
            $$"""{"iss":{},"sub":[],"aud":[null],"jti":null,"exp":1795446000}""",
            $$"""{"iss":"\u0000","sub":"\u0000","aud":"{{client.TokenUrl}}","jti":"\u0000","exp":1795446000}""",
            "{}",
            "[]",
            "null",
            "7",
            "\"\"",
            "{\"iss\":",
            "{\"iss\":\"a\",\"iss\":\"b\"}",
        ];
        string[] headers =
        [
            """{"alg":"RS384","kid":"k"}""",
            """{"alg":null,"kid":null}""",
            """{"alg":7,"kid":{},"jku":[],"crit":true}""",
            "[]",
            "null",
            """{"alg":"RS384","kid":"\u0000","jku":"\u0000"}""",
        ];
        foreach (var header in headers)
        foreach (var payload in payloads)
        {
            var assertion = $"{Encode(header)}.{Encode(payload)}.{Encode("signature")}";
            var reply = await client.AskAsync(assertion: assertion);
            Assert.True((int)reply.Status is 400 or 401, $"{header} {payload} → {(int)reply.Status}: {reply.Text}");
            using var bearer = server.Anonymous();
            Assert.Equal(
                HttpStatusCode.Unauthorized,
                (await bearer.AskAsync("Patient?_count=1", ("Authorization", "Bearer " + assertion))).Status
            );
        }
    }

    private static string Encode(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
