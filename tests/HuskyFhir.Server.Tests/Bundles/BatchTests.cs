using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Running.Bundles;

namespace HuskyFhir.Server.Tests.Bundles;

/// <summary>batch (R4 section 3.1.0.11.1).</summary>
public sealed class BatchTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Batch_OfGoodAndBad_DoesEachByItself(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (family, site) = (Made.Word(), await plan.CreateAsync(Made.Location(Made.Word())));
        var unknown = Made.Patient(family);
        unknown["nonsense"] = 1;
        var reply = (
            await plan.BatchAsync(
                Post(Made.Patient(family)),
                Post(unknown),
                Entry("GET", site.At(), null, null, ("ifNoneMatch", "W/\"1\"")),
                Entry("DELETE", "Patient/1"),
                Entry("GET", $"Patient?family={family}"),
                Entry("PUT", "Patient/1"),
                new JsonObject { ["fullUrl"] = Urn() },
                Entry("GET", "metadata")
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal("batch-response", reply.Json.GetProperty("type").GetString());
        Assert.Equal(
            [
                HttpStatusCode.Created,
                HttpStatusCode.BadRequest,
                HttpStatusCode.NotModified,
                HttpStatusCode.MethodNotAllowed,
                HttpStatusCode.OK,
                HttpStatusCode.BadRequest,
                HttpStatusCode.BadRequest,
                HttpStatusCode.OK,
            ],
            reply.Statuses()
        );
        Assert.Equal(
            "OperationOutcome",
            reply.Entries[1].GetProperty("response").GetProperty("outcome").GetProperty("resourceType").GetString()
        );
        Assert.False(reply.Entries[0].TryGetProperty("resource", out _));
        Assert.Equal(1, reply.Entries[4].GetProperty("resource").GetProperty("total").GetInt32());
        Assert.Equal(
            "CapabilityStatement",
            reply.Entries[7].GetProperty("resource").GetProperty("resourceType").GetString()
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Batch_OfAProvider_SeesWhatItSeesByItself(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var provider = server.As("ehr-riverbend");
        var stranger = await plan.CreateAsync(Made.Patient(Made.Word()));
        var reply = (
            await provider.BatchAsync(
                Entry("GET", stranger.At()),
                Entry("GET", $"Patient?_id={stranger["id"]}"),
                Post(Made.Patient(Made.Word()))
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.Forbidden], reply.Statuses());
        Assert.Equal(0, reply.Entries[1].GetProperty("resource").GetProperty("total").GetInt32());
        using var nobody = server.Anonymous();
        (await nobody.BatchAsync(Entry("GET", "metadata"))).Expect(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Batch_Patches(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var site = await plan.CreateAsync(Made.Location(Made.Word()));
        var json = new JsonObject
        {
            ["resourceType"] = "Binary",
            ["contentType"] = "application/json-patch+json",
            ["data"] = Convert.ToBase64String("""[{"op":"replace","path":"/status","value":"inactive"}]"""u8),
        };
        var path = JsonNode
            .Parse(
                """{"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Location.name"},{"name":"value","valueString":"New"}]}]}"""
            )!
            .AsObject();
        var reply = (
            await plan.BatchAsync(
                Entry("PATCH", site.At(), json),
                Entry("PATCH", site.At(), path, null, ("ifMatch", "W/\"2\"")),
                Entry("PATCH", site.At(), path, null, ("ifMatch", "W/\"1\""))
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], reply.Statuses());
        var stored = (await plan.AskAsync(site.At())).Json;
        Assert.Equal(
            ("inactive", "New"),
            (stored.GetProperty("status").GetString(), stored.GetProperty("name").GetString())
        );
    }
}
