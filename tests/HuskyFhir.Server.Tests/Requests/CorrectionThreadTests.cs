using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Requests.Asked;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>The thread of a correction, from the first message to the disagreement (Patient Corrections 1.0.0).</summary>
public sealed class CorrectionThreadTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Thread_MakesItsRequest_GoesOn_AndEndsInADisagreement(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var member = await MemberAsync(plan);
        var record = (await plan.CreateAsync(Made.Document(member, "current", "11488-4", "2026-01-01", null))).At();
        var first = await SendAsync(plan, member, "medRecCxReq", record, null, "My weight is wrong");
        var task = await ReadAsync(plan, About(first));
        Assert.Equal((("requested", "queued"), "2027-01-22"), (State(task), DueDay(task)));
        Assert.Equal(
            (record, member, first.At()),
            (
                (string?)task["focus"]!["reference"],
                (string?)task["requester"]!["reference"],
                (string?)task["input"]![0]!["valueReference"]!["reference"]
            )
        );
        // The paper that came with it is stored with it.
        var paper = (string)first["payload"]![2]!["contentReference"]!["reference"]!;
        Assert.Equal("My scale at home", (string?)(await ReadAsync(plan, paper))["description"]);

        task = await MovedAsync(plan, task.To("in-progress", "in-review"));
        task = await MovedAsync(plan, task.To("on-hold", "waiting-for-information", "accurate"));
        var question = await SendAsync(plan, member, "medRecCxReq", null, task.At(), "Which day?", fromPlan: true);
        task = await ReadAsync(plan, task.At());
        Assert.Equal(("on-hold", "waiting-for-information"), State(task));
        var answer = await SendAsync(plan, member, "medRecCxReq", null, first.At(), "January 1");
        Assert.Equal(task.At(), About(answer));
        task = await ReadAsync(plan, task.At());
        Assert.Equal(("in-progress", "in-review"), State(task));
        Assert.Equal(2, task["input"]!.AsArray().Count);
        Assert.Equal(
            new[] { first, question, answer }.Select(static each => (string)each["id"]!).Order(StringComparer.Ordinal),
            (await plan.AskAsync($"Communication?about={task.At()}&letter-step:missing=true")).Ids.Order(
                StringComparer.Ordinal
            )
        );

        task = await MovedAsync(plan, task.To("rejected", "denied", "accurate"));
        var word = Made.Word();
        var disagreed = await SendAsync(plan, member, "medRecCxDenialDisagree", null, task.At(), word);
        var disagreement = await ReadAsync(plan, About(disagreed));
        Assert.Equal(
            ("medRecCxDenialDisagree", task.At(), record),
            (
                (string?)disagreement["code"]!["coding"]![0]!["code"],
                (string?)disagreement["reasonReference"]!["reference"],
                (string?)disagreement["focus"]!["reference"]
            )
        );
        disagreement = await MovedAsync(plan, disagreement.To("in-progress", "in-review"));
        await MovedAsync(
            plan,
            disagreement
                .To("completed", "disagreement-logged")
                .Out(
                    With("medRecCxReqResolution", "valueString", "Logged", Corrections + "PatientCorrectionOutputTypes")
                )
        );
        var statement = (
            await plan.AskAsync($"DocumentReference?patient={member}&category=disagreement-statement")
        ).Entries.Single();
        Assert.Contains(
            word,
            Encoding.UTF8.GetString(
                statement
                    .GetProperty("resource")
                    .GetProperty("content")[0]
                    .GetProperty("attachment")
                    .GetProperty("data")
                    .GetBytesFromBase64()
            )
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Message_ThatIsNoneOfAThread_IsRefused_AndStoresNothing(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var provider = server.As("ehr-riverbend", "system/*.cruds");
        var (member, other) = (await MemberAsync(plan), await MemberAsync(plan));
        var task = About(await SendAsync(plan, member, "medRecCxReq", null, null, "Wrong"));
        async Task RefusedAsync(string rule, JsonObject bundle, HttpClient? by = null) =>
            (await (by ?? plan).PostAsAsync("Communication/$correction-request", bundle)).Refused(
                by is null ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.Forbidden,
                rule
            );
        await RefusedAsync("correction-about", Sent(other, "medRecCxReq", null, task, "Whose?"));
        await RefusedAsync("correction-about", Sent(other, "medRecCxDenialDisagree", null, null, "With what?"));
        await RefusedAsync("follows-too-soon", Sent(member, "medRecCxDenialDisagree", null, task, "Too soon"));
        var several = Sent(member, "medRecCxReq", null, null, "Twice");
        several["entry"]!.AsArray().Add(several["entry"]![0]!.DeepClone());
        await RefusedAsync("correction-bundle", several);
        await RefusedAsync("policy", Sent(member, "medRecCxReq", null, null, "Of a provider"), provider);
        Assert.Equal(1, (await plan.AskAsync($"Communication?patient={member}")).Total);
        Assert.Equal(0, (await plan.AskAsync($"Communication?patient={other}")).Total);
        Assert.Equal(0, (await plan.AskAsync($"Task?patient={other}")).Total);
    }

    private static async Task<JsonObject> SendAsync(
        HttpClient plan,
        string member,
        string category,
        string? record,
        string? about,
        string words,
        bool fromPlan = false
    ) =>
        JsonNode
            .Parse(
                (
                    await plan.PostAsAsync(
                        "Communication/$correction-request",
                        Sent(member, category, record, about, words, fromPlan)
                    )
                )
                    .Expect(HttpStatusCode.OK)
                    .Body
            )!
            .AsObject();

    private static JsonObject Sent(
        string member,
        string category,
        string? record,
        string? about,
        string words,
        bool fromPlan = false
    )
    {
        const string Message = "urn:uuid:0199a000-0000-7000-8000-0000000000c1";
        const string Paper = "urn:uuid:0199a000-0000-7000-8000-0000000000c2";
        var (plan, self) = ("""{"display":"HUSKY Health"}""", $$"""{"reference":"{{member}}"}""");
        var message = JsonNode
            .Parse(
                $$"""
                {"resourceType":"Communication","status":"completed","category":[{"coding":[{"system":"{{Corrections}}PatientCorrectionCommunicationTypes","code":"{{category}}"}]}],
                 "subject":{"reference":"{{member}}"},"sent":"2026-11-23T09:00:00-05:00","sender":{{(
                     fromPlan ? plan : self
                 )}},"recipient":[{{(fromPlan ? self : plan)}}],"payload":[{"contentString":"{{words}}"}] }
                """
            )!
            .AsObject();
        if (about is not null)
            message["about"] = new JsonArray(Asked.Reference(about));
        var entries = new JsonArray(new JsonObject { ["fullUrl"] = Message, ["resource"] = message });
        if (record is not null)
        {
            message["payload"]!.AsArray().Add(new JsonObject { ["contentReference"] = Asked.Reference(record) });
            message["payload"]!.AsArray().Add(new JsonObject { ["contentReference"] = Asked.Reference(Paper) });
            var paper = Made.Document(member, "current", "34117-2", "2026-11-01", null);
            paper["description"] = "My scale at home";
            entries.Add(new JsonObject { ["fullUrl"] = Paper, ["resource"] = paper });
        }

        return new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["type"] = "collection",
            ["entry"] = entries,
        };
    }

    private static string About(JsonObject message) => (string)message["about"]![0]!["reference"]!;

    private static string? DueDay(JsonObject task) =>
        (string?)
            task["extension"]!
                .AsArray()
                .First(static each => ((string)each!["url"]!).EndsWith("husky-due-date", StringComparison.Ordinal))![
                "valueDate"
            ];
}
