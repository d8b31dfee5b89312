using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Access;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace HuskyFhir.Server.Tests.Store;

/// <summary>
/// Which organisation a member is attributed to follows both ends of the chain, also when both change at once.
/// </summary>
public sealed class AttributionTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ChangeOfPcp_WhileTheRoleMoves_EndsAtTheRolesOrganization(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (one, two) = (
            await plan.CreateAsync(Made.Organization(Made.Word())),
            await plan.CreateAsync(Made.Organization(Made.Word()))
        );
        for (var round = 0; round < 15; round++)
        {
            var role = await plan.CreateAsync(Made.Role(one.At()));
            var members = await Task.WhenAll(
                Enumerable.Range(0, 6).Select(_ => plan.CreateAsync(Made.Patient(Made.Word())))
            );
            foreach (var member in members)
                member["generalPractitioner"] = JsonNode.Parse($$"""[{"reference":"{{role.At()}}"}]""");
            role["organization"]!["reference"] = two.At();
            var replies = await Task.WhenAll([
                .. members.Take(3).Select(member => plan.PutAsync(member)),
                plan.PutAsync(role),
                .. members.Skip(3).Select(member => plan.PutAsync(member)),
            ]);
            Assert.All(replies, static reply => reply.Expect(HttpStatusCode.OK));
            foreach (var member in members)
                Assert.Equal(
                    [Guid.Parse((string)two["id"]!)],
                    await server.QueryAsync(
                        "SELECT organization FROM attributions WHERE member = $1",
                        static row => row.Uuid(0),
                        Guid.Parse((string)member["id"]!)
                    )
                );
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task MemberWithTwoPcps_IsRefused(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var one = await plan.CreateAsync(Made.Organization(Made.Word()));
        var roles = new[] { await plan.CreateAsync(Made.Role(one.At())), await plan.CreateAsync(Made.Role(one.At())) };
        var patient = Made.Patient(Made.Word());
        patient["generalPractitioner"] = new JsonArray([
            .. roles.Select(static role => new JsonObject { ["reference"] = role.At() }),
        ]);
        (await plan.PostAsync(patient)).Refused(HttpStatusCode.UnprocessableEntity, "two-pcps");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task RoleThatIsNotInUse_OrIsOver_AttributesNobody(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var role = await plan.CreateAsync(Made.Role((await plan.CreateAsync(Made.Organization(Made.Word()))).At()));
        var member = Guid.Parse((string)(await plan.CreateAsync(Made.Patient(Made.Word(), pcp: role.At())))["id"]!);
        Task<List<long>> UntilAsync() =>
            server.QueryAsync("SELECT until FROM attributions WHERE member = $1", static row => row.Long(0), member);
        Assert.Equal([long.MaxValue], await UntilAsync());
        role["active"] = false;
        (await plan.PutAsync(role)).Expect(HttpStatusCode.OK);
        Assert.Empty(await UntilAsync());
        (role["active"], role["period"]) = (true, JsonNode.Parse("""{"end":"2027-01-31"}"""));
        (await plan.PutAsync(role)).Expect(HttpStatusCode.OK);
        Assert.Equal([new DateTimeOffset(2027, 2, 1, 5, 0, 0, TimeSpan.Zero).UtcTicks], await UntilAsync());
        role["period"]!["end"] = "2026-06-30";
        (await plan.PutAsync(role)).Expect(HttpStatusCode.OK);
        Assert.Empty(await UntilAsync());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ReferenceByTheServicesOwnAddress_CountsAsLocal(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        var payor = await plan.CreateAsync(Made.Organization(Made.Word()));
        var coverage = await plan.CreateAsync(Made.Coverage($"{server.Url}/{patient.At()}", payor.At()));
        Assert.Equal(patient.At(), (string?)coverage["beneficiary"]!["reference"]);
        Assert.Equal(1, (await plan.AskAsync($"Coverage?patient={patient["id"]}")).Total);
        (
            await plan.PostAsync(
                Made.Coverage($"{server.Url}/Patient/01900000-0000-7000-8000-000000000000", payor.At())
            )
        ).Refused(HttpStatusCode.UnprocessableEntity, "reference-unknown");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task TwoRolesThatMove_WrittenInOneTransaction_TakeTheirMembersAlong(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (one, two) = (
            await plan.CreateAsync(Made.Organization(Made.Word())),
            await plan.CreateAsync(Made.Organization(Made.Word()))
        );
        var roles = new[] { await plan.CreateAsync(Made.Role(one.At())), await plan.CreateAsync(Made.Role(one.At())) };
        var members = await Task.WhenAll(
            roles.Select(role => plan.CreateAsync(Made.Patient(Made.Word(), pcp: role.At())))
        );
        var type = PlanCatalog.Types.Find("PractitionerRole")!;
        var units = roles
            .Select(role =>
            {
                role["organization"]!["reference"] = two.At();
                var resource = server
                    .Services.GetRequiredService<Intake>()
                    .Take(type, Encoding.UTF8.GetBytes(role.ToJsonString()))
                    .Value;
                var ask = new UpdateCommand(
                    type,
                    new(Caller.Operator, RowFilter.Everything),
                    Guid.Parse((string)role["id"]!),
                    resource
                );
                return new WriteUnit("test", [PreparedWrite.From(ask, server.Clock.GetUtcNow())]);
            })
            .ToList();
        var answers = await server
            .Services.GetRequiredService<WritePipeline>()
            .ApplyAsync(units, TestContext.Current.CancellationToken);
        Assert.All(answers, static answer => Assert.Null(answer.Fault));
        foreach (var member in members)
            Assert.Equal(
                [Guid.Parse((string)two["id"]!)],
                await server.QueryAsync(
                    "SELECT organization FROM attributions WHERE member = $1",
                    static row => row.Uuid(0),
                    Guid.Parse((string)member["id"]!)
                )
            );
    }
}
