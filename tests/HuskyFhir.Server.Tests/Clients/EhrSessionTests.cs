using System.Text.Json;
using HuskyFhir.Server.Tests.Commands;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Clients;

/// <summary>
/// One session of an EHR from metadata to delete, held by the npm package fhirclient, on both databases.
/// </summary>
public sealed class EhrSessionTests(PostgresServer postgres, Node node) : InFolder, IClassFixture<Node>
{
    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public async Task FhirClient_HoldsAWholeSession(string provider)
    {
        node.Require();
        var (server, url) = await HuskyProcess.ServeAsync(
            Folder,
            await Databases.SettingsAsync(provider, Folder, postgres)
        );
        await using var running = server;
        var token = (await RunAsync("token", "--client", "plan-admin")).Out.Trim();
        var (code, output, error) = await node.RunAsync(
            "node",
            [("HUSKY_URL", url), ("HUSKY_TOKEN", token)],
            "session.cjs"
        );
        Assert.True(code == 0, $"{output}\n{error}");
        using var document = JsonDocument.Parse(output);
        foreach (
            var (name, expected) in new[]
            {
                ("metadata", """{"version":"4.0.1","release":4}"""),
                ("search", """{"matches":5,"included":true}"""),
                ("paging", """{"total":true,"distinct":true}"""),
                ("read", """{"same":true,"version":"1"}"""),
                ("conditional", "[201,200]"),
                ("update", """{"version":"2","stale":412}"""),
                ("patch", """{"version":"3","gender":"female"}"""),
                ("history", """["3","2","1"]"""),
                ("transaction", """["201","201"]"""),
                ("everything", """["Patient","RelatedPerson"]"""),
                ("validate", """{"type":"OperationOutcome","errors":0}"""),
                ("delete", "410"),
            }
        )
        {
            var found = document.RootElement.GetProperty(name);
            Assert.True(
                JsonElement.DeepEquals(found, JsonDocument.Parse(expected).RootElement),
                $"{name}: {found.GetRawText()} and not {expected}"
            );
        }
    }
}
