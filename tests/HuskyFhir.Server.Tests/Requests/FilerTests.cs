using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Jobs;
using HuskyFhir.Server.Tests.Operations;
using HuskyFhir.Server.Tests.PcpAssignments;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Requests.Asked;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>
/// A provider's request is its organisation's: no other moves it, and what the service adds to it is not held against
/// it.
/// </summary>
public sealed class FilerTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Request_OfOneOrganisation_IsMovedByNoOther_ThoughItSeesIt(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend", "system/*.cruds");
        using var harbor = server.As("ehr-harbor", "system/*.cruds");
        var (riverbends, harbors) = await OrganizationsAsync(plan);
        var (member, person) = await Attestation.MemberAsync(server, await Practice.RoleAsync(plan, riverbends));
        await Asked.EnrolAsync(plan, member, "HUSKY-A");
        await Attestation.MatchAsync(harbor, person with { Consent = Attestation.Of("1999900024") });
        var appeal = await riverbend.CreateAsync(
            For("appeal", member).About(await DecisionAsync(plan, member, requestor: riverbends)).By(riverbends)
        );
        var entered = await plan.CreateAsync(
            For("appeal", member).About(await DecisionAsync(plan, member, requestor: riverbends)).By(riverbends)
        );
        var change = await riverbend.CreateAsync(Made.PcpChange(member, await Practice.RoleAsync(plan, harbors)));
        foreach (var task in new[] { appeal, entered, change })
        {
            (await harbor.AskAsync(task.At())).Expect(HttpStatusCode.OK);
            (await harbor.PutAsync(task.To("cancelled"))).Refused(HttpStatusCode.Forbidden, "withdraw-not-own");
            (await harbor.TransactAsync(Running.Bundles.Put(task.To("cancelled")))).Refused(
                HttpStatusCode.Forbidden,
                "withdraw-not-own"
            );
            (await harbor.PutAsync(task.DeepClone().AsObject().In(Text("letter", "Ours, too")))).Refused(
                HttpStatusCode.Forbidden,
                "withdraw-not-own"
            );
            Assert.Equal(
                ("cancelled", "withdrawn"),
                State(await MovedAsync(riverbend, task.To("cancelled", "withdrawn")))
            );
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Requester_IsTheCallersOwn_ByOrganisationRoleAndPractitioner(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend", "system/*.cruds");
        var (riverbends, harbors) = await OrganizationsAsync(plan);
        var (ours, theirs) = (await Practice.RoleAsync(plan, riverbends), await Practice.RoleAsync(plan, harbors));
        var member = await MemberAsync(plan, pcp: ours);
        async Task<string> PersonAsync(string role) =>
            (string)(await Asked.ReadAsync(plan, role))["practitioner"]!["reference"]!;
        var stranger = (
            await plan.CreateAsync(Made.RelatedPerson(await MemberAsync(plan, pcp: ours), Made.Word()))
        ).At();
        foreach (var foreign in new[] { harbors, theirs, await PersonAsync(theirs) })
            Assert.Equal(
                (foreign, "request-requester"),
                (
                    foreign,
                    (await riverbend.PostAsync(For("appointment-help", member).By(foreign)))
                        .Expect(HttpStatusCode.UnprocessableEntity)
                        .Detail
                )
            );
        foreach (
            var foreign in new[]
            {
                stranger,
                await MemberAsync(plan, pcp: ours),
                theirs,
                "https://clinic.example/Practitioner/1",
            }
        )
            (await riverbend.PostAsync(Made.PcpChange(member, theirs).By(foreign))).Refused(
                HttpStatusCode.UnprocessableEntity,
                "request-requester"
            );
        foreach (var own in new[] { riverbends, ours, await PersonAsync(ours) })
            await riverbend.CreateAsync(For("appointment-help", member).By(own));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Request_IsStillTheFilersToTouch_OnceTheServiceHasTold(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend", "system/*.cruds");
        var (riverbends, _) = await OrganizationsAsync(plan);
        var member = await MemberAsync(plan, pcp: await Practice.RoleAsync(plan, riverbends));
        var task = await riverbend.CreateAsync(For("appointment-help", member).By(riverbends));
        await JobList.Find("acknowledgements")!.Run(server.Services, "test", TestContext.Current.CancellationToken);
        task = await Asked.ReadAsync(riverbend, task.At());
        Assert.Contains("husky-sent-notice", task.ToJsonString(), StringComparison.Ordinal);
        task = await MovedAsync(riverbend, task.In(Text("letter", "The afternoon suits.")));
        var without = task.DeepClone().AsObject();
        without["extension"] = new JsonArray([
            .. task["extension"]!
                .AsArray()
                .Where(static each => !((string)each!["url"]!).EndsWith("husky-sent-notice", StringComparison.Ordinal))
                .Select(static each => each!.DeepClone()),
        ]);
        task = await MovedAsync(riverbend, without.In(Text("letter", "Or the morning.")));
        Assert.Contains("husky-sent-notice", task.ToJsonString(), StringComparison.Ordinal);
        var foreign = task.DeepClone().AsObject();
        foreign["extension"]!
            .AsArray()
            .Add(
                JsonNode.Parse(
                    """{"url":"https://clinic.example/seen","valueReference":{"reference":"Communication/01900000-0000-7000-8000-000000000000"}}"""
                )
            );
        (await riverbend.PutAsync(foreign)).Refused(HttpStatusCode.UnprocessableEntity, "reference-unknown");
        Assert.Equal(("cancelled", "withdrawn"), State(await MovedAsync(riverbend, task.To("cancelled", "withdrawn"))));
    }

    private static async Task<(string Riverbend, string Harbor)> OrganizationsAsync(HttpClient plan) =>
        (
            "Organization/" + (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0],
            "Organization/" + (await plan.AskAsync("Organization?identifier=1999900024")).Ids[0]
        );
}
