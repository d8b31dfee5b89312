using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Changes;

/// <summary>Writes about a member, and what the plan is told of them.</summary>
internal static class Household
{
    public static JsonObject Address(string line) =>
        JsonNode
            .Parse($$"""{"use":"home","line":["{{line}}"],"city":"Avon","state":"CT","postalCode":"06001"}""")!
            .AsObject();

    public static JsonObject Person(string member, string role)
    {
        var person = Made.RelatedPerson(member, Made.Word());
        person["relationship"]![0]!["coding"]![0]!["code"] = role;
        return person;
    }

    /// <summary>The changes of a member, the newest first: kind and status.</summary>
    public static async Task<IReadOnlyList<(string Kind, string Status)>> ChangesAsync(
        this HttpClient plan,
        JsonObject member,
        string query = ""
    ) =>
        [
            .. (await PartsAsync(plan, member, query)).Select(static change =>
                (
                    Part(change, "kind").GetProperty("valueCode").GetString()!,
                    Part(change, "status").GetProperty("valueCode").GetString()!
                )
            ),
        ];

    /// <summary>The same with all their parts.</summary>
    public static async Task<IReadOnlyList<JsonElement>> PartsAsync(
        this HttpClient plan,
        JsonObject member,
        string query = ""
    )
    {
        var reply = (await plan.AskAsync($"{member.At()}/$changes{query}")).Expect(HttpStatusCode.OK);
        return reply.Json.TryGetProperty("parameter", out var changes) ? [.. changes.EnumerateArray()] : [];
    }

    public static JsonElement Part(JsonElement change, string name) =>
        change.GetProperty("part").EnumerateArray().First(part => part.GetProperty("name").GetString() == name);
}
