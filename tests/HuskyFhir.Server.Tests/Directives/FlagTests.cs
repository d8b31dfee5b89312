using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Documents;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Directives;

/// <summary>What a directive, its paper, and a change in the household bring with them, in one transaction.</summary>
public sealed class FlagTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Marital = "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus";

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task TheFlag_FollowsTheDirectives_AndNoOrderSetsIt(string database)
    {
        var it = await Case.NewAsync(await ServerAsync(database));
        await it.Plan.CreateAsync(it.Directive("dnr"));
        Assert.Equal("No", await it.FlagAsync());
        var will = await it.Plan.CreateAsync(it.Directive("living-will"));
        Assert.Equal("Yes", await it.FlagAsync());
        will["status"] = "inactive";
        (await it.Plan.PutAsync(will)).Expect(HttpStatusCode.OK);
        Assert.Equal("No", await it.FlagAsync());
        var flag = (await it.Plan.AskAsync($"Observation?patient={it.Member.At()}&code=45473-6"))
            .Entries.Single()
            .GetProperty("resource");
        Assert.Equal("3", flag.GetProperty("meta").GetProperty("versionId").GetString());
        (await it.Plan.PutAsync(JsonNode.Parse(flag.GetRawText())!.AsObject())).Refused(
            HttpStatusCode.UnprocessableEntity,
            "flag-kept"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task TwoDirectivesAtOnce_LeaveOneFlag(string database)
    {
        var it = await Case.NewAsync(await ServerAsync(database));
        await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(at =>
                    it.Plan.CreateAsync(it.Directive(at % 2 == 0 ? "living-will" : "combined", $"2026-01-0{at + 1}"))
                )
        );
        Assert.Equal("Yes", await it.FlagAsync());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ANewPaper_SupersedesTheOldOne_WithItsDirective(string database)
    {
        var it = await Case.NewAsync(await ServerAsync(database));
        async Task<JsonObject> PaperAsync(string? replaces)
        {
            var paper = Files.Document(it.Member.At(), await Files.StoredAsync(it.Plan, it.Member.At()));
            paper["category"] = new JsonArray(Case.Concept("http://loinc.org", "42348-3"));
            if (replaces is not null)
                paper["relatesTo"] = JsonNode.Parse(
                    $$"""[{"code":"replaces","target":{"reference":"{{replaces}}"} }]"""
                );
            return await it.Plan.CreateAsync(paper);
        }

        var old = await PaperAsync(null);
        Assert.Equal("Yes", await it.FlagAsync());
        var will = it.Directive("living-will");
        will["sourceReference"] = new JsonObject { ["reference"] = old.At() };
        will = await it.Plan.CreateAsync(will);
        var fresh = await PaperAsync(old.At());
        Assert.Equal(
            ("superseded", "inactive", "current"),
            (
                (string?)(await it.ReadAsync(old.At()))["status"],
                (string?)(await it.ReadAsync(will.At()))["status"],
                (string?)(await it.ReadAsync(fresh.At()))["status"]
            )
        );
        Assert.Equal("Yes", await it.FlagAsync());
        fresh["status"] = "entered-in-error";
        (await it.Plan.PutAsync(fresh)).Expect(HttpStatusCode.OK);
        Assert.Equal("No", await it.FlagAsync());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Divorce_EndsTheSpousesAppointment_AndLeavesTheOthers(string database)
    {
        var it = await Case.NewAsync(await ServerAsync(database));
        var alone = await it.Plan.CreateAsync(it.Directive("health-care-representative"));
        var both = await it.Plan.CreateAsync(
            it.Directive(
                "combined",
                "2026-01-15",
                Case.Agent(it.Spouse),
                Case.Agent(it.Sister, "75784-9"),
                Case.Witness("Ruth Ambler"),
                Case.Witness("Owen Pratt")
            )
        );
        var member = await it.ReadAsync(it.Member.At());
        member["maritalStatus"] = Case.Concept(Marital, "D");
        (await it.Plan.PutAsync(member)).Expect(HttpStatusCode.OK);
        var (ended, kept) = (await it.ReadAsync(alone.At()), await it.ReadAsync(both.At()));
        Assert.Equal(("inactive", "active"), ((string?)ended["status"], (string?)kept["status"]));
        Assert.Equal(
            "divorce",
            (string?)kept["provision"]!["actor"]![0]!["modifierExtension"]![0]!["extension"]![1]!["valueString"]
        );
        Assert.Null(kept["provision"]!["actor"]![1]!["modifierExtension"]);
        Assert.Equal("Yes", await it.FlagAsync());
        // The same again changes nothing more.
        member["language"] = "en";
        member = JsonNode.Parse((await it.Plan.PutAsync(member)).Expect(HttpStatusCode.OK).Body)!.AsObject();
        Assert.Equal("2", (string?)(await it.ReadAsync(both.At()))["meta"]!["versionId"]);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ASpouseWhoseRecordEnds_NoLongerSpeaks_UnlessByDeath(string database)
    {
        var server = await ServerAsync(database);
        foreach (var (status, expected) in new[] { ("M", "inactive"), ("W", "active") })
        {
            var it = await Case.NewAsync(server);
            var member = await it.ReadAsync(it.Member.At());
            member["maritalStatus"] = Case.Concept(Marital, status);
            (await it.Plan.PutAsync(member)).Expect(HttpStatusCode.OK);
            var directive = await it.Plan.CreateAsync(it.Directive("health-care-representative"));
            var spouse = await it.ReadAsync(it.Spouse);
            spouse["period"] = new JsonObject { ["start"] = "2010-06-01", ["end"] = "2026-10-31" };
            (await it.Plan.PutAsync(spouse)).Expect(HttpStatusCode.OK);
            Assert.Equal(expected, (string?)(await it.ReadAsync(directive.At()))["status"]);
        }
    }
}
