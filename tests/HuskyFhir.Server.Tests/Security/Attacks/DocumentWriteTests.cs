using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Running.Bundles;

namespace HuskyFhir.Server.Tests.Security.Attacks;

/// <summary>
/// Providers write documents of their own members and of nobody else, whatever the road (attacks 7, 8 and 11).
/// </summary>
public sealed class DocumentWriteTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string NoOne = "01900000-0000-7000-8000-00000000000f";

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Document_OfAnOutsider_IsRefusedAsOneOfTheUnknown(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = Writer(server);
        var mine = await ehr.CreateAsync(Letter(world.Ours));
        (await ehr.AskAsync(mine.At())).Expect(HttpStatusCode.OK);
        var outside = (await ehr.PostAsync(Letter(world.Theirs))).Refused(HttpStatusCode.Forbidden, "outside-grant");
        var unknown = (await ehr.PostAsync(Letter(NoOne))).Refused(HttpStatusCode.Forbidden, "outside-grant");
        Assert.Equal(unknown.Text, outside.Text);
        var said = new List<string>();
        foreach (var author in new[] { world.Theirs, NoOne })
        {
            var named = Letter(world.Ours);
            named["author"] = new JsonArray(new JsonObject { ["reference"] = $"Patient/{author}" });
            said.Add(
                (await ehr.PostAsync(named))
                    .Refused(HttpStatusCode.UnprocessableEntity, "reference-unknown")
                    .Text.Replace(author, NoOne, StringComparison.Ordinal)
            );
        }

        Assert.Equal(said[1], said[0]);
        Assert.Equal(0, (await plan.AskAsync($"DocumentReference?patient={world.Theirs}")).Total);
        Assert.Equal(1, (await plan.AskAsync($"DocumentReference?patient={world.Ours}")).Total);
        await plan.CreateAsync(Made.OptOut($"Patient/{world.Ours}"));
        Assert.Equal(unknown.Text, (await ehr.PostAsync(Letter(world.Ours))).Text);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Update_AndPatch_MoveNoDocumentToAnotherMember_NorReachAnOutsiders(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = Writer(server);
        var mine = await ehr.CreateAsync(Letter(world.Ours));
        var theirs = await plan.CreateAsync(Letter(world.Theirs));
        var moved = mine.DeepClone().AsObject();
        foreach (var target in new[] { world.Theirs, NoOne })
        {
            moved["subject"]!["reference"] = $"Patient/{target}";
            (await ehr.PutAsync(moved)).Refused(HttpStatusCode.Forbidden, "outside-grant");
            (
                await PatchAsync(
                    ehr,
                    mine.At(),
                    $$"""[{"op":"replace","path":"/subject/reference","value":"Patient/{{target}}"}]"""
                )
            ).Refused(HttpStatusCode.Forbidden, "outside-grant");
        }

        var taken = theirs.DeepClone().AsObject();
        taken["subject"]!["reference"] = $"Patient/{world.Ours}";
        (await ehr.PutAsync(taken)).Refused(HttpStatusCode.MethodNotAllowed, "update-as-create");
        (await ehr.PutAsync(theirs)).Refused(HttpStatusCode.MethodNotAllowed, "update-as-create");
        (
            await PatchAsync(
                ehr,
                theirs.At(),
                $$"""[{"op":"replace","path":"/subject/reference","value":"Patient/{{world.Ours}}"}]"""
            )
        ).Refused(HttpStatusCode.NotFound, "unknown-id");
        Assert.Equal(
            ("W/\"1\"", "W/\"1\""),
            ((await plan.AskAsync(mine.At())).Header("ETag"), (await plan.AskAsync(theirs.At())).Header("ETag"))
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Condition_ThatAnOutsidersDocumentMeets_IsNoMatch(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = Writer(server);
        var about = Made.Word();
        var theirs = Letter(world.Theirs);
        theirs["description"] = about;
        theirs = await plan.CreateAsync(theirs);
        var ours = Letter(world.Ours);
        ours["description"] = about;
        (
            await PatchAsync(
                ehr,
                $"DocumentReference?description={about}",
                """[{"op":"replace","path":"/status","value":"superseded"}]"""
            )
        ).Refused(HttpStatusCode.NotFound, "condition-none");
        var made = (await ehr.CallAsync(HttpMethod.Put, $"DocumentReference?description={about}", ours)).Expect(
            HttpStatusCode.Created
        );
        Assert.Equal(
            "W/\"2\"",
            (await ehr.CallAsync(HttpMethod.Put, $"DocumentReference?description={about}", Closed(ours)))
                .Expect(HttpStatusCode.OK)
                .Header("ETag")
        );
        var again = (
            await ehr.PostAsync(Letter(world.Ours), ("If-None-Exist", $"description={about}&_id={theirs["id"]}"))
        ).Expect(HttpStatusCode.Created);
        Assert.NotEqual(made.Id, again.Id);
        (await ehr.RemoveAsync($"DocumentReference?description={about}")).Expect(HttpStatusCode.Forbidden);
        var linked = Letter(world.Ours);
        linked["subject"]!["reference"] = $"Patient?_id={world.Theirs}";
        var outside = await ehr.TransactAsync(Post(linked));
        linked["subject"]!["reference"] = $"Patient?_id={NoOne}";
        var unknown = await ehr.TransactAsync(Post(linked));
        Assert.InRange((int)outside.Status, 400, 422);
        Assert.Equal(
            (unknown.Status, unknown.Text),
            (outside.Status, outside.Text.Replace(world.Theirs, NoOne, StringComparison.Ordinal))
        );
        Assert.Equal("W/\"1\"", (await plan.AskAsync(theirs.At())).Header("ETag"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Bundle_OfAllowedAndForbidden_IsAnsweredByEntry_AndATransactionNotDoneAtAll(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = Writer(server);
        JsonObject[] entries =
        [
            Post(Letter(world.Ours)),
            Post(Letter(world.Theirs)),
            Entry("GET", $"Patient/{world.Theirs}"),
            Entry("GET", $"Patient/{world.Ours}"),
            Post(Made.Location(Made.Word())),
            Entry("GET", $"Observation/{world.OurIncome}"),
        ];
        var batch = (await ehr.BatchAsync(entries)).Expect(HttpStatusCode.OK);
        Assert.Equal(
            [
                HttpStatusCode.Created,
                HttpStatusCode.Forbidden,
                HttpStatusCode.NotFound,
                HttpStatusCode.OK,
                HttpStatusCode.Forbidden,
                HttpStatusCode.NotFound,
            ],
            batch.Statuses()
        );
        foreach (
            var forbidden in new[]
            {
                Post(Letter(world.Theirs)),
                Post(Made.Location(Made.Word())),
                Entry("DELETE", $"RelatedPerson/{world.TheirRelative}"),
            }
        )
            (await ehr.TransactAsync(Post(Letter(world.Ours)), forbidden)).Expect(HttpStatusCode.Forbidden);
        Assert.Equal(1, (await plan.AskAsync($"DocumentReference?patient={world.Ours}")).Total);
        Assert.Equal(0, (await plan.AskAsync($"DocumentReference?patient={world.Theirs}")).Total);
        (await plan.AskAsync($"RelatedPerson/{world.TheirRelative}")).Expect(HttpStatusCode.OK);
    }

    private static HttpClient Writer(HuskyServer server) => server.As("ehr-riverbend", "system/*.cruds");

    private static JsonObject Letter(string member) =>
        Made.Document($"Patient/{member}", "current", "18842-5", "2026-01-01", null);

    private static JsonObject Closed(JsonObject letter)
    {
        var closed = letter.DeepClone().AsObject();
        closed["status"] = "superseded";
        return closed;
    }

    private static Task<Reply> PatchAsync(HttpClient http, string address, string patch) =>
        http.RawAsync(HttpMethod.Patch, address, Encoding.UTF8.GetBytes(patch), "application/json-patch+json");
}
