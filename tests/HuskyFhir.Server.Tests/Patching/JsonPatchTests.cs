using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Patching;

/// <summary>patch by JSON Patch (R4 section 3.1.0.6.1).</summary>
public sealed class JsonPatchTests(PostgresServer postgres) : OnBoth(postgres)
{
    private static Task<Reply> PatchAsync(
        HttpClient http,
        string address,
        string patch,
        params (string, string)[] headers
    ) =>
        http.RawAsync(HttpMethod.Patch, address, Encoding.UTF8.GetBytes(patch), "application/json-patch+json", headers);

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Patch_OfEveryOperation_IsANewVersion(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        var patched = (
            await PatchAsync(
                plan,
                patient.At(),
                """
                [{"op":"test","path":"/gender","value":"female"},{"op":"replace","path":"/gender","value":"other"},{"op":"add","path":"/name/0/given/0","value":"First"},
                 {"op":"add","path":"/name/0/given/-","value":"Last"},{"op":"copy","from":"/name/0","path":"/name/-"},{"op":"add","path":"/name/1/use","value":"old"},
                 {"op":"move","from":"/name/0/given/0","path":"/name/0/given/2"},{"op":"remove","path":"/birthDate"},{"op":"add","path":"/birthDate","value":"1981-01-01"}]
                """,
                ("If-Match", "W/\"1\"")
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal("W/\"2\"", patched.Header("ETag"));
        Assert.Equal(
            ["Test", "Last", "First"],
            patched
                .Json.GetProperty("name")[0]
                .GetProperty("given")
                .EnumerateArray()
                .Select(static each => each.GetString())
        );
        Assert.Equal("1981-01-01", patched.Json.GetProperty("birthDate").GetString());
        Assert.Equal(patched.Body, (await plan.AskAsync(patient.At())).Body);
        (
            await PatchAsync(
                plan,
                patient.At(),
                """[{"op":"replace","path":"/gender","value":"male"}]""",
                ("If-Match", "W/\"1\"")
            )
        ).Refused(HttpStatusCode.PreconditionFailed, "version-mismatch");
    }

    [Theory]
    [InlineData("""[{"op":"replace","path":"/gender","value":"neither"}]""", 422, null)]
    [InlineData("""[{"op":"add","path":"/nonsense","value":1}]""", 400, null)]
    [InlineData(
        """[{"op":"test","path":"/gender","value":"female"},{"op":"test","path":"/gender","value":"male"}]""",
        422,
        "[1].path"
    )]
    [InlineData("""[{"op":"remove","path":"/gender"},{"op":"remove","path":"/gender"}]""", 422, "[1].path")]
    [InlineData("""[{"op":"remove","path":"/name/7"}]""", 422, "[0].path")]
    [InlineData("""[{"op":"add","path":"/name/01","value":{}}]""", 422, "[0].path")]
    [InlineData("""[{"op":"add","path":"/gender/x","value":{}}]""", 422, "[0].path")]
    [InlineData("""[{"op":"move","from":"/name","path":"/name/0/x"}]""", 422, "[0].path")]
    [InlineData("""[{"op":"remove","path":""}]""", 422, "[0].path")]
    [InlineData("""[{"op":"replace","path":"/id","value":"other"}]""", 422, "Patient.id")]
    [InlineData("""[{"op":"replace","path":"/resourceType","value":"Group"}]""", 400, null)]
    [InlineData("""[{"op":"replace","path":"","value":[]}]""", 400, null)]
    [InlineData("""[{"op":"replace","path":"","value":null}]""", 422, null)]
    [InlineData("""[{"op":"copy","path":"/gender"}]""", 400, "[0].from")]
    [InlineData("""[{"op":"add","path":"/gender"}]""", 400, "[0].value")]
    [InlineData("""[{"op":"sing","path":"/gender"}]""", 400, "[0].op")]
    [InlineData("""[{"op":"remove","path":"gender"}]""", 400, "[0].path")]
    [InlineData("""[{"op":"remove","path":"/~2"}]""", 400, "[0].path")]
    [InlineData("""[7]""", 400, "[0]")]
    [InlineData("""[{"op":"add","path":"/gender","value":"\ud800"}]""", 400, null)]
    [InlineData("""[{"o\ud800p":"add","path":"/gender","value":"x"}]""", 400, null)]
    [InlineData("{}", 400, null)]
    [InlineData("", 400, null)]
    [InlineData("[{", 400, null)]
    public async Task Patch_ThatDoesNotFit_IsRefusedAtItsOperation(string patch, int status, string? expression)
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        var refused = (await PatchAsync(plan, patient.At(), patch)).Expect((HttpStatusCode)status);
        BadInput.Outcomes.Check(refused, patch);
        if (expression is not null)
            Assert.Equal(expression, refused.Expression);
        Assert.Equal("W/\"1\"", (await plan.AskAsync(patient.At())).Header("ETag"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Patch_ToAnotherMember_Is422(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (one, two) = (
            await plan.CreateAsync(Made.Patient(Made.Word())),
            await plan.CreateAsync(Made.Patient(Made.Word()))
        );
        var relative = await plan.CreateAsync(Made.RelatedPerson(one.At(), Made.Word()));
        (
            await PatchAsync(
                plan,
                relative.At(),
                $$"""[{"op":"replace","path":"/patient/reference","value":"{{two.At()}}"}]"""
            )
        ).Refused(HttpStatusCode.UnprocessableEntity, "member-moved");
        relative["patient"]!["reference"] = two.At();
        (await plan.PutAsync(relative)).Refused(HttpStatusCode.UnprocessableEntity, "member-moved");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Patch_OfMeta_DoesNotChangeTheVersion(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var site = await plan.CreateAsync(Made.Location(Made.Word()));
        var patched = (
            await PatchAsync(
                plan,
                site.At(),
                """[{"op":"replace","path":"/meta/versionId","value":"77"},{"op":"replace","path":"/meta/lastUpdated","value":"2001-01-01T00:00:00Z"},{"op":"add","path":"/description","value":"x"}]"""
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal("2", patched.Json.GetProperty("meta").GetProperty("versionId").GetString());
        Assert.StartsWith(
            "2026",
            patched.Json.GetProperty("meta").GetProperty("lastUpdated").GetString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Patch_WithoutThePermissionToRead_ShowsNothing(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var updater = server.As("plan-admin", "system/Location.u");
        var site = await plan.CreateAsync(Made.Location(Made.Word()));
        Assert.Empty(
            (
                await PatchAsync(
                    updater,
                    site.At(),
                    """[{"op":"add","path":"/description","value":"x"}]""",
                    ("Prefer", "return=representation")
                )
            )
                .Expect(HttpStatusCode.OK)
                .Body
        );
        Assert.Equal("x", (await plan.AskAsync(site.At())).Json.GetProperty("description").GetString());
        var patch = new JsonObject
        {
            ["resourceType"] = "Binary",
            ["contentType"] = "application/json-patch+json",
            ["data"] = Convert.ToBase64String("""[{"op":"remove","path":"/description"}]"""u8),
        };
        foreach (var type in new[] { "batch", "transaction" })
        {
            var reply = (
                await updater.CallAsync(
                    HttpMethod.Post,
                    "",
                    Running.Bundles.Of(type, Running.Bundles.Entry("PATCH", site.At(), patch)),
                    ("Prefer", "return=representation")
                )
            ).Expect(HttpStatusCode.OK);
            Assert.False(reply.Entries[0].TryGetProperty("resource", out _), reply.Text);
            await PatchAsync(plan, site.At(), """[{"op":"add","path":"/description","value":"x"}]""");
        }
    }

    [Fact]
    public async Task Patch_ThatGrowsWithoutEnd_IsRefusedEarly()
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        var doubling = new JsonArray([
            .. Enumerable
                .Range(0, 60)
                .Select(static at =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["op"] = "copy",
                            ["from"] = "/name",
                            ["path"] = $"/name/0/x{at}",
                        }
                ),
        ]);
        (await PatchAsync(plan, patient.At(), doubling.ToJsonString())).Refused(
            HttpStatusCode.RequestEntityTooLarge,
            "too-large"
        );
        var many = new JsonArray([
            .. Enumerable
                .Range(0, 300)
                .Select(static _ =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["op"] = "test",
                            ["path"] = "/gender",
                            ["value"] = "female",
                        }
                ),
        ]);
        (await PatchAsync(plan, patient.At(), many.ToJsonString())).Refused(
            HttpStatusCode.RequestEntityTooLarge,
            "patch-too-large"
        );
        var deep = string.Concat(Enumerable.Repeat("[", 10_000)) + string.Concat(Enumerable.Repeat("]", 10_000));
        (await PatchAsync(plan, patient.At(), $$"""[{"op":"add","path":"/gender","value":{{deep}}}]""")).Refused(
            HttpStatusCode.BadRequest,
            "patch-unreadable"
        );
    }

    [Fact]
    public async Task Patch_InAnotherMediaType_Is415()
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        foreach (
            var type in new[] { "text/plain", "application/merge-patch+json", "application/xml-patch+xml", "nonsense" }
        )
            (await plan.RawAsync(HttpMethod.Patch, patient.At(), "[]"u8.ToArray(), type)).Refused(
                HttpStatusCode.UnsupportedMediaType,
                "content-type"
            );
        (
            await plan.RawAsync(
                HttpMethod.Patch,
                patient.At(),
                "{\"resourceType\":\"Patient\",\"gender\":\"male\"}"u8.ToArray(),
                "application/fhir+json"
            )
        ).Refused(HttpStatusCode.BadRequest, "wrong-type");
        (
            await PatchAsync(
                plan,
                "Patient/01900000-0000-7000-8000-000000000000",
                """[{"op":"remove","path":"/gender"}]"""
            )
        ).Refused(HttpStatusCode.NotFound, "unknown-id");
        (await PatchAsync(plan, "Patient/none", """[{"op":"remove","path":"/gender"}]""")).Refused(
            HttpStatusCode.NotFound,
            "unknown-id"
        );
        var site = await plan.CreateAsync(Made.Location(Made.Word()));
        await plan.RemoveAsync(site.At());
        (await PatchAsync(plan, site.At(), """[{"op":"remove","path":"/name"}]""")).Refused(
            HttpStatusCode.Gone,
            "deleted"
        );
    }
}
