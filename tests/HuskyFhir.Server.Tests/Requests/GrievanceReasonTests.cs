using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Requests.Asked;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>Reasons of grievances are coded; discrimination and retaliation have an owner and a time of their own.</summary>
public sealed class GrievanceReasonTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Samples => false;

    protected override bool Profiles => true;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Reason_IsACode(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await OfficialAsync(plan);
        (await plan.PostAsync(Told(For("grievance", member)))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "code-not-in-value-set"
        );
        (await plan.PostAsync(Told(For("complaint", member), "weather"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "code-not-in-system"
        );
        var task = await plan.CreateAsync(Told(For("grievance", member), "waiting"));
        Assert.Equal(("grievance-resolution", "2027-02-21"), (Clock(task, "clock"), Due(task)));
        Assert.Null(task["owner"]);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Discrimination_GoesToTheCoordinator_WithItsOwnTime(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await OfficialAsync(plan);
        foreach (var reason in new[] { "retaliation", "discrimination-disability", "discrimination-national-origin" })
        {
            var task = await plan.CreateAsync(Told(For("grievance", member), reason));
            Assert.Equal(("civil-rights-grievance", "2026-12-23"), (Clock(task, "clock"), Due(task)));
            Assert.Contains("45 CFR 92.8", Clock(task, "reason"));
            Assert.Equal("Section 1557 Coordinator", (string?)task["owner"]!["display"]);
        }

        // Found out later: from then on.
        var complaint = await plan.CreateAsync(Told(For("complaint", member), "conduct"));
        Assert.Equal("complaint-resolution", Clock(complaint, "clock"));
        complaint = await MovedAsync(plan, Told(complaint, "conduct", "discrimination-race"));
        Assert.Equal(("civil-rights-grievance", "2026-12-23"), (Clock(complaint, "clock"), Due(complaint)));
        Assert.Equal("Section 1557 Coordinator", (string?)complaint["owner"]!["display"]);
        complaint["owner"] = new JsonObject { ["display"] = "An investigator of the coordinator" };
        complaint = await MovedAsync(plan, complaint.To("in-progress"));
        Assert.Equal("An investigator of the coordinator", (string?)complaint["owner"]!["display"]);
    }

    private static async Task<string> OfficialAsync(HttpClient plan)
    {
        var member = Made.Patient(Made.Word());
        member["identifier"] = JsonNode.Parse(
            $$"""[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MA"}]},"system":"{{Systems.ClientId}}","value":"{{Made.Word()}}"}]"""
        );
        return (await plan.CreateAsync(member)).At();
    }

    private static JsonObject Told(JsonObject task, params string?[] reasons)
    {
        var told = task.DeepClone().AsObject();
        told["reasonCode"] = new JsonObject { ["text"] = "As the member told it" };
        if (reasons is [not null, ..])
            told["reasonCode"]!["coding"] = new JsonArray([
                .. reasons.Select(static code => new JsonObject
                {
                    ["system"] = Systems.Base + "/CodeSystem/husky-grievance-reason",
                    ["code"] = code,
                }),
            ]);
        return told;
    }
}
