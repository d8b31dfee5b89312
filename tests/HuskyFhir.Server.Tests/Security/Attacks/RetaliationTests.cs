using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Documents;
using HuskyFhir.Server.Tests.PcpAssignments;
using HuskyFhir.Server.Tests.Requests;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Requests.Asked;

namespace HuskyFhir.Server.Tests.Security.Attacks;

/// <summary>
/// No paper tells a practice of the grievance about it: what is about a request is seen by who may see the request, now
/// (42 CFR 438.402, 438.228).
/// </summary>
public sealed class RetaliationTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task PapersOfAGrievance_AreNothing_ToThePracticeThatItIsAbout(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend");
        using var agency = server.As("dss");
        var member = $"Patient/{world.Ours}";
        var (bytes, letter, answer) = (
            await Files.StoredAsync(plan, member),
            await Files.StoredAsync(plan, member),
            await Files.StoredAsync(plan, member)
        );
        var written = await plan.CreateAsync(Files.Document(member, letter));
        var grievance = await plan.CreateAsync(
            For("grievance", member, Link("letter", written.At()))
                .About("Organization/" + (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0])
        );
        var receipt = await plan.CreateAsync(Notice(Files.Document(member, bytes), grievance.At()));
        var unexplained = await plan.CreateAsync(Notice(Files.Document(member, answer), null));
        var notice = Made.Notice(member);
        notice["about"] = new JsonArray(new JsonObject { ["reference"] = grievance.At() });
        var told = await plan.CreateAsync(notice);
        var addendum = Files.Document(member, bytes);
        addendum["relatesTo"] = new JsonArray(
            new JsonObject
            {
                ["code"] = "appends",
                ["target"] = new JsonObject { ["reference"] = receipt.At() },
            }
        );
        var added = await plan.CreateAsync(addendum);
        string[] papers = [written.At(), receipt.At(), unexplained.At(), told.At(), added.At(), bytes, letter, answer];
        foreach (var paper in papers)
        {
            await HiddenLooks.NothingAsync(riverbend, paper, member);
            foreach (
                var trace in (await plan.AskAsync($"Provenance?target={paper.Split('/')[1]}"))
                    .Expect(HttpStatusCode.OK)
                    .Ids
            )
            foreach (var each in new[] { riverbend, agency })
                (await each.AskAsync($"Provenance/{trace}")).Refused(HttpStatusCode.NotFound, "unknown-id");
        }

        foreach (var document in new[] { receipt, written, unexplained })
        {
            var number = (string)document["identifier"]![0]!["value"]!;
            foreach (
                var query in new[]
                {
                    $"DocumentReference?identifier={number}",
                    $"DocumentReference?identifier={number}&_include=*&_revinclude=Provenance:target",
                    $"Provenance?target:DocumentReference.identifier={number}",
                }
            )
                Assert.Empty((await riverbend.AskAsync(query)).Expect(HttpStatusCode.OK).Entries);
            Assert.Equal(1, (await plan.AskAsync($"DocumentReference?identifier={number}")).Total);
        }
    }

    /// <summary>
    /// A document given with a grievance is hidden with it where it was written for it, and stays where it has a life of
    /// its own: nothing that the practice knows disappears.
    /// </summary>
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task DocumentOfAGrievance_IsHidden_UnlessItExistedForItsOwnSake(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend", "system/*.rs system/DocumentReference.c");
        var member = $"Patient/{world.Ours}";
        var clinic = "Organization/" + (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0];
        JsonObject Document(string type, string? author)
        {
            var document = Made.Document(member, "current", type, "2026-01-01", null);
            if (author is not null)
                document["author"] = new JsonArray(Asked.Reference(author));
            return document;
        }

        var diary = (await plan.CreateAsync(Document("34117-2", member))).At();
        var unsigned = (await plan.CreateAsync(Document("34117-2", null))).At();
        var note = (await plan.CreateAsync(Document("11488-4", clinic))).At();
        var sent = (await riverbend.CreateAsync(Document("11488-4", clinic))).At();
        var will = Document("86533-7", member);
        will["category"] = JsonNode.Parse("""[{"coding":[{"system":"http://loinc.org","code":"42348-3"}]}]""");
        var directive = (await plan.CreateAsync(will)).At();
        foreach (var each in new[] { diary, unsigned, note, sent, directive })
            (await riverbend.AskAsync(each)).Expect(HttpStatusCode.OK);
        var grievance = await plan.CreateAsync(
            For(
                    "grievance",
                    member,
                    [.. new[] { diary, unsigned, note, sent, directive }.Select(static at => Link("document", at))]
                )
                .About(clinic)
        );
        var later = (await plan.CreateAsync(Document("11488-4", clinic))).At();
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var added = (await riverbend.CreateAsync(Document("11488-4", clinic))).At();
        grievance = await MovedAsync(plan, grievance.In(Link("document", later), Link("document", added)));
        foreach (var each in new[] { note, sent, directive, added })
            (await riverbend.AskAsync(each)).Expect(HttpStatusCode.OK);
        foreach (var each in new[] { diary, unsigned, later })
            await HiddenLooks.NothingAsync(riverbend, each, member);
        // Who leaves the service's own record out does not open what it hides.
        grievance.Remove("extension");
        grievance = await MovedAsync(plan, grievance.To("in-progress"));
        await HiddenLooks.NothingAsync(riverbend, diary, member);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task TheReceiptInTheSamples_IsBetweenTheMemberAndThePlan(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend");
        var receipt = (await plan.AskAsync("DocumentReference?identifier=DOC-9000106-1"))
            .Entries.Single()
            .GetProperty("resource");
        Assert.Empty(
            (await riverbend.AskAsync("DocumentReference?identifier=DOC-9000106-1")).Expect(HttpStatusCode.OK).Entries
        );
        await HiddenLooks.NothingAsync(
            riverbend,
            "DocumentReference/" + receipt.GetProperty("id").GetString(),
            receipt.GetProperty("subject").GetProperty("reference").GetString()!
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task PapersOfARequest_ThatTheProviderMaySee_AreShown_AndHiddenWithIt(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend");
        var member = $"Patient/{world.Ours}";
        var change = await plan.CreateAsync(
            Made.PcpChange(member, await Practice.RoleAsync(plan, $"Organization/{world.Harbor}"), "2027-01-01")
        );
        var bytes = await Files.StoredAsync(plan, member);
        var receipt = await plan.CreateAsync(Notice(Files.Document(member, bytes), change.At()));
        var trace = (await plan.AskAsync($"Provenance?target={receipt.At()}")).Ids.Single();
        string[] papers = [receipt.At(), bytes, $"Provenance/{trace}"];
        foreach (var paper in papers)
            (await riverbend.AskAsync(paper)).Expect(HttpStatusCode.OK);
        // The member denies the practice its requests, and nothing of the papers is copied from then.
        var denial = await plan.CreateAsync(
            Made.Denial(
                member,
                new()
                {
                    ["class"] = new JsonArray(
                        new JsonObject { ["system"] = "http://hl7.org/fhir/resource-types", ["code"] = "Task" }
                    ),
                }
            )
        );
        foreach (var paper in papers)
            await HiddenLooks.NothingAsync(riverbend, paper, member);
        denial["status"] = "inactive";
        (await plan.PutAsync(denial)).Expect(HttpStatusCode.OK);
        foreach (var paper in papers)
            (await riverbend.AskAsync(paper)).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Provenance_IsSeenWithItsTarget_AlsoWhenThatIsHiddenLater(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend");
        var member = $"Patient/{world.Ours}";
        var document = await plan.CreateAsync(Made.Document(member, "current", "18842-5", "2026-01-01", null));
        var trace = $"Provenance/{(await plan.AskAsync($"Provenance?target={document.At()}")).Ids.Single()}";
        (await riverbend.AskAsync(trace)).Expect(HttpStatusCode.OK);
        document["securityLabel"] = JsonNode.Parse(
            """[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"HIV"}]}]"""
        );
        (await plan.PutAsync(document)).Expect(HttpStatusCode.OK);
        await HiddenLooks.NothingAsync(riverbend, trace, member);
        Assert.Equal(0, (await riverbend.AskAsync($"Provenance?target={document.At()}&_total=accurate")).Total);
        document.Remove("securityLabel");
        (await plan.PutAsync(document)).Expect(HttpStatusCode.OK);
        (await riverbend.AskAsync(trace)).Expect(HttpStatusCode.OK);
    }

    private static JsonObject Notice(JsonObject document, string? about)
    {
        document["category"] = JsonNode.Parse(
            $$"""[{"coding":[{"system":"{{Systems.Base}}/CodeSystem/husky-notice-kind","code":"acknowledgement"}]}]"""
        );
        if (about is not null)
            document["context"]!["related"] = new JsonArray(new JsonObject { ["reference"] = about });
        return document;
    }
}
