using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Terms;
using HuskyFhir.Exchange.Loading;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Plan.Precedence;
using HuskyFhir.Server.Tests.PcpAssignments;
using HuskyFhir.Server.Tests.Requests;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace HuskyFhir.Server.Tests.Precedence;

/// <summary>
/// A file that is loaded again, or an older one, takes nothing back that came from others; what it says otherwise the
/// plan is asked about.
/// </summary>
public sealed class LoadPrecedenceTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Labels = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    protected override bool Alone => true;

    protected override bool Samples => false;

    /// <summary>
    /// What the README shows: a file in which the address was changed is loaded over a record that lived on meanwhile.
    /// </summary>
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task OlderFile_LoadedAgain_KeepsTheProtectedAddress_TheChosenProvider_AndTheOneToCome(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var roles = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => KeyedRoleAsync(plan)));
        var id = Made.ClientId();
        var file = Member(id, roles[0].Key, "27 Otter Lane", "2035550100");
        Assert.Equal(1, (await LoadAsync(server, file)).Created);
        var member = await AtAsync(plan, id);
        Assert.Equal([roles[0].At], await Practice.TeamsAsync(plan, member, "active"));
        var secret = Made.Word();
        await GrantAsync(plan, member, secret);
        var record = await ReadAsync(plan, member);
        record["telecom"]!.AsArray().First(static each => (string?)each!["value"] == "2035550100")!["value"] =
            "2035550177";
        (await plan.PutAsync(record)).Expect(HttpStatusCode.OK);
        (await plan.PostAsync(Made.PcpChange(member, roles[1].At))).Expect(HttpStatusCode.Created);
        (
            await plan.PostAsync(
                Made.PcpChange(
                    member,
                    roles[2].At,
                    Moment.DayOf(server.Clock.GetUtcNow()).AddDays(10).ToString("yyyy-MM-dd", null)
                )
            )
        ).Expect(HttpStatusCode.Created);
        var report = await LoadAsync(server, file.Replace("Otter", "Beaver", StringComparison.Ordinal));
        Assert.Equal((0, 1), (report.Refusals, report.Updated));
        Assert.Empty(report.Conflicts);
        Assert.Equal(
            ["confidential-address", "confidential-telecom", "phone", "primary-care-provider"],
            report.Kept.Keys
        );
        record = await ReadAsync(plan, member);
        Assert.Equal(["27 Beaver Lane", secret], Lines(record));
        Assert.Contains("2035550177", record.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("8605550142", record.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(roles[1].At, await Practice.RecordedAsync(plan, member));
        Assert.Equal([roles[1].At], await Practice.TeamsAsync(plan, member, "active"));
        Assert.Equal([roles[2].At], await Practice.TeamsAsync(plan, member, "proposed"));
        Assert.Empty(await Practice.TeamsAsync(plan, member, "entered-in-error"));
        Assert.Equal(
            (0, 1),
            await LoadAsync(server, file.Replace("Otter", "Beaver", StringComparison.Ordinal)) is var again
                ? (again.Updated, again.Unchanged)
                : default
        );
    }

    /// <summary>What a file never said before is no older word: the plan is asked, once, and decides.</summary>
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task FileThatSaysOtherwise_OpensOneConflict_AndThePlanSettlesIt(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (one, two) = (await KeyedRoleAsync(plan), await KeyedRoleAsync(plan));
        var id = Made.ClientId();
        await LoadAsync(server, Member(id, one.Key, "27 Otter Lane", "2035550100"));
        var member = await AtAsync(plan, id);
        var record = await ReadAsync(plan, member);
        record["telecom"]![0]!["value"] = "2035550177";
        record["birthDate"] = "1979-02-28";
        (await plan.PutAsync(record)).Expect(HttpStatusCode.OK);
        (await plan.PostAsync(Made.PcpChange(member, two.At))).Expect(HttpStatusCode.Created);
        var third = await KeyedRoleAsync(plan);
        var news = Member(id, third.Key, "27 Otter Lane", "2035550199")
            .Replace("1980-02-29", "1981-01-01", StringComparison.Ordinal);
        var report = await LoadAsync(server, news);
        Assert.Equal(
            ["birth-date", "phone", "primary-care-provider"],
            report.Conflicts.Select(static each => each.Fact).Order(StringComparer.Ordinal)
        );
        Assert.All(report.Conflicts, static each => Assert.True(each.IsOpened));
        var again = await LoadAsync(server, news);
        Assert.Equal(
            report.Conflicts.Select(static each => each.Conflict).Order(),
            again.Conflicts.Select(static each => each.Conflict).Order()
        );
        Assert.All(again.Conflicts, static each => Assert.False(each.IsOpened));
        Guid Of(string fact) => report.Conflicts.First(each => each.Fact == fact).Conflict!.Value;
        var desk = server.Services.GetRequiredService<ConflictDesk>();
        Assert.True(
            (await desk.KeepAsync(Of("birth-date"), Caller.Operator, "Seen on the birth certificate", default)).Try(
                out var kept,
                out _
            )
        );
        Assert.True(
            (await desk.TakeAsync(Of("phone"), Caller.Operator, "The member called", default)).Try(out var taken, out _)
        );
        Assert.True(
            (await desk.TakeAsync(Of("primary-care-provider"), Caller.Operator, "The member called", default)).Try(
                out _,
                out _
            )
        );
        Assert.Equal((ConflictState.Kept, ConflictState.Taken, "operator"), (kept.State, taken.State, taken.SettledBy));
        Assert.Equal(
            "conflict-settled",
            (await desk.TakeAsync(Of("birth-date"), Caller.Operator, "Again", default)).Fault?.Issues[0].Detail
        );
        record = await ReadAsync(plan, member);
        Assert.Equal(
            ("1979-02-28", "2035550199"),
            ((string?)record["birthDate"], (string?)record["telecom"]![0]!["value"])
        );
        Assert.Equal([third.At], await Practice.TeamsAsync(plan, member, "active"));
        Assert.Equal(
            3,
            (
                await server.QueryAsync(
                    $"SELECT COUNT(*) FROM {server.Audit} a WHERE a.resource = $1 AND a.action IN ('conflict-kept', 'conflict-taken')",
                    static row => row.Long(0),
                    Guid.Parse(member["Patient/".Length..])
                )
            )[0]
        );
        Assert.Empty((await LoadAsync(server, news)).Conflicts);
        Assert.DoesNotContain(
            await server
                .Services.GetRequiredService<ConflictRepository>()
                .ListAsync(ConflictState.Open, null, 1000, default),
            each => each.Member == Guid.Parse(member["Patient/".Length..])
        );
    }

    /// <summary>
    /// The same for what else an older file would undo: an end, a revocation, a result, a label, a person who left.
    /// </summary>
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task OlderFile_LoadedAgain_UndoesNoEnd_NoRevocation_NoLabelAndNoRemoval(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (id, name) = (Made.ClientId(), Made.Word().ToLowerInvariant());
        var payor = (await plan.CreateAsync(Made.Organization(Made.Word()))).At();
        var member = (await plan.CreateAsync(Made.Patient(Made.Word(), id))).At();
        JsonObject[] facts =
        [
            Made.Coverage(member, payor),
            Made.Denial(member),
            Made.Document(member, "current", "11488-4", "2026-01-01", null),
            Made.RelatedPerson(member, "Stays"),
            Made.RelatedPerson(member, "Leaves"),
            Made.Income(member, 900),
        ];
        for (var at = 0; at < facts.Length; at++)
            facts[at]["id"] = $"{name}-{at}";
        facts[0]["period"] = JsonNode.Parse("""{"start":"2026-01-01"}""");
        var file = string.Join(
            '\n',
            facts
                .Select(fact =>
                    fact.ToJsonString()
                        .Replace(
                            $"\"{member}\"",
                            $"\"Patient?identifier={Systems.ClientId}|{id}\"",
                            StringComparison.Ordinal
                        )
                        .Replace($"\"{payor}\"", "{}", StringComparison.Ordinal)
                )
                .Select(static line =>
                    line.Replace(
                        "\"payor\":[{\"reference\":{}}]",
                        "\"payor\":[{\"display\":\"The state\"}]",
                        StringComparison.Ordinal
                    )
                )
        );
        var first = await LoadAsync(server, file);
        Assert.True(first.Refusals == 0, string.Join('\n', first.Refused));
        var stored = new List<JsonObject>();
        foreach (var fact in facts)
            stored.Add(await FoundAsync(server, plan, $"local/{fact["resourceType"]}/{fact["id"]}"));
        stored[0]["period"]!["end"] = "2026-10-31";
        stored[1]["status"] = "inactive";
        stored[2]["meta"] = JsonNode.Parse($$"""{"security":[{"system":"{{Labels}}","code":"PSYTHPN"}]}""");
        stored[3]["active"] = false;
        stored[5]["valueQuantity"]!["value"] = 950;
        foreach (var changed in (int[])[0, 1, 2, 3, 5])
            (await plan.PutAsync(stored[changed])).Expect(HttpStatusCode.OK);
        (await plan.RemoveAsync(stored[4].At())).Expect(HttpStatusCode.NoContent);
        var again = await LoadAsync(server, file);
        Assert.Equal((0, 0, 0), (again.Refusals, again.Created, again.Updated));
        Assert.Empty(again.Conflicts);
        Assert.Equal(6, again.Kept.Values.Sum());
        var now = await Task.WhenAll(stored.Select(async each => (await plan.AskAsync(each.At())).Text));
        Assert.Contains("2026-10-31", now[0], StringComparison.Ordinal);
        Assert.Contains("\"inactive\"", now[1], StringComparison.Ordinal);
        Assert.Contains("PSYTHPN", now[2], StringComparison.Ordinal);
        Assert.Contains("\"active\":false", now[3], StringComparison.Ordinal);
        (await plan.AskAsync(stored[4].At())).Expect(HttpStatusCode.Gone);
        Assert.Contains("950", now[5], StringComparison.Ordinal);
    }

    /// <summary>
    /// An assignment that a file brings anew for a time for which the member chose is no refusal, but a question.
    /// </summary>
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task NewAssignmentOfAFile_AgainstTheMembersChoice_IsAskedAbout_AndTheRestIsLoaded(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (one, two, three) = (await KeyedRoleAsync(plan), await KeyedRoleAsync(plan), await KeyedRoleAsync(plan));
        var id = Made.ClientId();
        await LoadAsync(server, Member(id, one.Key, "27 Otter Lane", "2035550100"));
        var member = await AtAsync(plan, id);
        (await plan.PostAsync(Made.PcpChange(member, two.At))).Expect(HttpStatusCode.Created);
        var team = Made.CareTeam(
            $"Patient?identifier={Systems.ClientId}|{id}",
            $"PractitionerRole?identifier={Systems.RoleKey}|{three.Key}",
            "2026-11-24"
        );
        team["id"] = Made.Word().ToLowerInvariant();
        var report = await LoadAsync(
            server,
            team.ToJsonString() + "\n" + Commands.Files.Patient(Made.Word().ToLowerInvariant(), "Other")
        );
        Assert.Equal((0, 1), (report.Refusals, report.Created));
        Assert.Equal(["primary-care-provider"], report.Conflicts.Select(static each => each.Fact));
        Assert.Equal([two.At], await Practice.TeamsAsync(plan, member, "active"));
    }

    private static string Member(string id, string role, string street, string phone) =>
        $$"""
            {"resourceType":"Patient","identifier":[{"system":"{{Systems.ClientId}}","value":"{{id}}"}],"name":[{"family":"Tested","given":["Ada"]}],"gender":"female","birthDate":"1980-02-29","address":[{"use":"home","line":["{{street}}"],"city":"Middletown","state":"CT","postalCode":"06457"}],"telecom":[{"system":"phone","value":"{{phone}}","use":"home"}],"generalPractitioner":[{"reference":"PractitionerRole?identifier={{Systems.RoleKey}}|{{role}}"}]}
            """;

    private static async Task<(string At, string Key)> KeyedRoleAsync(HttpClient plan)
    {
        var key = string.Empty;
        return (await Practice.RoleAsync(plan, change: role => key = (string)role["identifier"]![0]!["value"]!), key);
    }

    private static async Task GrantAsync(HttpClient plan, string member, string street)
    {
        var task = await plan.CreateAsync(
            Asked.For(
                "confidential-communication",
                member,
                Asked.With(
                    "alternate-address",
                    "valueAddress",
                    JsonNode.Parse($$"""{"line":["{{street}}"],"city":"Hartford","state":"CT"}""")!
                ),
                Asked.With(
                    "alternate-contact",
                    "valueContactPoint",
                    JsonNode.Parse("""{"system":"phone","value":"8605550142"}""")!
                ),
                Asked.True("endangerment")
            )
        );
        task = JsonNode.Parse((await plan.PutAsync(task.To("received"))).Expect(HttpStatusCode.OK).Body)!.AsObject();
        (await plan.PutAsync(task.To("accepted", "granted"))).Expect(HttpStatusCode.OK);
    }

    private static async Task<string> AtAsync(HttpClient plan, string id) =>
        "Patient/" + Assert.Single((await plan.AskAsync($"Patient?identifier={id}")).Ids);

    private static async Task<JsonObject> ReadAsync(HttpClient plan, string address) =>
        JsonNode.Parse((await plan.AskAsync(address)).Expect(HttpStatusCode.OK).Body)!.AsObject();

    private static IEnumerable<string> Lines(JsonObject record) =>
        record["address"]!.AsArray().Select(static each => (string)each!["line"]![0]!);

    private static async Task<JsonObject> FoundAsync(HuskyServer server, HttpClient plan, string alias)
    {
        var found = Assert.Single(
            await server.QueryAsync(
                "SELECT b.type, b.id FROM business_keys b WHERE b.value = $1",
                static row => $"{row.Text(0)}/{row.Uuid(1):D}",
                alias
            )
        );
        return await ReadAsync(plan, found);
    }

    private static async Task<LoadReport> LoadAsync(HuskyServer server, string lines)
    {
        var path = Path.Combine(Path.GetTempPath(), $"husky-{Guid.NewGuid():N}.ndjson");
        await File.WriteAllTextAsync(path, lines);
        try
        {
            return await ActivatorUtilities
                .CreateInstance<Loader>(server.Services)
                .LoadAsync([path], "local", null, default);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
