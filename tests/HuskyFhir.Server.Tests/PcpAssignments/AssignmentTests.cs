using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace HuskyFhir.Server.Tests.PcpAssignments;

/// <summary>
/// An assignment, the member's record and the panel say the same, whichever of them is written; what cannot stand is
/// refused by its rule.
/// </summary>
public sealed class AssignmentTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Alone => true;

    protected override bool Samples => false;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Record_WrittenWithAnotherProvider_EndsOneAssignmentAndBeginsTheOther(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (one, two) = (await Practice.RoleAsync(plan), await Practice.RoleAsync(plan));
        var member = await plan.CreateAsync(Made.Patient(Made.Word(), pcp: one));
        Assert.Equal([one], await Practice.TeamsAsync(plan, member.At(), "active"));
        Assert.Equal([member.At()], Practice.Members(await Practice.PanelAsync(plan, one)));
        member["generalPractitioner"]![0]!["reference"] = two;
        (await plan.PutAsync(member)).Expect(HttpStatusCode.OK);
        Assert.Equal([two], await Practice.TeamsAsync(plan, member.At(), "active"));
        Assert.Equal([one], await Practice.TeamsAsync(plan, member.At(), "inactive"));
        Assert.Empty(Practice.Members(await Practice.PanelAsync(plan, one)));
        Assert.Equal([member.At()], Practice.Members(await Practice.PanelAsync(plan, two)));
        var over = (await plan.AskAsync($"CareTeam?patient={member["id"]}&status=inactive"))
            .Entries[0]
            .GetProperty("resource");
        Assert.Equal(
            "changed",
            over.GetProperty("extension")[0]
                .GetProperty("valueCodeableConcept")
                .GetProperty("coding")[0]
                .GetProperty("code")
                .GetString()
        );
        member.Remove("generalPractitioner");
        (await plan.PutAsync(member)).Expect(HttpStatusCode.OK);
        Assert.Empty(await Practice.TeamsAsync(plan, member.At(), "active"));
        Assert.Contains(
            (string)member["id"]!,
            (await plan.AskAsync($"Patient?general-practitioner:missing=true&_id={member["id"]}")).Ids
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Assignment_Written_ChangesTheRecordInTheSameTransaction(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (one, two) = (await Practice.RoleAsync(plan), await Practice.RoleAsync(plan));
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        var team = await plan.CreateAsync(Made.CareTeam(member.At(), one, "2025-03-01"));
        Assert.Equal(one, await Practice.RecordedAsync(plan, member.At()));
        team["participant"]![0]!["period"]!["end"] = "2026-11-22";
        var next = Made.CareTeam(member.At(), two, "2026-11-23");
        var bundle = new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["type"] = "transaction",
            ["entry"] = new JsonArray(Entry("PUT", team.At(), team), Entry("POST", "CareTeam", next)),
        };
        (
            await plan.RawAsync(
                HttpMethod.Post,
                string.Empty,
                System.Text.Encoding.UTF8.GetBytes(bundle.ToJsonString()),
                "application/fhir+json"
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal(two, await Practice.RecordedAsync(plan, member.At()));
        Assert.Equal([one], await Practice.TeamsAsync(plan, member.At(), "inactive"));
        var trail = await server.QueryAsync(
            $"SELECT a.detail, a.client FROM {server.Audit} a WHERE a.resource = $1 AND a.action = 'updated'",
            static row => (row.TextOrNull(0), row.Text(1)),
            Guid.Parse((string)member["id"]!)
        );
        Assert.Equal(2, trail.Count);
        Assert.All(
            trail,
            static each =>
                Assert.True(
                    each is ({ } detail, "plan-admin")
                        && detail.StartsWith("follows CareTeam/", StringComparison.Ordinal)
                )
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task WhatCannotStand_IsRefusedByItsRule_AndNothingIsStored(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (one, two) = (await Practice.RoleAsync(plan), await Practice.RoleAsync(plan));
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        await plan.CreateAsync(Made.CareTeam(member.At(), one, "2025-03-01"));
        (await plan.PostAsync(Made.CareTeam(member.At(), two, "2026-01-01"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "pcp-overlap"
        );
        (await plan.PostAsync(Made.CareTeam(member.At(), two, "2024-01-01", "2025-03-01", "inactive"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "pcp-overlap"
        );
        (await plan.PostAsync(Made.CareTeam(member.At(), two, "2024-06-01", "2024-01-01", "inactive"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "per-1"
        );
        (await plan.PostAsync(Made.CareTeam(member.At(), two, "2024-06-01", "2027-01-01", "inactive"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "assignment-status"
        );
        (await plan.PostAsync(Made.CareTeam(member.At(), two, "2024-06-01", "2024-07-01", "suspended"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "assignment-status"
        );
        var both = Made.CareTeam(member.At(), two, "2024-01-01", "2024-02-01", "inactive");
        both["participant"]!.AsArray().Add(both["participant"]![0]!.DeepClone());
        (await plan.PostAsync(both)).Refused(HttpStatusCode.UnprocessableEntity, "two-pcps");
        Assert.Equal(1, (await plan.AskAsync($"CareTeam?patient={member["id"]}")).Total);
        Assert.Equal(one, await Practice.RecordedAsync(plan, member.At()));
        await plan.CreateAsync(Made.CareTeam(member.At(), two, "2024-01-01", "2025-02-28", "inactive"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task FutureAssignment_IsSeenBefore_AndHoldsFromMidnightInConnecticut_EvenBeforeTheJob(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (one, two) = (await Practice.RoleAsync(plan), await Practice.RoleAsync(plan));
        var member = await plan.CreateAsync(Made.Patient(Made.Word(), pcp: one));
        var day = Moment.DayOf(server.Clock.GetUtcNow()).AddDays(3);
        (await plan.PostAsync(Made.PcpChange(member.At(), two, day.ToString("yyyy-MM-dd", null)))).Expect(
            HttpStatusCode.Created
        );
        Assert.Equal([two], await Practice.TeamsAsync(plan, member.At(), "proposed"));
        Assert.Equal(one, await Practice.RecordedAsync(plan, member.At()));
        var midnight = new DateTimeOffset(Moment.On(day).Ticks, TimeSpan.Zero);
        server.Clock.Advance(midnight - server.Clock.GetUtcNow() - TimeSpan.FromMinutes(1));
        using var before = server.As("plan-admin");
        Assert.Equal([member.At()], Practice.Members(await Practice.PanelAsync(before, one)));
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        using var after = server.As("plan-admin");
        Assert.Empty(Practice.Members(await Practice.PanelAsync(after, one)));
        Assert.Equal([member.At()], Practice.Members(await Practice.PanelAsync(after, two)));
        var jobs = server.Services.GetRequiredService<Jobs.JobRunner>();
        Assert.Equal("1 members", await jobs.RunAsync("assignments", TestContext.Current.CancellationToken));
        Assert.Equal("0 members", await jobs.RunAsync("assignments", TestContext.Current.CancellationToken));
        Assert.Equal(two, await Practice.RecordedAsync(after, member.At()));
        Assert.Equal([two], await Practice.TeamsAsync(after, member.At(), "active"));
        Assert.Equal([one], await Practice.TeamsAsync(after, member.At(), "inactive"));
    }

    private static JsonObject Entry(string method, string url, JsonObject resource) =>
        new()
        {
            ["resource"] = resource.DeepClone(),
            ["request"] = new JsonObject { ["method"] = method, ["url"] = url },
        };
}
