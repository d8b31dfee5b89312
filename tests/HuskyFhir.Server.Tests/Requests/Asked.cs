using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>Requests as tests make and move them.</summary>
internal static class Asked
{
    public const string Types = Systems.Base + "/CodeSystem/husky-request-type";
    public const string Parameters = Systems.Base + "/CodeSystem/husky-task-parameter";
    public const string Statuses = Systems.Base + "/CodeSystem/husky-request-status";
    public const string Corrections = "http://hl7.org/fhir/uv/patient-corrections/CodeSystem/";

    /// <summary>A new request of a kind, by the member, today.</summary>
    public static JsonObject For(string kind, string member, params JsonObject[] inputs)
    {
        var task = Read(
            $$"""
            {"resourceType":"Task","status":"requested","intent":"order","code":{"coding":[{"system":"{{Types}}","code":"{{kind}}"}]},
             "for":{"reference":"{{member}}"},"authoredOn":"2026-11-23T09:00:00-05:00","requester":{"reference":"{{member}}"},"reasonCode":{"text":"As asked"} }
            """
        );
        if (inputs.Length > 0)
            task["input"] = new JsonArray([.. inputs]);
        if (kind == "expedited-appeal")
            task["priority"] = "urgent";
        if (kind is "grievance" or "complaint")
            task["reasonCode"]!["coding"] = JsonNode.Parse(
                $$"""[{"system":"{{Systems.Base}}/CodeSystem/husky-grievance-reason","code":"other"}]"""
            );
        return task;
    }

    public static JsonObject About(this JsonObject task, string focus)
    {
        task["focus"] = Reference(focus);
        return task;
    }

    public static JsonObject By(this JsonObject task, string requester)
    {
        task["requester"] = Reference(requester);
        return task;
    }

    public static JsonObject On(this JsonObject task, string authored)
    {
        task["authoredOn"] = authored;
        return task;
    }

    /// <summary>Following on another request.</summary>
    public static JsonObject PartOf(this JsonObject task, JsonObject earlier)
    {
        task["partOf"] = new JsonArray(Reference(earlier.At()));
        return task;
    }

    /// <summary>An input or output; the value as JSON, under its FHIR name.</summary>
    public static JsonObject With(string code, string name, JsonNode value, string system = Parameters) =>
        new() { ["type"] = Read($$"""{"coding":[{"system":"{{system}}","code":"{{code}}"}]}"""), [name] = value };

    public static JsonObject Text(string code, string value) => With(code, "valueString", value);

    public static JsonObject True(string code) => With(code, "valueBoolean", true);

    public static JsonObject Link(string code, string target) => With(code, "valueReference", Reference(target));

    public static JsonObject Reference(string target) => new() { ["reference"] = target };

    /// <summary>The stored request with another state, and what else a test changes.</summary>
    public static async Task<JsonObject> ReadAsync(HttpClient client, string at) =>
        JsonNode.Parse((await client.AskAsync(at)).Expect(HttpStatusCode.OK).Body)!.AsObject();

    public static JsonObject To(this JsonObject task, string status, string? business = null, string? reason = null)
    {
        var moved = task.DeepClone().AsObject();
        moved["status"] = status;
        if (business is not null)
            moved["businessStatus"] = Read(
                $$"""{"coding":[{"system":"{{(string?)task["businessStatus"]?["coding"]?[0]?["system"] ?? Statuses}}","code":"{{business}}"}]}"""
            );
        if (reason is not null)
            moved["statusReason"] = Read(
                $$"""{"coding":[{"system":"{{Systems.Base}}/CodeSystem/husky-refusal-reason","code":"{{reason}}"}],"text":"{{reason}}"}"""
            );
        return moved;
    }

    public static JsonObject Out(this JsonObject task, params JsonObject[] outputs)
    {
        var all = task["output"] as JsonArray ?? [];
        task["output"] ??= all;
        foreach (var output in outputs)
            all.Add(output);
        return task;
    }

    public static JsonObject In(this JsonObject task, params JsonObject[] inputs)
    {
        var all = task["input"] as JsonArray ?? [];
        task["input"] ??= all;
        foreach (var input in inputs)
            all.Add(input);
        return task;
    }

    public static JsonObject Decided(string code) =>
        With(
            "decision",
            "valueCodeableConcept",
            Read($$"""{"coding":[{"system":"{{Statuses}}","code":"{{code}}"}]}""")
        );

    /// <summary>The move is made, and what is stored then.</summary>
    public static async Task<JsonObject> MovedAsync(HttpClient client, JsonObject task) =>
        JsonNode.Parse((await client.PutAsync(task)).Expect(HttpStatusCode.OK).Body)!.AsObject();

    public static (string? Status, string? Business) State(JsonObject task) =>
        ((string?)task["status"], (string?)task["businessStatus"]?["coding"]?[0]?["code"]);

    public static string? Due(JsonObject task) => (string?)task["restriction"]?["period"]?["end"];

    /// <summary>A part of the service's reckoning.</summary>
    public static string? Clock(JsonObject task, string name) =>
        task["extension"]
            ?.AsArray()
            .FirstOrDefault(static each => (string?)each!["url"] == Systems.Base + "/StructureDefinition/husky-clock")
            ?["extension"]?.AsArray()
            .FirstOrDefault(each => (string?)each!["url"] == name)
            ?.AsObject()
            .First(static pair => pair.Key.StartsWith("value", StringComparison.Ordinal))
            .Value?.ToString();

    public static JsonNode? Output(JsonObject task, string code) =>
        task["output"]?.AsArray().FirstOrDefault(each => (string?)each!["type"]?["coding"]?[0]?["code"] == code);

    /// <summary>A member who is enrolled.</summary>
    public static async Task<string> MemberAsync(HttpClient plan, string programme = "HUSKY-A", string? pcp = null)
    {
        var member = await plan.CreateAsync(Made.Patient(Made.Word(), pcp: pcp));
        await EnrolAsync(plan, member.At(), programme);
        return member.At();
    }

    public static async Task<string> EnrolAsync(HttpClient plan, string member, string programme)
    {
        var coverage = Made.Coverage(member, (await plan.CreateAsync(Made.Organization(Made.Word()))).At());
        coverage["class"] = JsonNode.Parse(
            $$"""[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/coverage-class","code":"plan"}]},"value":"{{programme}}"}]"""
        );
        coverage["period"] = new JsonObject { ["start"] = "2026-01-01" };
        return (await plan.CreateAsync(coverage)).At();
    }

    /// <summary>A decision on a request of its own; denied, mailed on that day, where nothing else is said.</summary>
    public static async Task<string> DecisionAsync(
        HttpClient plan,
        string member,
        string? action = "denied-full",
        string notice = "2026-11-02",
        string? requestor = null,
        string? takesEffect = null,
        int items = 1
    )
    {
        var payer = (await plan.CreateAsync(Made.Organization(Made.Word()))).At();
        var provider = requestor ?? (await plan.CreateAsync(Made.Organization(Made.Word()))).At();
        var coverage =
            (await plan.AskAsync($"Coverage?patient={member}"))
                .Ids.Select(static id => "Coverage/" + id)
                .FirstOrDefault()
            ?? await EnrolAsync(plan, member, "HUSKY-A");
        var claim = (
            await plan.CreateAsync(
                Read(
                    $$"""
                    {"resourceType":"Claim","status":"active","type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/claim-type","code":"professional"}]},"use":"preauthorization","patient":{"reference":"{{member}}"},
                     "created":"2026-08-20","insurer":{"reference":"{{payer}}"},"provider":{"reference":"{{provider}}"},"priority":{"coding":[{"code":"normal"}]},
                     "insurance":[{"sequence":1,"focal":true,"coverage":{"reference":"{{coverage}}"} }],"item":[{"sequence":1,"productOrService":{"text":"Power wheelchair"} }]}
                    """
                )
            )
        ).At();
        if (items > 1)
            await AskForAsync(plan, claim, items);
        var taken = action is "suspended" or "reduced" or "terminated";
        var previous = taken
            ? await ResponseAsync(plan, member, claim, payer, provider, null, "2026-08-21", null, null)
            : null;
        return await ResponseAsync(
            plan,
            member,
            claim,
            payer,
            provider,
            action,
            notice,
            takesEffect ?? (taken ? "2026-12-15" : null),
            previous,
            items
        );
    }

    /// <summary>As many items as that, for three months.</summary>
    private static async Task AskForAsync(HttpClient plan, string claim, int items)
    {
        var asked = await ReadAsync(plan, claim);
        asked["item"] = new JsonArray([
            .. Enumerable
                .Range(1, items)
                .Select(static item =>
                    Read(
                        $$"""{"sequence":{{item}},"productOrService":{"text":"Service {{item}}"},"servicedPeriod":{"start":"2026-09-01","end":"2026-11-30"} }"""
                    )
                ),
        ]);
        (await plan.PutAsync(asked)).Expect(HttpStatusCode.OK);
    }

    private static async Task<string> ResponseAsync(
        HttpClient plan,
        string member,
        string claim,
        string payer,
        string provider,
        string? action,
        string notice,
        string? takesEffect,
        string? previous,
        int items = 1
    )
    {
        var response = Read(
            $$"""
            {"resourceType":"ClaimResponse","status":"active","type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/claim-type","code":"professional"}]},"use":"preauthorization","patient":{"reference":"{{member}}"},
             "created":"{{notice}}","insurer":{"reference":"{{payer}}"},"requestor":{"reference":"{{provider}}"},"request":{"reference":"{{claim}}"},"outcome":"complete","disposition":"Decided","extension":[],
             "item":[{"itemSequence":1,"adjudication":[{"category":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/adjudication","code":"submitted"}]},
               "extension":[{"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewAction","extension":[{"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewActionCode","valueCodeableConcept":{"coding":[{"system":"https://codesystem.x12.org/005010/306","code":"{{(
                action is null ? "A1" : "A3"
            )}}"}]} }]}] }] }] }
            """
        );
        var extensions = response["extension"]!.AsArray();
        void Add(string name, string kind, JsonNode value) =>
            extensions.Add(new JsonObject { ["url"] = $"{Systems.Base}/StructureDefinition/{name}", [kind] = value });
        Add("husky-notice-date", "valueDate", notice);
        if (action is not null)
        {
            Add("husky-action-kind", "valueCode", action);
            response["item"]![0]!["adjudication"]![0]!["reason"] = Read(
                """{"coding":[{"system":"https://codesystem.x12.org/external/886","code":"01"}]}"""
            );
        }

        for (var item = 2; item <= items; item++)
        {
            var more = response["item"]![0]!.DeepClone();
            more["itemSequence"] = item;
            response["item"]!.AsArray().Add(more);
        }

        if (takesEffect is not null)
            Add("husky-action-date", "valueDate", takesEffect);
        if (previous is not null)
            Add("husky-previous-authorization", "valueReference", Reference(previous));
        return (await plan.CreateAsync(response)).At();
    }

    private static JsonObject Read(string json) => JsonNode.Parse(json)!.AsObject();
}
