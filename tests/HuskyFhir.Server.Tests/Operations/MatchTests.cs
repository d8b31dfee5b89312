using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Server.Tests.Security;

namespace HuskyFhir.Server.Tests.Operations;

/// <summary><c>Patient/$match</c>: the surest first, and no one whom the caller may not see.</summary>
public sealed class MatchTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Match_Grades_ByWhatAgrees(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (word, number, phone) = (Made.Word(), Made.ClientId(), $"860-555-{Random.Shared.Next(1000, 9999)}");
        var given = Made.Word();
        var made = Made.Patient(word, number);
        made["name"]![0]!["given"] = new JsonArray(given);
        made["telecom"] = JsonNode.Parse($$"""[{"system":"phone","value":"{{phone}}"}]""");
        var id = (string)(await plan.CreateAsync(made))["id"]!;
        var twin = Made.Patient(word);
        twin["name"]![0]!["given"] = new JsonArray("Other");
        await plan.CreateAsync(twin);

        async Task<List<(string Id, string Grade, decimal Score)>> MatchAsync(JsonObject asked, string query = "")
        {
            var parameters = new JsonObject
            {
                ["resourceType"] = "Parameters",
                ["parameter"] = new JsonArray(new JsonObject { ["name"] = "resource", ["resource"] = asked }),
            };
            var reply = (await plan.CallAsync(HttpMethod.Post, "Patient/$match" + query, parameters)).Expect(
                HttpStatusCode.OK
            );
            return
            [
                .. reply.Entries.Select(static entry =>
                    (
                        entry.GetProperty("resource").GetProperty("id").GetString()!,
                        Grade(entry),
                        entry.GetProperty("search").GetProperty("score").GetDecimal()
                    )
                ),
            ];
        }

        var byNumber = await MatchAsync(
            Asked(
                ("identifier", $$"""[{"system":"{{Systems.ClientId}}","value":"{{number}}"}]"""),
                ("name", $$"""[{"family":"{{word}}"}]""")
            )
        );
        Assert.Equal((id, "certain", 1m), Assert.Single(byNumber));
        var byName = await MatchAsync(
            Asked(
                ("name", $$"""[{"family":"{{word.ToUpperInvariant()}}","given":["{{given}}"]}]"""),
                ("birthDate", "\"1980-02-29\"")
            )
        );
        Assert.Equal((id, "probable"), (byName[0].Id, byName[0].Grade));
        Assert.Equal(2, byName.Count);
        Assert.True(byName[0].Score > byName[1].Score);
        Assert.Equal("possible", byName[1].Grade);
        var reached = Asked(
            ("name", $$"""[{"family":"{{word}}","given":["{{given}}"]}]"""),
            ("birthDate", "\"1980-02-29\""),
            ("telecom", $$"""[{"value":"({{phone[..3]}}) {{phone[4..]}}"}]""")
        );
        Assert.Equal(
            (id, "certain"),
            (await MatchAsync(reached.DeepClone().AsObject()))[0] is var (first, grade, _) ? (first, grade) : default
        );
        Assert.Equal(id, Assert.Single(await MatchAsync(reached, "?onlyCertainMatches=true")).Id);
        Assert.Empty(
            await MatchAsync(
                Asked(
                    ("identifier", $$"""[{"system":"{{Systems.ClientId}}","value":"{{number}}"}]"""),
                    ("name", """[{"family":"Someoneelse","given":["Quite"]}]"""),
                    ("birthDate", "\"1999-01-01\"")
                )
            )
        );
        Assert.Single(
            await MatchAsync(
                Asked(("name", $$"""[{"family":"{{word}}"}]"""), ("birthDate", "\"1980-02-29\"")),
                "?count=1"
            )
        );
        Assert.Empty(
            await MatchAsync(
                Asked(("name", $$"""[{"family":"{{word}}"}]"""), ("birthDate", "\"1980-02-29\"")),
                "?onlyCertainMatches=true"
            )
        );
        (await plan.PostAsAsync("Patient/$match", Asked(("name", $$"""[{"family":"{{word}}"}]""")))).Refused(
            HttpStatusCode.BadRequest,
            "operation-parameter"
        );
        (await plan.PostAsAsync("Patient/$match?count=0", reached.DeepClone().AsObject())).Refused(
            HttpStatusCode.BadRequest,
            "operation-parameter"
        );
        (await plan.PostAsAsync("Patient/$match", Made.Organization(word))).Refused(
            HttpStatusCode.BadRequest,
            "operation-parameter"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Match_FindsNoOneOutsideTheGrant(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var ehr = server.As("ehr-riverbend");
        var reply = (
            await ehr.PostAsAsync(
                "Patient/$match",
                Asked(("name", $$"""[{"family":"{{world.Word}}"}]"""), ("birthDate", "\"1980-02-29\""))
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal([world.Ours], reply.Ids);
    }

    private static string Grade(JsonElement entry) =>
        entry.GetProperty("search").GetProperty("extension")[0].GetProperty("valueCode").GetString()!;

    private static JsonObject Asked(params (string Name, string Json)[] elements)
    {
        var patient = new JsonObject { ["resourceType"] = "Patient" };
        foreach (var (name, json) in elements)
            patient[name] = JsonNode.Parse(json);
        return patient;
    }
}
