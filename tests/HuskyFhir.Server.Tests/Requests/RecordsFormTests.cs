using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Requests.Asked;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>Records in the form and of the time that the member asks for (45 CFR 164.524(c)).</summary>
public sealed class RecordsFormTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Samples => false;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Form_IsHonored(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (member, word) = await WithRecordsAsync(plan);
        var (kind, data) = await GivenAsync(plan, member, "ndjson");
        var bundle = JsonNode.Parse(data)!;
        Assert.Equal(("application/fhir+ndjson", "collection"), (kind, (string?)bundle["type"]));
        Assert.Contains(word, data);

        (kind, data) = await GivenAsync(plan, member, "document");
        bundle = JsonNode.Parse(data)!;
        Assert.Equal(("application/fhir+ndjson", "document"), (kind, (string?)bundle["type"]));
        var composition = bundle["entry"]![0]!["resource"]!;
        Assert.Equal(
            ("Composition", member),
            ((string?)composition["resourceType"], (string?)composition["subject"]!["reference"])
        );
        var there = bundle["entry"]!.AsArray().Select(static entry => (string?)entry!["fullUrl"]).ToHashSet();
        Assert.All(
            composition["section"]!.AsArray().SelectMany(static section => section!["entry"]!.AsArray()),
            entry => Assert.Contains((string?)entry!["reference"], there)
        );

        (kind, data) = await GivenAsync(plan, member, "text");
        Assert.Equal("text/plain", kind);
        Assert.StartsWith("Your record, as HUSKY Health held it on 2026-11-23", data);
        Assert.Contains(word, data);
        Assert.DoesNotContain("resourceType", data);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Period_LeavesOutWhatIsOfAnotherTime(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (member, word) = await WithRecordsAsync(plan);
        var period = With("period", "valuePeriod", JsonNode.Parse("""{"start":"2026-03-01","end":"2026-06-30"}""")!);
        var (_, data) = await GivenAsync(plan, member, "ndjson", period);
        Assert.DoesNotContain(word, data);
        Assert.Contains("\"Patient\"", data);
        Assert.Contains("\"Coverage\"", data);
        period = With("period", "valuePeriod", JsonNode.Parse("""{"start":"2026-01-01","end":"2026-01-31"}""")!);
        (_, data) = await GivenAsync(plan, member, "text", period);
        Assert.Contains(word, data);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Summary_TakesTheMembersAgreement(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (member, word) = await WithRecordsAsync(plan);
        (await plan.PostAsync(Profiled(For("records-access", member, Form("summary"))))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "husky-records-access-3"
        );
        (await plan.PostAsync(Profiled(For("records-access", member, Form("tape"))))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "code-not-in-system"
        );
        var (kind, data) = await GivenAsync(plan, member, "summary", True("summary-agreed"));
        Assert.Equal("text/plain", kind);
        Assert.StartsWith("A summary of your record", data);
        Assert.Contains(word, data);
        Assert.Contains("DocumentReference: 1\n", data);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Paper_IsHandedOver_WhenItWasMailed(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (member, word) = await WithRecordsAsync(plan);
        var task = await GrantedAsync(plan, member, "paper");
        Assert.Equal(("accepted", "granted"), State(task));
        Assert.Null(Output(task, "records"));
        var (kind, data) = await FileAsync(plan, task, "records-printed");
        Assert.Equal("text/plain", kind);
        Assert.Contains(word, data);
        (await plan.PutAsync(task.To("completed", "done"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "husky-records-access-1"
        );
        task = await MovedAsync(plan, task.Out(With("records-mailed", "valueDate", "2026-11-23")));
        Assert.Equal(("completed", "done"), State(task));
        Assert.Equal(
            (string?)Output(task, "records-printed")!["valueReference"]!["reference"],
            (string?)Output(task, "records")!["valueReference"]!["reference"]
        );
    }

    private static async Task<(string Member, string Word)> WithRecordsAsync(HttpClient plan)
    {
        var (member, word) = (await MemberAsync(plan), Made.Word());
        var document = Made.Document(member, "current", "11488-4", "2026-01-15", "2026-01-20");
        document["description"] = word;
        await plan.CreateAsync(document);
        return (member, word);
    }

    private static async Task<(string Kind, string Data)> GivenAsync(
        HttpClient plan,
        string member,
        string form,
        params JsonObject[] inputs
    )
    {
        var task = await GrantedAsync(plan, member, form, inputs);
        Assert.Equal(("completed", "done"), State(task));
        return await FileAsync(plan, task, "records");
    }

    private static async Task<JsonObject> GrantedAsync(
        HttpClient plan,
        string member,
        string form,
        params JsonObject[] inputs
    )
    {
        var task = await plan.CreateAsync(Profiled(For("records-access", member, [Form(form), .. inputs])));
        task = await MovedAsync(plan, task.To("in-progress"));
        return await MovedAsync(plan, task.To("accepted", "granted"));
    }

    private static async Task<(string Kind, string Data)> FileAsync(HttpClient plan, JsonObject task, string output)
    {
        var document = await ReadAsync(plan, (string)Output(task, output)!["valueReference"]!["reference"]!);
        var attachment = document["content"]![0]!["attachment"]!;
        var kind = (string)attachment["contentType"]!;
        return (
            kind,
            (await plan.AskAsync((string)attachment["url"]!, ("Accept", kind))).Expect(HttpStatusCode.OK).Text
        );
    }

    private static JsonObject Form(string code) =>
        With(
            "form",
            "valueCodeableConcept",
            JsonNode.Parse(
                $$"""{"coding":[{"system":"{{Systems.Base}}/CodeSystem/husky-records-form","code":"{{code}}"}]}"""
            )!
        );

    private static JsonObject Profiled(JsonObject task)
    {
        task["meta"] = new JsonObject
        {
            ["profile"] = new JsonArray(Systems.Base + "/StructureDefinition/husky-records-access"),
        };
        return task;
    }
}
