using System.Net;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Http;

/// <summary>Methods that an address offers, and the request's id.</summary>
public sealed class MethodTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Id = "01900000-0000-7000-8000-000000000000";

    public static TheoryData<string, string> Offers =>
        new()
        {
            { "metadata", "GET, HEAD, OPTIONS" },
            { "", "GET, HEAD, POST, OPTIONS" },
            { "Patient", "GET, HEAD, POST, PUT, PATCH, OPTIONS" },
            { "Patient/_search", "POST, OPTIONS" },
            { $"Patient/{Id}", "GET, HEAD, PUT, PATCH, OPTIONS" },
            { $"Location/{Id}", "GET, HEAD, PUT, PATCH, DELETE, OPTIONS" },
            { "_history", "GET, HEAD, OPTIONS" },
            { "Patient/_history", "GET, HEAD, OPTIONS" },
            { $"Patient/{Id}/_history", "GET, HEAD, OPTIONS" },
            { $"Patient/{Id}/_history/1", "GET, HEAD, OPTIONS" },
        };

    [Theory]
    [MemberData(nameof(Offers))]
    public async Task Options_OfAnAddress_TellsItsMethods(string address, string methods)
    {
        using var nobody = (await ServerAsync("Sqlite")).Anonymous();
        var offered = (await nobody.CallAsync(HttpMethod.Options, address, null)).Expect(HttpStatusCode.NoContent);
        Assert.Equal(methods, offered.Header("Allow"));
    }

    [Theory]
    [MemberData(nameof(Offers))]
    public async Task Method_ThatIsNotOffered_Is405WithAllow(string address, string methods)
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        foreach (var method in new[] { "PATCH", "TRACE", "PROPFIND", "PUT", "POST", "DELETE", "GET" })
        {
            if (
                methods.Split(", ").Contains(method)
                || (method == "DELETE" && address is "Patient" or $"Patient/{Id}")
                || (method == "GET" && address == "Patient/_search")
            )
                continue;
            var refused = (await plan.CallAsync(new(method), address, null)).Refused(
                HttpStatusCode.MethodNotAllowed,
                "method"
            );
            Assert.Equal(methods, refused.Header("Allow"));
        }
    }

    [Fact]
    public async Task Options_OfNoAddress_Is404()
    {
        using var nobody = (await ServerAsync("Sqlite")).Anonymous();
        (await nobody.CallAsync(HttpMethod.Options, "Immunization", null)).Refused(HttpStatusCode.NotFound, "address");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task RequestId_OfTheCaller_IsEchoedWhenHarmless(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        Assert.Equal(
            "trace-1.a_B",
            (await plan.AskAsync("metadata", ("X-Request-Id", "trace-1.a_B"))).Header("X-Request-Id")
        );
        foreach (var harmful in new[] { "a b", "<script>", new string('a', 65), "a;b", "\u001b[31m" })
        {
            var given = (await plan.AskAsync("Patient?_count=0", ("X-Request-Id", harmful))).Header("X-Request-Id");
            Assert.False(string.IsNullOrEmpty(given));
            Assert.NotEqual(harmful, given);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task HostHeader_OfAnother_DoesNotReachLinks(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var page = await plan.AskAsync(
            "Patient?_count=1",
            ("Host", "evil.example"),
            ("X-Forwarded-Host", "evil.example"),
            ("X-Forwarded-Proto", "https"),
            ("Forwarded", "host=evil.example")
        );
        Assert.DoesNotContain("evil.example", page.Text, StringComparison.Ordinal);
        Assert.StartsWith(server.Url + "/Patient?", page.Link("next"), StringComparison.Ordinal);
    }
}
