using System.Net;
using System.Text.Json;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Searching;

/// <summary>
/// What is no row of the store, the audit and our own definitions, is searched by the grammar of everything else:
/// pages, prefixes, alternatives, <c>_summary</c>, <c>_elements</c>, <c>_lastUpdated</c>, POST, strict and lenient.
/// </summary>
public sealed class OneGrammarTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Alone => true;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Definitions_InPages_AreAllThereOnceAndInOrder(string database)
    {
        using var nobody = (await ServerAsync(database)).Anonymous();
        var whole = (await nobody.AskAsync("StructureDefinition?_count=1000&_sort=-name")).Expect(HttpStatusCode.OK);
        var names = whole.Entries.Select(static entry => Text(entry, "name")).ToList();
        Assert.Equal(names.OrderDescending(StringComparer.OrdinalIgnoreCase), names);
        var paged = new List<string>();
        for (var at = "StructureDefinition?_count=7&_sort=-name"; at is not null; )
        {
            var page = (await nobody.AskAsync(at)).Expect(HttpStatusCode.OK);
            Assert.InRange(page.Ids.Count, 1, 7);
            Assert.Equal(whole.Total, page.Total);
            paged.AddRange(page.Ids);
            at = page.Link("next");
        }

        Assert.Equal(whole.Ids, paged);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Definitions_TakeWhatEverySearchTakes(string database)
    {
        using var nobody = (await ServerAsync(database)).Anonymous();
        var all = (await nobody.AskAsync("ValueSet?_summary=count")).Expect(HttpStatusCode.OK);
        Assert.Empty(all.Entries);
        Assert.Equal(all.Total, (await nobody.AskAsync("ValueSet?_count=0")).Total);
        Assert.Equal(all.Total, (await nobody.FormAsync("ValueSet/_search", ("status", "draft,active"))).Total);
        Assert.Equal(all.Total, (await nobody.AskAsync("ValueSet?_lastUpdated=ge2026-01-01&date=lt2100")).Total);
        Assert.Equal(0, (await nobody.AskAsync("ValueSet?_lastUpdated=lt2026-01-01")).Total);
        var two = await nobody.AskAsync("ValueSet?_id=husky-appeal-type,husky-grievance-type&_elements=url");
        Assert.Equal(["husky-appeal-type", "husky-grievance-type"], two.Expect(HttpStatusCode.OK).Ids);
        Assert.All(two.Entries, static entry => Assert.Equal("SUBSETTED", Tag(entry)));
        Assert.All(two.Entries, static entry => Assert.False(Resource(entry).TryGetProperty("compose", out _)));
        var read = (await nobody.AskAsync("ValueSet/husky-appeal-type?_summary=true")).Expect(HttpStatusCode.OK);
        Assert.False(read.Json.TryGetProperty("compose", out _));
        (await nobody.AskAsync("ValueSet?_has:Task:code:status=x")).Refused(HttpStatusCode.BadRequest, "search-has");
        (await nobody.AskAsync("ValueSet?_count=many")).Refused(HttpStatusCode.BadRequest, "search-value");
        (await nobody.AskAsync("ValueSet?date=yesterday")).Refused(HttpStatusCode.BadRequest, "search-value");
    }

    [Theory]
    [InlineData("CapabilityStatement")]
    [InlineData("StructureDefinition")]
    [InlineData("Measure")]
    public async Task Definitions_SayWhenTheyChanged_InThreeDecimals(string type)
    {
        using var nobody = (await ServerAsync("Sqlite")).Anonymous();
        var found = (await nobody.AskAsync(type)).Expect(HttpStatusCode.OK);
        Assert.NotEmpty(found.Entries);
        Assert.All(
            found.Entries,
            static entry =>
                Assert.Matches(
                    @"T\d\d:\d\d:\d\d\.\d{3}(Z|\+00:00)$",
                    Resource(entry).GetProperty("meta").GetProperty("lastUpdated").GetString()
                )
        );
    }

    [Theory]
    [InlineData("AuditEvent")]
    [InlineData("CodeSystem")]
    public async Task Unknown_IsToldUnderLenientHandling_AndRefusedUnderStrict(string type)
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        var lenient = (await plan.AskAsync($"{type}?colour=red&_count=1")).Expect(HttpStatusCode.OK);
        Assert.DoesNotContain("colour", lenient.Link("self"), StringComparison.Ordinal);
        Assert.Contains("'colour' is not known here", lenient.Text, StringComparison.Ordinal);
        (await plan.AskAsync($"{type}?colour=red", ("Prefer", "handling=strict"))).Refused(
            HttpStatusCode.BadRequest,
            "search-parameter"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Audit_TakesWhatEverySearchTakes(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var agency = server.As("dss");
        var ours = await plan.CreateAsync(Made.Patient(Made.Word()));
        for (var at = 0; at < 5; at++)
            (await agency.AskAsync(ours.At())).Expect(HttpStatusCode.OK);
        (await agency.AskAsync($"Patient?_id={ours["id"]}")).Expect(HttpStatusCode.OK);
        // To look into the audit is audited too, and so the plan's own looks are left out.
        var about = $"AuditEvent?patient={ours["id"]}&agent=dss";
        var all = (await plan.AskAsync(about)).Expect(HttpStatusCode.OK);
        Assert.Equal(6, all.Total);
        var counted = (await plan.AskAsync(about + "&_summary=count")).Expect(HttpStatusCode.OK);
        Assert.Equal(6, counted.Total);
        Assert.Empty(counted.Entries);

        var paged = new List<string>();
        for (var at = about + "&_count=4&_sort=-date"; at is not null; )
        {
            var page = (await plan.AskAsync(at)).Expect(HttpStatusCode.OK);
            paged.AddRange(page.Ids);
            at = page.Link("next");
        }

        Assert.Equal(all.Ids, paged);

        var day = server.Clock.GetUtcNow().ToString("yyyy-MM-dd");
        Assert.Equal(6, (await plan.AskAsync($"{about}&date=1999,{day}")).Total);
        Assert.Equal(6, (await plan.AskAsync($"{about}&_lastUpdated=ge{day}")).Total);
        Assert.Equal(0, (await plan.AskAsync($"{about}&_lastUpdated=lt{day}")).Total);
        Assert.Equal(0, (await plan.AskAsync($"{about}&date=gt{day}")).Total);
        Assert.Equal(5, (await plan.AskAsync($"{about}&action=R")).Total);
        Assert.Equal(1, (await plan.AskAsync($"{about}&action:not=R")).Total);
        Assert.Equal(6, (await plan.AskAsync($"{about}&purpose:missing=true")).Total);
        Assert.Equal(6, (await plan.AskAsync($"{about}&agent=nobody,dss")).Total);
        Assert.Equal(0, (await plan.AskAsync($"{about}&agent=nobody")).Total);
        Assert.Equal(
            6,
            (await plan.FormAsync("AuditEvent/_search", ("entity", $"Patient/{ours["id"]}"), ("agent", "dss"))).Total
        );
        var part = (await plan.AskAsync(about + "&_elements=recorded")).Expect(HttpStatusCode.OK);
        Assert.All(part.Entries, static entry => Assert.Equal("SUBSETTED", Tag(entry)));
        Assert.All(part.Entries, static entry => Assert.False(Resource(entry).TryGetProperty("outcome", out _)));
        (await plan.AskAsync(about + "&_sort=date")).Refused(HttpStatusCode.BadRequest, "search-sort");
        (await plan.AskAsync(about + "&patient.name=a")).Refused(HttpStatusCode.BadRequest, "search-chain");
        var strict = await plan.AskAsync(about + "&_include=AuditEvent:patient", ("Prefer", "handling=strict"));
        strict.Refused(HttpStatusCode.BadRequest, "search-include");
    }

    private static JsonElement Resource(JsonElement entry) => entry.GetProperty("resource");

    private static string Text(JsonElement entry, string name) => Resource(entry).GetProperty(name).GetString()!;

    private static string? Tag(JsonElement entry) =>
        Resource(entry).GetProperty("meta").GetProperty("tag")[0].GetProperty("code").GetString();
}
