using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Running.Bundles;

namespace HuskyFhir.Server.Tests.BadInput;

/// <summary>
/// Bundles that cannot be worked through: always a 4xx with an OperationOutcome, and nothing is kept.
/// </summary>
public sealed class BadBundleTests(PostgresServer postgres) : OnBoth(postgres)
{
    public static TheoryData<string, int> Broken =>
        new()
        {
            { "{}", 400 },
            { "[]", 400 },
            { "7", 400 },
            { string.Empty, 400 },
            { """{"resourceType":"Patient","active":true}""", 400 },
            { """{"resourceType":7}""", 400 },
            { """{"resourceType":"Bundle"}""", 400 },
            { """{"resourceType":"Bundle","type":"transaction","entry":{}}""", 400 },
            { """{"resourceType":"Bundle","type":"transaction","entry":[7]}""", 400 },
            { """{"resourceType":"Bundle","type":"transaction","entry":[{}]}""", 400 },
            { """{"resourceType":"Bundle","type":"transaction","entry":[null]}""", 400 },
            {
                """{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Location","name":"x"}}]}""",
                400
            },
            {
                """{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"POST","url":"Location"}}]}""",
                400
            },
            {
                """{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"POST","url":"Location"},"resource":null}]}""",
                400
            },
            {
                """{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"POST","url":"Location"},"resource":7}]}""",
                400
            },
            {
                """{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"POST","url":"Location"},"resource":{"resourceType":"Location","name":"x"},"nonsense":1}]}""",
                400
            },
            {
                """{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"SING","url":"Location"},"resource":{"resourceType":"Location","name":"x"}}]}""",
                422
            },
            {
                """{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"POST","url":"Location"},"resource":{"resourceType":"Organization","name":"x"}}]}""",
                400
            },
            {
                """{"resourceType":"Bundle","type":"transaction","entry":[{"requ\ud800est":{"method":"GET","url":"metadata"}}]}""",
                400
            },
            {
                """{"resourceType":"Bundle","type":"transaction","entry":[{"fullUrl":"\udc00","request":{"method":"GET","url":"metadata"}}]}""",
                400
            },
            {
                """{"resourceType":"Bundle","type":"transaction","type":"batch","entry":[{"request":{"method":"GET","url":"metadata"}}]}""",
                400
            },
            {
                """{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Location","name":"x"}}]}""",
                400
            },
            {
                """{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Location","name":"x"}}]}""",
                400
            },
        };

    public static TheoryData<string> Addresses =>
        [
            "",
            "/",
            "//",
            "Location/../Patient",
            "../fhir/Location",
            "Location/..",
            "./Location",
            "http://example.org/fhir/Location",
            "https://example.org/Location/1",
            "//example.org/Location",
            "\\\\example.org\\Location",
            "Location%2F1",
            "%2e%2e/Location",
            "Location/%31",
            "Location\u0000",
            "Location\n",
            "Location#x",
            "Location?name=a#b",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "urn:uuid:0",
            "Nonsense",
            "Bundle",
            "Patient/1/2/3/4/5/6/7",
            "Lo cation",
            "$everything",
            "Location/_search",
            "Location/1/_history",
            "metadata",
            new string('x', 70),
            "Location?" + new string('x', 20_000),
        ];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Bundle_ThatIsNone_IsRefused(string body, int status)
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        var refused = (
            await plan.RawAsync(HttpMethod.Post, "", Encoding.UTF8.GetBytes(body), "application/fhir+json")
        ).Expect((HttpStatusCode)status);
        Outcomes.Check(refused, body);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Entry_ThatLeadsAway_IsRefused(string address)
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        foreach (var method in new[] { "POST", "PUT", "DELETE", "PATCH" })
        {
            Outcomes.Check(await plan.TransactAsync(Entry(method, address, Made.Location("x"))), $"{method} {address}");
            var batch = await plan.BatchAsync(Entry(method, address, Made.Location("x")));
            if (batch.Status == HttpStatusCode.OK)
                Assert.InRange((int)batch.Statuses()[0], 400, 499);
            else
                Outcomes.Check(batch, $"{method} {address}");
        }
    }

    [Fact]
    public async Task Entry_ThatPostsABundle_IsRefused()
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        var server = await ServerAsync("Sqlite");
        foreach (var address in new[] { server.Url, server.Url + "/", "Bundle" })
        {
            var inner = Of("batch", Entry("GET", "metadata"));
            Assert.InRange((int)(await plan.BatchAsync(Entry("POST", address, inner))).Statuses()[0], 400, 499);
            Outcomes.Check(await plan.TransactAsync(Entry("POST", address, inner)), address);
        }
    }

    [Fact]
    public async Task Bundle_TooLargeOrTooDeep_IsRefusedEarly()
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        var million =
            "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
            + string.Join(',', Enumerable.Repeat("{\"a\":1}", 1_000_000))
            + "]}";
        (await plan.RawAsync(HttpMethod.Post, "", Encoding.UTF8.GetBytes(million), "application/fhir+json")).Refused(
            HttpStatusCode.RequestEntityTooLarge,
            "bundle-too-large"
        );
        (await plan.BatchAsync([.. Enumerable.Range(0, 501).Select(static _ => Entry("GET", "metadata"))])).Refused(
            HttpStatusCode.RequestEntityTooLarge,
            "bundle-too-large"
        );
        foreach (var (open, close) in new[] { ("[", "]"), ("{\"a\":", "}") })
        {
            var deep =
                string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(close, 10_000));
            Outcomes.Check(
                await plan.RawAsync(
                    HttpMethod.Post,
                    "",
                    Encoding.UTF8.GetBytes(
                        """{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"POST","url":"Location"},"resource":"""
                            + deep
                            + "}]}"
                    ),
                    "application/fhir+json"
                )
            );
        }
    }

    [Fact]
    public async Task Bundle_InAnotherMediaType_Is415()
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        foreach (
            var type in new[]
            {
                "text/plain",
                "application/json-patch+json",
                "nonsense",
                "application/x-www-form-urlencoded",
            }
        )
            (
                await plan.RawAsync(
                    HttpMethod.Post,
                    "",
                    Encoding.UTF8.GetBytes(Of("batch", Entry("GET", "metadata")).ToJsonString()),
                    type
                )
            ).Refused(HttpStatusCode.UnsupportedMediaType, "content-type");
    }

    [Fact]
    public async Task Batch_OfBrokenPatches_RefusesEach()
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        var site = await plan.CreateAsync(Made.Location(Made.Word()));
        JsonObject[] patches =
        [
            new() { ["resourceType"] = "Binary", ["contentType"] = "application/json-patch+json" },
            new()
            {
                ["resourceType"] = "Binary",
                ["contentType"] = "application/json-patch+json",
                ["data"] = "%%%",
            },
            new()
            {
                ["resourceType"] = "Binary",
                ["contentType"] = "application/json-patch+json",
                ["data"] = "",
            },
            new()
            {
                ["resourceType"] = "Binary",
                ["contentType"] = "text/plain",
                ["data"] = "W10=",
            },
            new()
            {
                ["resourceType"] = "Binary",
                ["contentType"] = 7,
                ["data"] = "W10=",
            },
            new() { ["resourceType"] = "Location", ["name"] = "x" },
        ];
        foreach (var patch in patches)
        {
            Assert.InRange((int)(await plan.BatchAsync(Entry("PATCH", site.At(), patch))).Statuses()[0], 400, 499);
            Outcomes.Check(await plan.TransactAsync(Entry("PATCH", site.At(), patch)), patch.ToJsonString());
        }

        Assert.Equal("W/\"1\"", (await plan.AskAsync(site.At())).Header("ETag"));
    }
}
