using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.PcpAssignments;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Requests.Asked;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>Who may ask, who may move, and who sees it.</summary>
public sealed class RequesterTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Provider_AppealsItsOwnDenial_AndWaitsForTheMembersAuthorisation(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend", "system/*.cruds");
        var organization = "Organization/" + (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0];
        var member = await MemberAsync(plan, pcp: await Practice.RoleAsync(plan, organization));
        var (own, others) = (
            await DecisionAsync(plan, member, requestor: organization),
            await DecisionAsync(plan, member)
        );
        (await riverbend.PostAsync(For("appeal", member).About(others).By(organization))).Refused(
            HttpStatusCode.Forbidden,
            "not-own-decision"
        );
        var task = await riverbend.CreateAsync(For("appeal", member).About(own).By(organization));
        Assert.Equal(("on-hold", "awaiting-information"), State(task));
        Assert.Equal(
            ("provider", "true"),
            (Clock(task, "filed-by"), Clock(task, "awaits-authorization")!.ToLowerInvariant())
        );
        (await plan.PutAsync(task.To("in-progress"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "authorization-missing"
        );
        (await riverbend.PutAsync(task.To("in-progress"))).Refused(HttpStatusCode.Forbidden, "role-not-allowed");
        var owned = task.DeepClone().AsObject();
        owned["owner"] = Asked.Reference(organization);
        (await riverbend.PutAsync(owned)).Refused(HttpStatusCode.Forbidden, "only-inputs");
        var paper = (await plan.CreateAsync(Made.Document(member, "current", "64292-6", "2026-11-23", null))).At();
        task = JsonNode
            .Parse(
                (await riverbend.PutAsync(task.DeepClone().AsObject().In(Link("representative-authorization", paper))))
                    .Expect(HttpStatusCode.OK)
                    .Body
            )!
            .AsObject();
        Assert.Equal(("received", "acknowledged"), State(task));
        Assert.Null(Clock(task, "awaits-authorization"));
        task = JsonNode
            .Parse((await riverbend.PutAsync(task.To("cancelled"))).Expect(HttpStatusCode.OK).Body)!
            .AsObject();
        Assert.Equal(("cancelled", "withdrawn"), State(task));
        Assert.Equal(3, (await plan.AskAsync($"Provenance?target={task.At()}")).Ids.Count);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Grievance_IsSeenByNoProvider_WhoeverSentIt(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend", "system/*.cruds");
        using var emergency = server.As("ehr-riverbend", purpose: "BTG");
        emergency.DefaultRequestHeaders.Add("X-Access-Reason", "Unconscious in the emergency room");
        var organization = "Organization/" + (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0];
        var member = await MemberAsync(plan, pcp: await Practice.RoleAsync(plan, organization));
        foreach (var kind in new[] { "grievance", "complaint" })
        {
            var task = await plan.CreateAsync(For(kind, member).About(organization));
            Assert.Equal("2027-02-21", Due(task));
            foreach (var provider in new[] { riverbend, emergency })
            {
                (await provider.AskAsync(task.At())).Expect(HttpStatusCode.NotFound);
                Assert.Equal(0, (await provider.AskAsync($"Task?patient={member}&_total=accurate")).Total);
                Assert.DoesNotContain((string)task["id"]!, (await provider.AskAsync($"{member}/$everything")).Text);
            }

            (await riverbend.PutAsync(task.To("cancelled"))).Expect(HttpStatusCode.MethodNotAllowed);
            (await riverbend.PostAsync(For(kind, member).By(organization))).Expect(HttpStatusCode.Forbidden);
            (await plan.PutAsync(task.To("rejected", reason: "accurate"))).Refused(
                HttpStatusCode.UnprocessableEntity,
                "grievance-not-refused"
            );
        }

        var raised = (await plan.CreateAsync(For("complaint", member))).To("accepted");
        raised["code"]!["coding"]![0]!["code"] = "grievance";
        raised = await MovedAsync(plan, raised);
        Assert.Equal((("accepted", "in-queue"), "grievance-resolution"), (State(raised), Clock(raised, "clock")));
        raised = await MovedAsync(
            plan,
            raised.To("completed").Out(Text("resolution", "The practice has another telephone now."))
        );
        Assert.Equal(("completed", "done"), State(raised));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Representative_WithoutAuthority_WaitsForTheMembersAuthorisation(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await MemberAsync(plan);
        async Task<string> PersonAsync(string relation)
        {
            var person = Made.RelatedPerson(member, Made.Word());
            person["relationship"]![0]!["coding"]![0]!["code"] = relation;
            return (await plan.CreateAsync(person)).At();
        }

        var (guardian, friend, parent) = (
            await PersonAsync("GUARD"),
            await PersonAsync("FRND"),
            await PersonAsync("PRN")
        );
        Assert.Equal("requested", (string?)(await plan.CreateAsync(For("grievance", member).By(guardian)))["status"]);
        foreach (var person in new[] { friend, parent }) // the member is of age
        {
            var task = await plan.CreateAsync(For("grievance", member).By(person));
            Assert.Equal(("on-hold", "awaiting-information"), State(task));
            (await plan.PutAsync(task.To("in-progress"))).Refused(
                HttpStatusCode.UnprocessableEntity,
                "authorization-missing"
            );
            (await plan.PutAsync(task.To("received", "acknowledged"))).Refused(
                HttpStatusCode.UnprocessableEntity,
                "authorization-missing"
            );
            var paper = (await plan.CreateAsync(Made.Document(member, "current", "64292-6", "2026-11-23", null))).At();
            task = await MovedAsync(plan, task.DeepClone().AsObject().In(Link("representative-authorization", paper)));
            Assert.Equal(("received", "acknowledged"), State(task));
        }

        var stranger = (await plan.CreateAsync(Made.RelatedPerson(await MemberAsync(plan), Made.Word()))).At();
        (await plan.PostAsync(For("grievance", member).By(stranger))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "requester-of-another"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EachKindOfService_IsAskedAndAnswered(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await MemberAsync(plan);
        foreach (
            var (kind, input) in new (string, JsonObject?)[]
            {
                ("appointment-help", null),
                (
                    "second-opinion",
                    With("specialty", "valueCodeableConcept", JsonNode.Parse("""{"text":"Cardiology"}""")!)
                ),
                (
                    "translation-services",
                    With("language", "valueCodeableConcept", JsonNode.Parse("""{"text":"Polish"}""")!)
                ),
                ("benefit-information", Text("question", "Is it covered?")),
                ("treatment-information", Text("question", "What else is there?")),
                ("financial-program-information", Text("question", "Who helps?")),
                ("provider-contact", Text("question", "Where?")),
            }
        )
        {
            if (input is not null)
                (await plan.PostAsync(For(kind, member))).Refused(HttpStatusCode.UnprocessableEntity, "input-missing");
            var task = await plan.CreateAsync(input is null ? For(kind, member) : For(kind, member, input));
            Assert.Equal("2026-12-08", Due(task));
            task = await MovedAsync(plan, task.To("received"));
            (await plan.PutAsync(task.To("completed"))).Refused(HttpStatusCode.UnprocessableEntity, "output-missing");
            task = await MovedAsync(plan, task.To("completed").Out(Text("answer", "By telephone.")));
            Assert.Equal(("completed", "done"), State(task));
            (await plan.PutAsync(task.To("cancelled"))).Refused(HttpStatusCode.Conflict, "move-not-allowed");
        }

        var request = For(
                "data-request",
                member,
                With(
                    "data-query",
                    "valueString",
                    "Observation?patient=x",
                    "http://hl7.org/fhir/us/davinci-hrex/CodeSystem/hrex-temp"
                )
            )
            .By((await plan.CreateAsync(Made.Organization(Made.Word()))).At());
        request["code"]!["coding"]![0]!["system"] = "http://hl7.org/fhir/us/davinci-hrex/CodeSystem/hrex-temp";
        request["owner"] = Asked.Reference((await plan.CreateAsync(Made.Organization(Made.Word()))).At());
        var data = await plan.CreateAsync(request);
        Assert.Equal("2026-11-24", Due(data));
        (await plan.PostAsync(Unknown(For("grievance", member)))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "code-not-in-system"
        );
    }

    private static JsonObject Unknown(JsonObject task)
    {
        task["code"]!["coding"]![0]!["code"] = "something-else";
        return task;
    }
}
