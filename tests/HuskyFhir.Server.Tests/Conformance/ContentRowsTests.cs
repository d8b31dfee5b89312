using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Conformance;

/// <summary>What R4 lets a resource hold, and how patches leave it.</summary>
public sealed class ContentRowsTests(PostgresServer postgres) : OnBoth(postgres)
{
    // What is stored here is read by nobody else: the SDK's own strict parser, with which other tests look, knows no
    // leap second.
    protected override bool Alone => true;

    protected override bool Samples => false;

    public static TheoryData<string, string, string, string, string> FhirPatches =>
        new()
        {
            {
                "a primitive's only extension",
                "\"_name\":{\"extension\":[{\"url\":\"http://t.example/p\",\"valueString\":\"x\"}]}",
                "delete Organization.name.extension",
                "",
                "_name"
            },
            {
                "one in a list of primitives",
                "\"alias\":[\"a\",\"b\"],\"_alias\":[null,{\"extension\":[{\"url\":\"http://t.example/p\",\"valueString\":\"x\"}]}]",
                "delete Organization.alias[1].extension",
                "\"alias\":[\"a\",\"b\"]",
                "_alias"
            },
            {
                "a value with extensions replaced",
                "\"alias\":[\"a\",\"b\"],\"_alias\":[null,{\"extension\":[{\"url\":\"http://t.example/p\",\"valueString\":\"x\"}]}]",
                "replace Organization.alias[1] z",
                "\"alias\":[\"a\",\"z\"]",
                "_alias"
            },
            {
                "an item without a value",
                "\"alias\":[\"a\",null],\"_alias\":[null,{\"extension\":[{\"url\":\"http://t.example/p\",\"valueString\":\"x\"}]}]",
                "delete Organization.alias[1].extension",
                "\"alias\":[\"a\"]",
                "_alias"
            },
            {
                "the last child of an element",
                "\"contact\":[{\"name\":{\"family\":\"A\"}}]",
                "delete Organization.contact[0].name.family",
                "",
                "contact"
            },
            {
                "the last child of one of two",
                "\"contact\":[{\"name\":{\"family\":\"A\"}},{\"name\":{\"family\":\"B\"}}]",
                "delete Organization.contact[0].name",
                "\"contact\":[{\"name\":{\"family\":\"B\"}}]",
                "_contact"
            },
            { "the last item of a list", "\"alias\":[\"a\"]", "delete Organization.alias[0]", "", "alias" },
        };

    [Theory]
    [MemberData(nameof(FhirPatches))]
    public async Task FhirPathPatch_LeavesNothingHollow(
        string what,
        string before,
        string operation,
        string after,
        string gone
    )
    {
        Assert.NotEmpty(what);
        var parts = operation.Split(' ');
        var value = parts.Length > 2 ? $",{{\"name\":\"value\",\"valueString\":\"{parts[2]}\"}}" : string.Empty;
        var patch = Encoding.UTF8.GetBytes(
            $"{{\"resourceType\":\"Parameters\",\"parameter\":[{{\"name\":\"operation\",\"part\":[{{\"name\":\"type\",\"valueCode\":\"{parts[0]}\"}},{{\"name\":\"path\",\"valueString\":\"{parts[1]}\"}}{value}]}}]}}"
        );
        foreach (var database in new[] { "Sqlite", "Postgres" })
        {
            using var plan = (await ServerAsync(database)).As("plan-admin");
            var made = await plan.CreateAsync(Organization(before));
            var patched = (await plan.RawAsync(HttpMethod.Patch, made.At(), patch, "application/fhir+json")).Expect(
                HttpStatusCode.OK
            );
            Assert.Contains(after, patched.Text, StringComparison.Ordinal);
            Assert.DoesNotContain($"\"{gone}\"", patched.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\"alias\":[\"a\"]", "[{\"op\":\"remove\",\"path\":\"/alias/0\"}]", "", "alias")]
    [InlineData(
        "\"contact\":[{\"name\":{\"family\":\"A\"}}]",
        "[{\"op\":\"remove\",\"path\":\"/contact/0/name/family\"}]",
        "",
        "contact"
    )]
    [InlineData(
        "\"alias\":[\"a\"]",
        "[{\"op\":\"remove\",\"path\":\"/alias/0\"},{\"op\":\"add\",\"path\":\"/alias/-\",\"value\":\"b\"}]",
        "\"alias\":[\"b\"]",
        "_alias"
    )]
    [InlineData("\"alias\":[\"a\"]", "[{\"op\":\"move\",\"from\":\"/alias/0\",\"path\":\"/language\"}]", "", "alias")]
    [InlineData("\"alias\":[\"a\"]", "[]", "\"alias\":[\"a\"]", "_alias")]
    public async Task JsonPatch_LeavesNothingHollow_AndMayAskForNothing(
        string before,
        string patch,
        string after,
        string gone
    )
    {
        foreach (var database in new[] { "Sqlite", "Postgres" })
        {
            using var plan = (await ServerAsync(database)).As("plan-admin");
            var made = await plan.CreateAsync(Organization(before));
            var text = patch.Contains("move", StringComparison.Ordinal)
                ? patch.Replace(
                    "/alias/0\",\"path\":\"/language",
                    "/alias/0\",\"path\":\"/name",
                    StringComparison.Ordinal
                )
                : patch;
            var patched = (
                await plan.RawAsync(
                    HttpMethod.Patch,
                    made.At(),
                    Encoding.UTF8.GetBytes(text),
                    "application/json-patch+json"
                )
            ).Expect(HttpStatusCode.OK);
            Assert.Contains(after, patched.Text, StringComparison.Ordinal);
            Assert.DoesNotContain($"\"{gone}\"", patched.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task FhirPathPatch_WithoutOperations_ChangesNothing(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var made = await plan.CreateAsync(Made.Organization(Made.Word()));
        var patched = (
            await plan.RawAsync(
                HttpMethod.Patch,
                made.At(),
                "{\"resourceType\":\"Parameters\"}"u8.ToArray(),
                "application/fhir+json"
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal("W/\"1\"", patched.Header("ETag"));
    }

    [Theory]
    [InlineData("http://foo,123")]
    [InlineData("https://foo+bar.example/")]
    [InlineData("http://o'brien.example/a'b")]
    [InlineData("a:b")]
    [InlineData("x-1+2.3:y")]
    [InlineData("http://[::1]/x")]
    [InlineData("http://foo_bar.example/~x;y=1?z=(2)")]
    [InlineData("urn:x:y")]
    public async Task Uri_OfAnySoundForm_IsStoredAndFound(string uri)
    {
        foreach (var database in new[] { "Sqlite", "Postgres" })
        {
            using var plan = (await ServerAsync(database)).As("plan-admin");
            var value = Made.ClientId();
            var body = Organization(
                $"\"identifier\":[{{\"system\":\"{uri}\",\"value\":\"{value}\"}}],\"extension\":[{{\"url\":\"http://a,b.example/x\",\"valueUri\":\"{uri}\"}}]"
            );
            body["meta"] = new JsonObject { ["source"] = uri };
            var made = await plan.CreateAsync(body);
            Assert.Equal(uri, (string)(await Read(plan, made))["identifier"]![0]!["system"]!);
            var escaped = Uri.EscapeDataString(uri.Replace(",", "\\,", StringComparison.Ordinal));
            Assert.Equal(
                [(string)made["id"]!],
                (await plan.AskAsync($"Organization?identifier={escaped}%7C{value}")).Ids
            );
            Assert.Contains(
                (string)made["id"]!,
                (await plan.AskAsync($"Organization?_source={escaped}&_count=200")).Ids
            );
            var xml = (await plan.AskAsync(made.At(), ("Accept", "application/fhir+xml"))).Body;
            (await plan.RawAsync(HttpMethod.Post, "Organization/$validate", xml, "application/fhir+xml")).Expect(
                HttpStatusCode.OK
            );
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task LeapSecond_IsKeptAndFound(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var made = await plan.CreateAsync(
            Organization(
                "\"identifier\":[{\"system\":\"sys:1\",\"value\":\"v\",\"period\":{\"start\":\"2016-12-31T23:59:60Z\"}}]"
            )
        );
        Assert.Equal("2016-12-31T23:59:60Z", (string)(await Read(plan, made))["identifier"]![0]!["period"]!["start"]!);
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        var told = Made.Income(member.At(), 100);
        told["effectivePeriod"] = new JsonObject
        {
            ["start"] = "2016-12-31T23:59:60Z",
            ["end"] = "2016-12-31T23:59:60Z",
        };
        var income = await plan.CreateAsync(told);
        foreach (var date in new[] { "2016-12-31T23:59:60Z", "ge2016-12-31T23:59:60Z", "2016-12-31T18:59:60-05:00" })
            Assert.Equal(
                [(string)income["id"]!],
                (await plan.AskAsync($"Observation?patient={member["id"]}&date={Uri.EscapeDataString(date)}"))
                    .Expect(HttpStatusCode.OK)
                    .Ids
            );
        (await plan.AskAsync("Observation?date=2016-12-31T23:59:61Z")).Refused(
            HttpStatusCode.BadRequest,
            "search-value"
        );
        (
            await plan.PostAsync(
                Organization("\"identifier\":[{\"value\":\"v\",\"period\":{\"start\":\"2016-12-31T23:59:61Z\"}}]")
            )
        ).Expect(HttpStatusCode.UnprocessableEntity);
        // As an instant, which is read as a moment of a clock, it is refused with the way to write it.
        var document = Made.Document(member.At(), "current", "34133-9", "2026-01-01", null);
        document["date"] = "2016-12-31T23:59:60Z";
        Assert.Contains(
            "59.999",
            (await plan.PostAsync(document)).Refused(HttpStatusCode.UnprocessableEntity, "leap-second").Diagnostics!,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Contained_IsReferredTo_ByUriAndUrlToo(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        const string inner = "\"contained\":[{\"resourceType\":\"Organization\",\"id\":\"c\",\"name\":\"in\"}]";
        foreach (var type in new[] { "valueUri", "valueUrl", "valueCanonical" })
            await plan.CreateAsync(
                Organization($"{inner},\"extension\":[{{\"url\":\"http://t.example/x\",\"{type}\":\"#c\"}}]")
            );
        (
            await plan.PostAsync(
                Organization($"{inner},\"extension\":[{{\"url\":\"http://t.example/x\",\"valueUri\":\"#d\"}}]")
            )
        ).Expect(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task LastUpdated_AlwaysHasThreeDecimals(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        for (var at = 0; at < 12; at++)
        {
            var made = await plan.CreateAsync(Made.Organization(Made.Word()));
            Assert.Matches(new Regex(@"T\d\d:\d\d:\d\d\.\d{3}(Z|\+00:00)$"), (string)made["meta"]!["lastUpdated"]!);
        }

        Assert.Equal(
            "2026-01-01T00:00:00.000+00:00",
            HuskyFhir.Core.Resources.Moments.Text(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
        );
        var bundle = (await plan.AskAsync("Patient?_count=20")).Expect(HttpStatusCode.OK);
        Assert.All(
            Regex.Matches(bundle.Text, "\"lastUpdated\":\"([^\"]+)\"").Select(static match => match.Groups[1].Value),
            static text => Assert.Matches(@"\.\d{3}(Z|[+-]\d\d:\d\d)$", text)
        );
    }

    private static JsonObject Organization(string members) =>
        JsonNode
            .Parse($"{{\"resourceType\":\"Organization\",\"active\":true,\"name\":\"{Made.Word()}\",{members}}}")!
            .AsObject();

    private static async Task<JsonNode> Read(HttpClient http, JsonObject made) =>
        JsonNode.Parse((await http.AskAsync(made.At())).Body)!;
}
