using System.Text.Json;
using HuskyFhir.Server.Tests.Commands;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Clients;

/// <summary>
/// The npm package fhir-kit-client, in Node.js, against the service as a process of its own, on both databases.
/// </summary>
public sealed class FhirKitClientTests(PostgresServer postgres, Node node) : InFolder, IClassFixture<Node>
{
    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public async Task Client_OfAnotherLanguage_DoesAllThatAnEhrDoes(string provider)
    {
        node.Require();
        var settings = await Databases.SettingsAsync(provider, Folder, postgres);
        var (server, url) = await HuskyProcess.ServeAsync(Folder, settings);
        await using var running = server;
        var plan = (await RunAsync("token", "--client", "plan-admin")).Out.Trim();
        var ehr = (await RunAsync("token", "--client", "ehr-riverbend")).Out.Trim();
        var (code, output, error) = await node.RunAsync(
            "node",
            [("HUSKY_URL", url), ("HUSKY_TOKEN", plan), ("HUSKY_OTHER_TOKEN", ehr)],
            "talk.js"
        );
        Assert.True(code == 0, $"{output}\n{error}");
        using var document = JsonDocument.Parse(output);
        Check(document.RootElement);
    }

    private static void Check(JsonElement report)
    {
        Same(report, "metadata.version", "\"4.0.1\"");
        Assert.Contains(
            "Patient",
            report.GetProperty("metadata").GetProperty("types").EnumerateArray().Select(static type => type.GetString())
        );
        Same(report, "search", """{"total":5,"posted":5}""");
        Same(report, "read", """{"same":true,"version":true,"etag":"W/\u00221\u0022"}""");
        var paging = report.GetProperty("paging");
        Assert.Equal(paging.GetProperty("total").GetInt32(), paging.GetProperty("ids").GetInt32());
        Assert.Equal(paging.GetProperty("total").GetInt32(), paging.GetProperty("distinct").GetInt32());
        Assert.Equal((paging.GetProperty("total").GetInt32() + 8) / 9, paging.GetProperty("pages").GetInt32());
        Same(report, "create", """{"status":201,"version":"1","location":true}""");
        Same(report, "conditional", """{"first":201,"second":200,"same":true}""");
        Same(report, "contention", "[0,412,412,412]");
        Same(report, "history", """{"type":"history","versions":["2","1"]}""");
        Refused(report, "unknown", 404, "not-found", null);
        Refused(report, "unfit", 422, "code-invalid", "Patient.gender");
        Refused(report, "badSearch", 400, "value", "birthdate");
        Refused(report, "readOnly", 403, "forbidden", null);
        Refused(report, "noToken", 401, "login", null);
        if (report.GetProperty("delete").GetProperty("status").GetInt32() == 0)
            Refused(report, "afterDelete", 410, "deleted", null);
    }

    private static void Same(JsonElement report, string path, string json)
    {
        var found = path.Split('.').Aggregate(report, static (at, name) => at.GetProperty(name));
        Assert.True(
            JsonElement.DeepEquals(found, JsonDocument.Parse(json).RootElement),
            $"{path}: {found.GetRawText()} and not {json}"
        );
    }

    private static void Refused(JsonElement report, string name, int status, string code, string? expression)
    {
        var found = report.GetProperty(name);
        Assert.True(found.GetProperty("status").GetInt32() == status, $"{name}: {found.GetRawText()}");
        Assert.Equal("OperationOutcome", found.GetProperty("type").GetString());
        Assert.Equal(code, found.GetProperty("code").GetString());
        Assert.NotEmpty(found.GetProperty("text").GetString()!);
        if (expression is not null)
            Assert.Equal(expression, found.GetProperty("expression").GetString());
    }
}
