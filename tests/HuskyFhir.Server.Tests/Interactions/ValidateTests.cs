using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Interactions;

/// <summary><c>$validate</c> says what a write would be told, and changes nothing.</summary>
public sealed class ValidateTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string MemberProfile = Systems.Base + "/StructureDefinition/husky-member";

    protected override bool Profiles => true;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Validate_OfWhatIsWell_RefusesNothingAndStoresNothing(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var family = Made.Word();
        var told = (await plan.CallAsync(HttpMethod.Post, "Patient/$validate", Made.Patient(family))).Expect(
            HttpStatusCode.OK
        );
        Assert.DoesNotContain(
            told.Issues,
            static issue => issue.GetProperty("severity").GetString() is "error" or "fatal"
        );
        Assert.Equal(0, (await plan.AskAsync($"Patient?family={family}")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Validate_OfABreachOfOurProfile_TellsWhatTheWriteTells(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var nameless = Made.Patient(Made.Word());
        nameless.Remove("identifier");
        nameless.Remove("gender");
        var told = (await plan.CallAsync(HttpMethod.Post, "Patient/$validate", nameless)).Expect(HttpStatusCode.OK);
        var refused = (await plan.PostAsync(nameless)).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(told.Json.GetProperty("issue").GetRawText(), refused.Json.GetProperty("issue").GetRawText());
        Assert.Contains(
            told.Issues,
            static issue =>
                issue.GetProperty("expression")[0].GetString()!.StartsWith("Patient", StringComparison.Ordinal)
                && issue.GetProperty("diagnostics").GetString()!.Contains("identifier", StringComparison.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Validate_OfParametersWithAProfile_ChecksIt(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var organization = new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(
                new JsonObject { ["name"] = "resource", ["resource"] = Made.Patient(Made.Word()) },
                new JsonObject { ["name"] = "profile", ["valueUri"] = MemberProfile }
            ),
        };
        var told = (await plan.CallAsync(HttpMethod.Post, "Patient/$validate", organization)).Expect(HttpStatusCode.OK);
        Assert.DoesNotContain(
            told.Issues,
            static issue => issue.GetProperty("severity").GetString() is "error" or "fatal"
        );
        var empty = new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(new JsonObject { ["name"] = "mode", ["valueCode"] = "create" }),
        };
        (await plan.CallAsync(HttpMethod.Post, "Patient/$validate", empty)).Refused(
            HttpStatusCode.BadRequest,
            "body-missing"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Validate_OfAStoredResource_FollowsTheGrant(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var harbor = server.As("ehr-harbor");
        var id = (await plan.AskAsync("Patient?name=munoz&_count=1")).Ids[0];
        Assert.DoesNotContain(
            (await plan.AskAsync($"Patient/{id}/$validate")).Expect(HttpStatusCode.OK).Issues,
            static issue => issue.GetProperty("severity").GetString() is "error" or "fatal"
        );
        (await harbor.AskAsync($"Patient/{id}/$validate")).Refused(HttpStatusCode.NotFound, "unknown-id");
        using var nobody = server.Anonymous();
        (await nobody.CallAsync(HttpMethod.Post, "Patient/$validate", Made.Patient("X"))).Refused(
            HttpStatusCode.Unauthorized,
            "token"
        );
    }
}
