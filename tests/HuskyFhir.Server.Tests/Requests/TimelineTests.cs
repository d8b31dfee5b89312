using System.Net;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>Every step of a request, with who, when and by which clock.</summary>
public sealed class TimelineTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Alone => true;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EachStep_IsTold_TheOldestFirst_AsABundleAndAsAPage(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var clinic = (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0];
        var role = (await plan.CreateAsync(Made.Role($"Organization/{clinic}"))).At();
        var member = (await plan.CreateAsync(Made.Patient(Made.Word(), pcp: role))).At();
        var id = (
            await server.StoreAsync(
                OpenRequests.Of(
                    member,
                    "complaint",
                    server.In(-1),
                    Hl7.Fhir.Model.Task.TaskStatus.Requested,
                    "submitted"
                )
            )
        )[0];
        await server.RunAsync("acknowledgements");
        await server.RunAsync("requests-due");
        var told = (await plan.AskAsync($"Task/{id:D}/$timeline")).Expect(HttpStatusCode.OK);
        Assert.Equal("collection", told.Json.GetProperty("type").GetString());
        var types = told
            .Entries.Select(static entry => entry.GetProperty("resource").GetProperty("resourceType").GetString())
            .ToList();
        Assert.Equal(
            (3, 2, 3),
            (
                types.Count(static type => type == "Task"),
                types.Count(static type => type == "Communication"),
                types.Count(static type => type == "AuditEvent")
            )
        );
        Assert.Equal(
            ["1", "2", "3"],
            [
                .. told
                    .Entries.Select(static entry => entry.GetProperty("resource"))
                    .Where(static each => each.GetProperty("resourceType").GetString() == "Task")
                    .Select(static task => task.GetProperty("meta").GetProperty("versionId").GetString()!),
            ]
        );
        Assert.All(
            told.Entries,
            static entry =>
                Assert.StartsWith("http", entry.GetProperty("fullUrl").GetString(), StringComparison.Ordinal)
        );
        var page = (await plan.AskAsync($"Task/{id:D}/$timeline", ("Accept", "text/html")))
            .Expect(HttpStatusCode.OK)
            .Text;
        foreach (
            var text in new[]
            {
                "Steps of a request",
                "received (acknowledged)",
                "Notice: overdue",
                "90 days from",
                server.In(-1),
                "operator",
            }
        )
            Assert.Contains(text, page, StringComparison.Ordinal);
        using var ehr = server.As("ehr-riverbend");
        (await ehr.AskAsync(member)).Expect(HttpStatusCode.OK);
        (await ehr.AskAsync($"Task/{id:D}/$timeline")).Expect(HttpStatusCode.NotFound);
    }
}
