using System.Net;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Http.Transport;

/// <summary>
/// What a request says of its own way here is believed from our proxies alone, and never changes a link (attack 24).
/// </summary>
public sealed class TrustedProxyTests(PostgresServer postgres)
{
    private static readonly (string, string) FewCalls = ("Http:AnonymousRequestsPerMinute", "4");

    [Theory]
    [InlineData("")]
    [InlineData(" ; ")]
    [InlineData("10.0.0.4")]
    public async Task ForwardedFor_OfAStranger_CountsForNothing(string proxies)
    {
        await using var server = await HuskyServer.StartAsync(
            "Sqlite",
            postgres,
            false,
            FewCalls,
            ("Http:TrustedProxies", proxies)
        );
        using var nobody = server.Anonymous();
        Assert.Contains(HttpStatusCode.TooManyRequests, await CallsAsync(nobody, static at => $"203.0.113.{at}"));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.4; 127.0.0.0/8")]
    public async Task ForwardedFor_OfOurProxy_NamesTheCaller_ByItsLastStrangeAddress(string proxies)
    {
        await using var server = await HuskyServer.StartAsync(
            "Sqlite",
            postgres,
            false,
            FewCalls,
            ("Http:TrustedProxies", proxies)
        );
        using var nobody = server.Anonymous();
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, await CallsAsync(nobody, static at => $"203.0.113.{at}"));
        Assert.Contains(
            HttpStatusCode.TooManyRequests,
            await CallsAsync(nobody, static at => $"203.0.113.{100 + at}, 198.51.100.7")
        );
        Assert.Contains(
            HttpStatusCode.TooManyRequests,
            await CallsAsync(nobody, static at => $"203.0.113.{100 + at}, nonsense")
        );
    }

    [Fact]
    public async Task ForwardedHostAndProto_EvenOfOurProxy_ChangeNoLink()
    {
        await using var server = await HuskyServer.StartAsync(
            "Sqlite",
            postgres,
            true,
            ("Http:TrustedProxies", "127.0.0.1"),
            ("Validation:RequireOwnProfiles", "false")
        );
        using var plan = server.As("plan-admin");
        (string, string)[] spoofed =
        [
            ("Host", "attacker.example"),
            ("X-Forwarded-Host", "attacker.example"),
            ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-Prefix", "/attacker"),
            ("Forwarded", "host=attacker.example;proto=https"),
            ("X-Original-URL", "/attacker"),
            ("X-Forwarded-For", "203.0.113.9"),
        ];
        var made = (await plan.PostAsync(Made.Location(Made.Word()), spoofed)).Expect(HttpStatusCode.Created);
        Assert.StartsWith(server.Url, made.Header("Location"), StringComparison.Ordinal);
        foreach (
            var address in new[]
            {
                "Patient?_count=1",
                $"Location/{made.Id}/_history",
                "metadata",
                "openapi.json",
                "Patient?_count=1&_format=html",
                ".well-known/smart-configuration",
            }
        )
            Assert.DoesNotContain(
                "attacker",
                (await plan.AskAsync(address, spoofed)).Expect(HttpStatusCode.OK).Text,
                StringComparison.Ordinal
            );
        var page = (await plan.AskAsync("Patient?_count=1", spoofed)).Expect(HttpStatusCode.OK);
        foreach (var relation in new[] { "self", "next" })
            Assert.StartsWith(server.Url + "/Patient?", page.Link(relation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("proxy.example")]
    [InlineData("10.0.0.4,10.0.0.5")]
    [InlineData("0.0.0.0/0")]
    [InlineData("10.0.0.0/33")]
    public async Task Proxies_ThatAreNone_EndTheStart(string proxies) =>
        Assert.Contains(
            "Http:TrustedProxies",
            (
                await Assert.ThrowsAsync<SettingsException>(() =>
                    HuskyServer.StartAsync("Sqlite", postgres, false, ("Http:TrustedProxies", proxies))
                )
            ).Message,
            StringComparison.Ordinal
        );

    /// <summary>
    /// A dozen calls, each with the header that is made for it; the test's clock gives nothing back meanwhile.
    /// </summary>
    private static async Task<List<HttpStatusCode>> CallsAsync(HttpClient nobody, Func<int, string> forwarded)
    {
        var seen = new List<HttpStatusCode>();
        for (var at = 0; at < 12; at++)
            seen.Add((await nobody.AskAsync("metadata", ("X-Forwarded-For", forwarded(at)))).Status);
        return seen;
    }
}
