using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Decisions;

/// <summary>A member in a programme, for whom something is asked and decided; new for every test.</summary>
internal sealed record Asked(HttpClient Plan, JsonObject Member, string Coverage, string Insurer)
{
    private const string Extensions = Systems.Base + "/StructureDefinition/";

    /// <param name="plan">Of kind plan.</param>
    /// <param name="programme">Such as <c>HUSKY-A</c>.</param>
    /// <param name="pcp">The member's; null for none.</param>
    public static async Task<Asked> NewAsync(HttpClient plan, string programme = "HUSKY-A", string? pcp = null)
    {
        var member = await plan.CreateAsync(Made.Patient(Made.Word(), pcp: pcp));
        var insurer = (await plan.CreateAsync(Made.Organization(Made.Word()))).At();
        var coverage = Made.Coverage(member.At(), insurer);
        coverage["class"] = JsonNode.Parse(
            $$"""[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/coverage-class","code":"plan"}]},"value":"{{programme}}"}]"""
        );
        return new(plan, member, (await plan.CreateAsync(coverage)).At(), insurer);
    }

    public JsonObject Claim(
        string created = "2026-11-02T09:00:00-05:00",
        string use = "preauthorization",
        string priority = "normal"
    ) =>
        JsonNode
            .Parse(
                $$"""
                {"resourceType":"Claim","status":"active","use":"{{use}}","type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/claim-type","code":"professional"}]},
                 "patient":{"reference":"{{Member.At()}}"},"created":"{{created}}","insurer":{"reference":"{{Insurer}}"},"provider":{"reference":"{{Insurer}}"},
                 "priority":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/processpriority","code":"{{priority}}"}]},
                 "insurance":[{"sequence":1,"focal":true,"coverage":{"reference":"{{Coverage}}"} }],
                 "item":[{"sequence":1,"productOrService":{"text":"Personal care"} },{"sequence":2,"productOrService":{"text":"Walker"} }]}
                """
            )!
            .AsObject();

    /// <summary>A decision that is as the law wants it: one that grants all, or one of an adverse kind.</summary>
    public JsonObject Decision(
        JsonObject claim,
        string? action = null,
        string? previous = null,
        string created = "2026-11-04T12:00:00-05:00",
        string notice = "2026-11-05",
        string effective = "2026-11-20"
    )
    {
        var refuses = action is not null;
        var response = JsonNode
            .Parse(
                $$"""
                {"resourceType":"ClaimResponse","status":"active","use":"{{claim["use"]}}","type":{{claim[
                    "type"
                ]!.ToJsonString()}},"patient":{"reference":"{{Member.At()}}"},
                 "created":"{{created}}","insurer":{"reference":"{{Insurer}}"},"request":{"reference":"{{claim.At()}}"},"outcome":"complete","disposition":"{{(
                    refuses ? "Not granted" : "Approved"
                )}}",
                 "item":[{"itemSequence":1,"adjudication":[{"category":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/adjudication","code":"submitted"}]} }]}]}
                """
            )!
            .AsObject();
        if (action is null)
            return response;
        Line(response)["reason"] = JsonNode.Parse(
            $$"""{"coding":[{"system":"{{Systems.Base}}/CodeSystem/husky-denial-reason","code":"not-medically-necessary"}]}"""
        );
        With(response, "husky-action-kind", "valueCode", action);
        With(response, "husky-notice-date", "valueDate", notice);
        if (previous is null)
            return response;
        With(response, "husky-action-date", "valueDate", effective);
        With(response, "husky-previous-authorization", "valueReference", new JsonObject { ["reference"] = previous });
        return response;
    }

    /// <summary>A decision that a granted service is taken away, with what granted it.</summary>
    public async Task<JsonObject> TakingAsync(
        string action = "reduced",
        string notice = "2026-11-05",
        string effective = "2026-11-20",
        string created = "2026-11-04T12:00:00-05:00"
    )
    {
        var claim = await Plan.CreateAsync(Claim("2026-03-02T09:00:00-05:00"));
        var granted = await Plan.CreateAsync(Decision(claim, created: "2026-03-04T12:00:00-05:00"));
        return Decision(claim, action, granted.At(), created, notice, effective);
    }

    /// <summary>Sets an extension; null takes it away.</summary>
    public static JsonObject With(JsonObject resource, string name, string value, JsonNode? what)
    {
        var extensions = resource["extension"] as JsonArray ?? [];
        resource["extension"] ??= extensions;
        foreach (var old in extensions.Where(each => (string?)each!["url"] == Extensions + name).ToList())
            extensions.Remove(old);
        if (what is not null)
            extensions.Add(new JsonObject { ["url"] = Extensions + name, [value] = what });
        if (extensions.Count == 0)
            resource.Remove("extension");
        return resource;
    }

    public static JsonObject Without(JsonObject resource, string name) => With(resource, name, string.Empty, null);

    public static JsonObject Line(JsonObject response) => response["item"]![0]!["adjudication"]![0]!.AsObject();

    /// <summary>X12's code of what was done with the first item.</summary>
    public static JsonObject Reviewed(JsonObject response, string code)
    {
        Line(response)["extension"] = JsonNode.Parse(
            $$"""
            [{"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewAction","extension":[{"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewActionCode",
              "valueCodeableConcept":{"coding":[{"system":"https://codesystem.x12.org/005010/306","code":"{{code}}"}]} }]}]
            """
        );
        return response;
    }

    /// <summary>A part of the clock that a resource shows; null where it shows none.</summary>
    public static string? Clock(JsonObject resource, string part)
    {
        var clock = (resource["extension"] as JsonArray)
            ?.FirstOrDefault(static each => (string?)each!["url"] == Extensions + "husky-decision-clock")
            ?["extension"]?.AsArray();
        var found = clock?.FirstOrDefault(each => (string?)each!["url"] == part)?.AsObject();
        return found?.First(static pair => pair.Key.StartsWith("value", StringComparison.Ordinal)).Value!.ToString();
    }
}
