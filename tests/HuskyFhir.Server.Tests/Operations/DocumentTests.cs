using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Server.Tests.Security;

namespace HuskyFhir.Server.Tests.Operations;

/// <summary>Documents of members, and <c>DocumentReference/$docref</c> of US Core.</summary>
public sealed class DocumentTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Documents_AreFound_ByTypeAndTime_TheCurrentOnesFirst(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        var old = await plan.CreateAsync(
            Made.Document(member.At(), "superseded", "86533-7", "2012-01-01", "2020-01-01")
        );
        var replacing = Made.Document(member.At(), "current", "86533-7", "2020-01-02", null);
        replacing["relatesTo"] = JsonNode.Parse($$"""[{"code":"replaces","target":{"reference":"{{old.At()}}"} }]""");
        var will = await plan.CreateAsync(replacing);
        var letter = await plan.CreateAsync(
            Made.Document(member.At(), "current", "52034-6", "2026-01-01", "2026-01-01")
        );
        string Id(JsonObject resource) => (string)resource["id"]!;
        async Task HoldsAsync(string query, params JsonObject[] expected) =>
            Assert.Equal(
                expected.Select(Id),
                (await plan.AskAsync($"DocumentReference/$docref?patient={member["id"]}{query}"))
                    .Expect(HttpStatusCode.OK)
                    .Ids
            );
        await HoldsAsync(string.Empty, will, letter);
        await HoldsAsync("&type=http://loinc.org|86533-7", will);
        await HoldsAsync("&start=2026-01-01&end=2026-12-31", will, letter);
        await HoldsAsync("&end=2015-01-01", old);
        await HoldsAsync("&start=2012-01-01&end=2020-06-01", will, old);
        await HoldsAsync("&start=2010-01-01&end=2011-01-01");
        var posted = await plan.PostAsAsync(
            "DocumentReference/$docref",
            JsonNode
                .Parse(
                    $$"""{"resourceType":"Parameters","parameter":[{"name":"patient","valueId":"{{member["id"]}}"},{"name":"type","valueCodeableConcept":{"coding":[{"system":"http://loinc.org","code":"52034-6"}]} }]}"""
                )!
                .AsObject()
        );
        Assert.Equal([Id(letter)], posted.Expect(HttpStatusCode.OK).Ids);
        Assert.Equal(
            [Id(will)],
            (await plan.AskAsync($"DocumentReference?relatesto={old.At()}&relation=replaces")).Ids
        );
        Assert.Equal(
            3,
            (await plan.AskAsync($"DocumentReference?patient={member["id"]}&contenttype=text/plain")).Total
        );
        Assert.Equal(
            2,
            (await Searching.PagingTests.PagesAsync(plan, $"DocumentReference/$docref?patient={member["id"]}&_count=1"))
                .Distinct()
                .Count()
        );
        (await plan.AskAsync("DocumentReference/$docref")).Refused(HttpStatusCode.BadRequest, "operation-parameter");
        (await plan.AskAsync($"DocumentReference/$docref?patient={member["id"]}&on-demand=true")).Refused(
            HttpStatusCode.BadRequest,
            "operation-parameter"
        );
        (await plan.AskAsync($"DocumentReference/$docref?patient={member["id"]}&start=soon")).Refused(
            HttpStatusCode.BadRequest,
            "search-value"
        );
        (await plan.RemoveAsync(letter.At())).Expect(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Documents_FollowTheMembersGrant(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        var (ours, theirs) = (
            await plan.CreateAsync(Made.Document($"Patient/{world.Ours}", "current", "52034-6", "2026-01-01", null)),
            await plan.CreateAsync(Made.Document($"Patient/{world.Theirs}", "current", "52034-6", "2026-01-01", null))
        );
        using var ehr = server.As("ehr-riverbend");
        (await ehr.AskAsync(ours.At())).Expect(HttpStatusCode.OK);
        (await ehr.AskAsync(theirs.At())).Expect(HttpStatusCode.NotFound);
        Assert.Empty(
            (await ehr.AskAsync($"DocumentReference/$docref?patient={world.Theirs}")).Expect(HttpStatusCode.OK).Ids
        );
        (
            await plan.PostAsync(
                Made.Document("urn:uuid:00000000-0000-4000-8000-000000000000", "current", "52034-6", "2026-01-01", null)
            )
        ).Expect(HttpStatusCode.UnprocessableEntity);
    }
}
