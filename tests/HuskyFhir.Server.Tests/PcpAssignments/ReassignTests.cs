using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Exchange.Loading;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Plan.PcpAssignments.Leaving;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace HuskyFhir.Server.Tests.PcpAssignments;

/// <summary>
/// A practitioner leaves: the members are listed, and go to others by rule or by file, with every version, audit row
/// and change row.
/// </summary>
public sealed class ReassignTests(PostgresServer postgres) : OnBoth(postgres)
{
    /// <summary>Set higher by hand to measure; the figures are in the README of the benchmarks.</summary>
    private static int Many =>
        int.TryParse(Environment.GetEnvironmentVariable("HUSKY_REASSIGN"), out var many) ? many : 600;

    protected override bool Samples => false;

    protected override bool Alone => true;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Members_GoToTheNearestOfTheSameSpecialty_AsFarAsThereIsRoom(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var leaving = await Practice.NewAsync(plan);
        string Specialty(JsonObject role) => (string)(role["specialty"]![0]!["coding"]![0]!["code"] = "208D00000X")!;
        Specialty(leaving);
        var site = leaving["location"]!.DeepClone();
        var role = await plan.CreateAsync(leaving);
        var near = await Practice.RoleAsync(
            plan,
            change: each =>
            {
                Specialty(each);
                each["location"] = site.DeepClone();
                each["extension"] = JsonNode.Parse(
                    """[{"url":"https://fhir.huskyfhir.example/StructureDefinition/husky-panel-limit","valuePositiveInt":2}]"""
                );
            }
        );
        var far = await Practice.RoleAsync(
            plan,
            change: each =>
            {
                Specialty(each);
                each["extension"] = JsonNode.Parse(
                    """[{"url":"https://fhir.huskyfhir.example/StructureDefinition/husky-panel-limit","valuePositiveInt":1}]"""
                );
            }
        );
        await Practice.RoleAsync(plan); // another specialty
        foreach (var _ in Enumerable.Range(0, 4))
            await plan.CreateAsync(Made.Patient(Made.Word(), pcp: role.At()));
        var reassigner = server.Services.GetRequiredService<Reassigner>();
        var id = Guid.Parse((string)role["id"]!);
        Assert.Equal(4, (await plan.AskAsync($"CareTeam?participant={role.At()}&status=active")).Total);
        var report = await reassigner.ByRuleAsync(
            id,
            null,
            AssignmentTerms.ProviderLeft,
            null,
            TestContext.Current.CancellationToken
        );
        Assert.Equal((3, 1), (report.Done, report.Left.Count));
        Assert.Equal(2, Practice.Members(await Practice.PanelAsync(plan, near)).Count);
        Assert.Single(Practice.Members(await Practice.PanelAsync(plan, far)));
        Assert.Equal(
            $"Patient/{report.Left[0]:D}",
            Assert.Single(Practice.Members(await Practice.PanelAsync(plan, role.At())))
        );
        var last = JsonNode.Parse((await plan.AskAsync($"Patient/{report.Left[0]:D}")).Body)!;
        var target = await Practice.NewAsync(plan);
        await plan.CreateAsync(target);
        var file = new[]
        {
            "client_id,provider",
            $"{last["identifier"]![0]!["value"]},{target["identifier"]![0]!["value"]}",
            "nobody,nowhere",
            "only one",
        };
        var filed = await reassigner.ByFileAsync(
            file,
            null,
            AssignmentTerms.ProviderLeft,
            null,
            TestContext.Current.CancellationToken
        );
        Assert.Equal((1, 2), (filed.Done, filed.Reasons.Count));
        Assert.Empty(await reassigner.MembersAsync(id, null, TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ManyMembers_AreReassigned_WithEveryVersionAuditAndChangeRow_AndThePanelReads(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (one, two) = (await Practice.RoleAsync(plan), await Practice.RoleAsync(plan));
        await LoadAsync(server, Many, await KeyAsync(plan, one));
        var members = await server
            .Services.GetRequiredService<Reassigner>()
            .MembersAsync(Guid.Parse(one["PractitionerRole/".Length..]), null, TestContext.Current.CancellationToken);
        Assert.Equal(Many, members.Count);
        var panel = (await Practice.PanelAsync(plan, one))!;
        for (var warm = 0; warm < 5; warm++)
            await plan.AskAsync(panel.At());
        var watch = Stopwatch.StartNew();
        var reply = (await plan.AskAsync(panel.At())).Expect(HttpStatusCode.OK);
        TestContext.Current.SendDiagnosticMessage(
            $"{database}: panel of {Many} read in {watch.Elapsed.TotalMilliseconds:F1} ms"
        );
        Assert.Equal(Many, Practice.Members(JsonNode.Parse(reply.Body)!.AsObject()).Count);
        var assigner = server.Services.GetRequiredService<Assigner>();
        watch.Restart();
        foreach (var chunk in members.Chunk(Assigner.Chunk))
            Assert.True(
                (
                    await assigner.ApplyAsync(
                        [
                            .. chunk.Select(member => new AssignmentChange(
                                member,
                                new(two),
                                null,
                                AssignmentTerms.ProviderLeft
                            )),
                        ],
                        Core.Access.Caller.Operator,
                        "reassign-test",
                        TestContext.Current.CancellationToken
                    )
                ).Try(out _, out var fault),
                fault?.Summary
            );
        TestContext.Current.SendDiagnosticMessage(
            $"{database}: {Many} members reassigned in {watch.Elapsed.TotalSeconds:F1} s"
        );
        Assert.Equal(Many, Practice.Members(await Practice.PanelAsync(plan, two)).Count);
        // Two assignments and the record of each, and the panel of the other organisation.
        Assert.Equal(
            [(3L * Many) + 1],
            await server.QueryAsync(
                "SELECT COUNT(*) FROM audit WHERE request = 'reassign-test'",
                static row => row.Long(0)
            )
        );
        Assert.Equal(
            [2L * Many],
            await server.QueryAsync(
                "SELECT COUNT(*) FROM changes c WHERE c.version = 2 AND c.type IN ('Patient', 'CareTeam') AND EXISTS (SELECT 1 FROM assignments a WHERE a.member = c.member AND a.role = $1)",
                static row => row.Long(0),
                Guid.Parse(two["PractitionerRole/".Length..])
            )
        );
        Assert.Equal(
            [0L],
            await server.QueryAsync(
                "SELECT COUNT(*) FROM attributions g JOIN assignments a ON a.member = g.member AND a.role = $1 JOIN refs o ON o.owner = a.role AND o.part = 'organization' WHERE g.organization = o.target_id",
                static row => row.Long(0),
                Guid.Parse(one["PractitionerRole/".Length..])
            )
        );
    }

    private static async Task<string> KeyAsync(HttpClient plan, string role) =>
        JsonNode.Parse((await plan.AskAsync(role)).Body)!["identifier"]![0]!["value"]!.GetValue<string>();

    private static async Task LoadAsync(HuskyServer server, int members, string role)
    {
        var folder = Directory.CreateTempSubdirectory("husky-reassign-").FullName;
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "Patient.ndjson"),
            Enumerable
                .Range(0, members)
                .Select(at =>
                {
                    var patient = Made.Patient(
                        Made.Word(),
                        pcp: $"PractitionerRole?identifier={Systems.RoleKey}|{role}"
                    );
                    patient["id"] = $"m{at}";
                    return patient.ToJsonString();
                })
        );
        var report = await ActivatorUtilities
            .CreateInstance<Loader>(server.Services)
            .LoadAsync([folder], "reassign", null, TestContext.Current.CancellationToken);
        Assert.Equal((members, 0L), (report.Created, report.Refusals));
        Directory.Delete(folder, recursive: true);
    }
}
