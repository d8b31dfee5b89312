using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Documents;
using HuskyFhir.Server.Tests.Operations;
using HuskyFhir.Server.Tests.Requests;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Requests.Asked;

namespace HuskyFhir.Server.Tests.PcpAssignments;

/// <summary>
/// Another PCP that a provider asks for takes the member's own word: a signed form, or the plan's confirmation (42 CFR
/// 431.51, free choice).
/// </summary>
public sealed class MembersWordTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task AttestedProvider_DoesNotTakeTheMemberOver_ByItsOwnRequest(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend");
        using var harbor = server.As("ehr-harbor", "system/*.cruds");
        var (here, there) = await RolesAsync(plan);
        var (member, described) = await Attestation.MemberAsync(server, here);
        await Attestation.MatchAsync(harbor, described with { Consent = Attestation.Of("1999900024") });
        (await harbor.AskAsync(member)).Expect(HttpStatusCode.OK);
        var task = await harbor.CreateAsync(
            Made.PcpChange(member, there).By(await Practice.OrganizationAsync(plan, there))
        );
        Assert.Equal(("on-hold", "awaiting-confirmation"), State(task));
        Assert.Equal(here, await Practice.RecordedAsync(plan, member));
        (await riverbend.AskAsync(member)).Expect(HttpStatusCode.OK);
        foreach (
            var move in new[] { task.To("accepted", "granted"), task.To("in-progress"), task.To("completed", "done") }
        )
            Assert.InRange((int)(await harbor.PutAsync(move)).Status, 403, 422);
        (await plan.PutAsync(task.To("accepted", "granted"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "reason-missing"
        );
        task = await MovedAsync(plan, Said(task.To("accepted", "granted"), "The member confirmed by telephone."));
        Assert.Equal(("completed", "done"), State(task));
        Assert.Equal(there, await Practice.RecordedAsync(plan, member));
        (await riverbend.AskAsync(member)).Expect(HttpStatusCode.NotFound);
        await ToldAsync(plan, member, await Practice.OrganizationAsync(plan, here));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task SignedForm_OfTheMember_LetsItBeDone_AndStaysWithTheRequest(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend", "system/*.cruds");
        var (here, there) = await RolesAsync(plan);
        var member = await MemberAsync(plan, pcp: here);
        var form = await FormAsync(riverbend, member);
        var other = await MemberAsync(plan, pcp: here);
        JsonObject Ask(params JsonObject[] inputs) => Made.PcpChange(member, there).In(inputs);
        (await riverbend.PostAsync(Ask(Link("signed-form", (await FormAsync(riverbend, other)).At())))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "form-of-another"
        );
        (
            await riverbend.PostAsync(
                Ask(
                    Link(
                        "signed-form",
                        (
                            await riverbend.CreateAsync(Made.Document(member, "current", "64292-6", "2026-11-23", null))
                        ).At()
                    )
                )
            )
        ).Refused(HttpStatusCode.UnprocessableEntity, "form-unfit");
        (
            await riverbend.PostAsync(Ask(Link("signed-form", (await FormAsync(riverbend, member, "superseded")).At())))
        ).Refused(HttpStatusCode.UnprocessableEntity, "form-unfit");
        (
            await riverbend.PostAsync(
                Ask(Link("signed-form", (await FormAsync(riverbend, member, author: false)).At()))
            )
        ).Refused(HttpStatusCode.UnprocessableEntity, "form-unfit");
        var done = await riverbend.CreateAsync(Ask(Link("signed-form", form.At())));
        Assert.Equal(("completed", "done"), State(done));
        Assert.Equal(there, await Practice.RecordedAsync(plan, member));
        Assert.Contains(form.At(), (await plan.AskAsync(done.At())).Text, StringComparison.Ordinal);
        // The old practice asked for it itself, and is told nothing that it does not know.
        Assert.Equal(0, (await plan.AskAsync($"Communication?patient={member}&category=pcp-ended")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Form_ThatComesLater_IsEnough_AndTheMembersOwnRequestIsNotKeptWaiting(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend", "system/*.cruds");
        var (here, there) = await RolesAsync(plan);
        var member = await MemberAsync(plan, pcp: here);
        var waits = await riverbend.CreateAsync(Made.PcpChange(member, there));
        Assert.Equal(("on-hold", "awaiting-confirmation"), State(waits));
        Assert.NotNull(Due(waits));
        (await riverbend.PostAsync(Made.PcpChange(member, there))).Refused(HttpStatusCode.Conflict, "twice");
        var third = await Practice.RoleAsync(plan);
        Assert.Equal(("completed", "done"), State(await plan.CreateAsync(Made.PcpChange(member, third))));
        (await riverbend.AskAsync(member)).Expect(HttpStatusCode.NotFound);
        await plan.CreateAsync(Made.PcpChange(member, here));
        var form = await FormAsync(riverbend, member);
        var done = await MovedAsync(riverbend, waits.DeepClone().AsObject().In(Link("signed-form", form.At())));
        Assert.Equal(("completed", "done"), State(done));
        Assert.Equal(there, await Practice.RecordedAsync(plan, member));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task UnconfirmedRequest_IsDeclinedByThePlan_AndTakenBackByWhoAsked(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend", "system/*.cruds");
        var (here, there) = await RolesAsync(plan);
        var member = await MemberAsync(plan, pcp: here);
        var declined = await riverbend.CreateAsync(Made.PcpChange(member, there));
        Assert.Equal(
            ("rejected", "declined"),
            State(await MovedAsync(plan, Said(declined.To("rejected", "declined"), "The member did not ask for it.")))
        );
        var withdrawn = await riverbend.CreateAsync(Made.PcpChange(member, there));
        Assert.Equal(("cancelled", "withdrawn"), State(await MovedAsync(riverbend, withdrawn.To("cancelled"))));
        // A provider's fax that the plan's staff enters takes the member's word no less.
        var entered = await plan.CreateAsync(
            Made.PcpChange(member, there).By(await Practice.OrganizationAsync(plan, there))
        );
        Assert.Equal(("on-hold", "awaiting-confirmation"), State(entered));
        Assert.Equal(here, await Practice.RecordedAsync(plan, member));
    }

    private static async Task<(string Here, string There)> RolesAsync(HttpClient plan)
    {
        var (ours, theirs) = (
            (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0],
            (await plan.AskAsync("Organization?identifier=1999900024")).Ids[0]
        );
        return (
            await Practice.RoleAsync(plan, $"Organization/{ours}"),
            await Practice.RoleAsync(plan, $"Organization/{theirs}")
        );
    }

    private static JsonObject Said(JsonObject task, string why)
    {
        task["statusReason"] = new JsonObject { ["text"] = why };
        return task;
    }

    private static async Task<JsonObject> FormAsync(
        HttpClient client,
        string member,
        string status = "current",
        bool author = true
    )
    {
        var form = Files.Document(member, await Files.StoredAsync(client, member));
        form["status"] = status;
        form["category"] = JsonNode.Parse(
            $$"""[{"coding":[{"system":"{{Systems.Base}}/CodeSystem/husky-document-kind","code":"pcp-selection-form"}]}]"""
        );
        if (author)
            form["author"] = new JsonArray(Asked.Reference(member));
        return await client.CreateAsync(form);
    }

    private static async Task ToldAsync(HttpClient plan, string member, string organization)
    {
        var notice = Assert
            .Single(
                (await plan.AskAsync($"Communication?patient={member}&category=pcp-ended"))
                    .Expect(HttpStatusCode.OK)
                    .Entries
            )
            .GetProperty("resource");
        Assert.Equal(organization, notice.GetProperty("recipient")[0].GetProperty("reference").GetString());
        Assert.Contains(
            "no longer",
            notice.GetProperty("payload")[0].GetProperty("contentString").GetString(),
            StringComparison.Ordinal
        );
    }
}
