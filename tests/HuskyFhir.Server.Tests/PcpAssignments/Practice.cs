using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.PcpAssignments;

/// <summary>Practitioners who may become somebody's primary care provider.</summary>
internal static class Practice
{
    /// <summary>A role that meets every rule, at an organisation of its own where none is given.</summary>
    public static async Task<string> RoleAsync(
        HttpClient plan,
        string? organization = null,
        Action<JsonObject>? change = null
    )
    {
        var role = await NewAsync(plan, organization);
        change?.Invoke(role);
        return (await plan.CreateAsync(role)).At();
    }

    /// <summary>The same, not stored.</summary>
    public static async Task<JsonObject> NewAsync(HttpClient plan, string? organization = null)
    {
        var practitioner = await plan.CreateAsync(Made.Practitioner(Made.Word(), Made.Npi()));
        var site = await plan.CreateAsync(Made.Location(Made.Word()));
        var role = Made.Role(
            organization ?? (await plan.CreateAsync(Made.Organization(Made.Word()))).At(),
            practitioner.At()
        );
        role["location"] = new JsonArray(new JsonObject { ["reference"] = site.At() });
        role["specialty"] = JsonNode.Parse(
            """[{"coding":[{"system":"http://nucc.org/provider-taxonomy","code":"207Q00000X"}]}]"""
        );
        role["identifier"] = new JsonArray(new JsonObject { ["system"] = Systems.RoleKey, ["value"] = Made.Word() });
        return role;
    }

    /// <summary>The provider whom the member's record names; null for none.</summary>
    public static async Task<string?> RecordedAsync(HttpClient plan, string member) =>
        JsonNode
            .Parse((await plan.AskAsync(member)).Body)!["generalPractitioner"]
            ?[0]?["reference"]?.GetValue<string>();

    /// <summary>The member's assignments by status, as roles.</summary>
    public static async Task<IReadOnlyList<string>> TeamsAsync(HttpClient plan, string member, string status) =>
        [
            .. (await plan.AskAsync($"CareTeam?patient={member}&status={status}&_sort=date"))
                .Expect(System.Net.HttpStatusCode.OK)
                .Entries.Select(static entry =>
                    entry
                        .GetProperty("resource")
                        .GetProperty("participant")[0]
                        .GetProperty("member")
                        .GetProperty("reference")
                        .GetString()!
                ),
        ];

    /// <summary>The organisation of a role.</summary>
    public static async Task<string> OrganizationAsync(HttpClient plan, string role) =>
        JsonNode.Parse((await plan.AskAsync(role)).Body)!["organization"]!["reference"]!.GetValue<string>();

    /// <summary>The panel of a role's organisation; null where it has none.</summary>
    public static async Task<JsonObject?> PanelAsync(HttpClient plan, string role)
    {
        var found = await plan.AskAsync($"Group?managing-entity={await OrganizationAsync(plan, role)}");
        return found.Entries.Count == 0
            ? null
            : JsonNode.Parse(found.Entries[0].GetProperty("resource").GetRawText())!.AsObject();
    }

    /// <summary>The members on a panel.</summary>
    public static IReadOnlyList<string> Members(JsonObject? panel) =>
        [
            .. (panel?["member"]?.AsArray() ?? []).Select(static each =>
                each!["entity"]!["reference"]!.GetValue<string>()
            ),
        ];
}
