using System.Net;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Http.Transport;

/// <summary>Calls from pages of other origins: only those that are configured.</summary>
public sealed class CorsTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Friend = "https://app.example.org";

    protected override (string Name, string Value)[] Settings =>
        [("Http:CorsOrigins", $"{Friend}; http://127.0.0.1:3000")];

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Preflight_OfAConfiguredOrigin_IsAllowed(string method)
    {
        using var nobody = (await ServerAsync("Sqlite")).Anonymous();
        var reply = (await PreflightAsync(nobody, Friend, method)).Expect(HttpStatusCode.NoContent);
        Assert.Equal(Friend, reply.Header("Access-Control-Allow-Origin"));
        Assert.Contains(method, reply.Header("Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Contains(
            "Authorization",
            reply.Header("Access-Control-Allow-Headers"),
            StringComparison.OrdinalIgnoreCase
        );
        Assert.Null(reply.Header("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("https://evil.example.org")]
    [InlineData("https://app.example.org.evil.example")]
    [InlineData("http://app.example.org")]
    [InlineData("null")]
    public async Task Origin_OfAnother_GetsNoPermission(string origin)
    {
        var server = await ServerAsync("Sqlite");
        using var nobody = server.Anonymous();
        Assert.Null((await PreflightAsync(nobody, origin, "PUT")).Header("Access-Control-Allow-Origin"));
        using var plan = server.As("plan-admin");
        Assert.Null(
            (await plan.AskAsync("Patient?_count=1", ("Origin", origin))).Header("Access-Control-Allow-Origin")
        );
    }

    [Fact]
    public async Task Answers_ToAConfiguredOrigin_ShowTheirHeaders()
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        foreach (
            var (address, status) in new[]
            {
                ("Patient?_count=1", HttpStatusCode.OK),
                ("Patient/none", HttpStatusCode.NotFound),
            }
        )
        {
            var reply = (await plan.AskAsync(address, ("Origin", Friend))).Expect(status);
            Assert.Equal(Friend, reply.Header("Access-Control-Allow-Origin"));
            Assert.Contains("ETag", reply.Header("Access-Control-Expose-Headers"), StringComparison.Ordinal);
            Assert.Contains("Origin", reply.Header("Vary"), StringComparison.Ordinal);
        }

        Assert.True(
            (await plan.AskAsync("metadata"))
                .Json.GetProperty("rest")[0]
                .GetProperty("security")
                .GetProperty("cors")
                .GetBoolean()
        );
    }

    internal static Task<Reply> PreflightAsync(HttpClient http, string origin, string method) =>
        http.CallAsync(
            HttpMethod.Options,
            "Patient/01900000-0000-7000-8000-000000000000",
            null,
            ("Origin", origin),
            ("Access-Control-Request-Method", method),
            ("Access-Control-Request-Headers", "authorization,content-type,if-match")
        );
}
