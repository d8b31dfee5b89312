using System.Net;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using HuskyFhir.Server.Tests.Documents;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Server.Tests.Security;
using HuskyFhir.Server.Tests.Views;
using HuskyFhir.Validation;
using Microsoft.Extensions.DependencyInjection;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Tests.Directives;

/// <summary><c>Patient/{id}/$directives</c>, as those ask who stand at the bedside.</summary>
public sealed class BedsideTests(PostgresServer postgres, Chromium chromium) : OnBoth(postgres), IClassFixture<Chromium>
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task WhatIsInForce_ComesInTheOrderInWhichItIsFollowed(string database)
    {
        var server = await ServerAsync(database);
        var it = await Case.NewAsync(server);
        var will = await WithPaperAsync(it, "living-will", "2026-01-15");
        await it.Plan.CreateAsync(it.Directive("living-will", "2020-01-15"));
        var molst = await it.Plan.CreateAsync(it.Directive("molst"));
        var speaks = await it.Plan.CreateAsync(
            it.Directive(
                "health-care-representative",
                "2026-02-01",
                Case.Agent(it.Sister, "75784-9"),
                Case.Agent(it.Spouse),
                Case.Witness("Ruth Ambler"),
                Case.Witness("Owen Pratt")
            )
        );
        var ended = it.Directive("dnr");
        ended["provision"] = new JsonObject
        {
            ["period"] = new JsonObject { ["start"] = "2026-01-15", ["end"] = "2026-03-01" },
        };
        ended = await it.Plan.CreateAsync(ended);
        using var ehr = server.As("ehr-riverbend");
        var asked = (await ehr.AskAsync($"{it.Member.At()}/$directives")).Expect(HttpStatusCode.OK);
        var entries = asked.Entries.Select(static entry => entry.GetProperty("resource")).ToList();
        string At(System.Text.Json.JsonElement resource) =>
            $"{resource.GetProperty("resourceType")}/{resource.GetProperty("id")}";
        Assert.Equal(
            [molst.At(), speaks.At(), it.Spouse, it.Sister, will.Consent.At(), will.Paper],
            entries[..^1].Select(At)
        );
        Assert.Equal("Yes", entries[^1].GetProperty("valueCodeableConcept").GetProperty("text").GetString());
        Assert.Equal("860-555-0142", entries[2].GetProperty("telecom")[0].GetProperty("value").GetString());
        Assert.Equal(
            Files.Pdf,
            (
                await ehr.AskAsync(
                    entries[5].GetProperty("content")[0].GetProperty("attachment").GetProperty("url").GetString()!
                )
            )
                .Expect(HttpStatusCode.OK)
                .Body
        );
        Assert.Contains(
            ended.At(),
            (await ehr.AskAsync($"{it.Member.At()}/$directives?at=2026-02-15"))
                .Entries.Select(static entry => entry.GetProperty("resource"))
                .Where(static each => each.TryGetProperty("id", out _))
                .Select(At)
        );
        var report = server
            .Services.GetRequiredService<ProfileValidator>()
            .Validate(new FhirJsonDeserializer().Deserialize<Bundle>(asked.Text), []);
        Assert.True(report.Valid, string.Join("; ", report.Issues));
        (await ehr.AskAsync($"{it.Member.At()}/$directives?at=soon")).Refused(
            HttpStatusCode.BadRequest,
            "operation-parameter"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task AMemberWithout_GetsTheFlagAlone(string database)
    {
        var it = await Case.NewAsync(await ServerAsync(database));
        var flag = (await it.Plan.AskAsync($"{it.Member.At()}/$directives")).Expect(HttpStatusCode.OK).Entries.Single();
        Assert.Equal(
            "No",
            flag.GetProperty("resource").GetProperty("valueCodeableConcept").GetProperty("text").GetString()
        );
        Assert.StartsWith("urn:uuid:", flag.GetProperty("fullUrl").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task AnotherEhr_FindsNobody_UnlessItBreaksTheGlass(string database)
    {
        var server = await ServerAsync(database);
        var it = await Case.NewAsync(server);
        var will = await WithPaperAsync(it, "living-will", "2026-01-15");
        using var harbor = server.As("ehr-harbor");
        var address = $"{it.Member.At()}/$directives";
        (await harbor.AskAsync(address)).Refused(HttpStatusCode.NotFound, "unknown-id");
        using var emergency = server.Anonymous().With(Emergency(server));
        (await emergency.AskAsync(address)).Refused(HttpStatusCode.Forbidden, "reason-required");
        var seen = (await emergency.AskAsync(address, ("X-Access-Reason", "unconscious after a fall"))).Expect(
            HttpStatusCode.OK
        );
        Assert.Contains(
            (string)will.Consent["id"]!,
            seen.Entries.Select(static entry => entry.GetProperty("resource").GetProperty("id").GetString())
        );
        var trail = await server.QueryAsync(
            $"SELECT client, outcome, detail FROM {server.Audit} a WHERE resource = $1 AND action = '$directives' ORDER BY id",
            static row => (row.Text(0), row.Text(1), row.TextOrNull(2)),
            Guid.Parse(it.MemberId)
        );
        Assert.Equal(
            [("ehr-harbor", "notfound"), ("ehr-harbor", "forbidden"), ("ehr-harbor", "ok")],
            trail.Select(static row => (row.Item1, row.Item2))
        );
    }

    [Fact]
    public async Task ThePage_CanBeReadAndPrinted_AndCallsTheAgent()
    {
        chromium.Require();
        var server = await ServerAsync("Sqlite");
        var it = await Case.NewAsync(server);
        await WithPaperAsync(it, "combined", "2026-01-15");
        await it.Plan.CreateAsync(it.Directive("dnr"));
        foreach (var phone in new[] { false, true })
        {
            var (page, complaints) = await chromium.OpenAsync(server.Token("ehr-riverbend"), phone: phone);
            await page.GotoAsync($"{server.Url}/{it.Member.At()}/$directives");
            Assert.Equal("Advance directives in force", await page.InnerTextAsync("h1"));
            Assert.Equal(
                ["Do not resuscitate (DNR) order", "Combined health care instructions"],
                await page.Locator("h3").AllInnerTextsAsync()
            );
            Assert.Equal("860-555-0142", await page.InnerTextAsync("a[href='tel:860-555-0142']"));
            Assert.Equal(1, await page.Locator("a[href*='/Binary/']").CountAsync());
            Assert.True(
                await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth")
            );
            Assert.Empty(complaints);
        }
    }

    private static string Emergency(HuskyServer server) => new Forger(server).Token("ehr-harbor", purpose: "BTG");

    private static async Task<(JsonObject Consent, string Paper)> WithPaperAsync(Case it, string kind, string signed)
    {
        var paper = Files.Document(it.Member.At(), await Files.StoredAsync(it.Plan, it.Member.At()));
        paper["category"] = new JsonArray(Case.Concept("http://loinc.org", "42348-3"));
        var stored = await it.Plan.CreateAsync(paper);
        var consent = it.Directive(kind, signed);
        consent["sourceReference"] = new JsonObject { ["reference"] = stored.At() };
        return (await it.Plan.CreateAsync(consent), stored.At());
    }
}
