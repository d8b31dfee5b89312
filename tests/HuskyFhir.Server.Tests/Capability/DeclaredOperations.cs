using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Capability;

/// <summary>One call that a declared operation must answer with success.</summary>
/// <param name="Address">After the base.</param>
/// <param name="Body">Null for GET.</param>
internal sealed record OperationCall(string Address, JsonObject? Body = null);

/// <summary>How each declared operation is called. One that is not in here is not proved, and fails the walk.</summary>
internal static class DeclaredOperations
{
    private const string Gender = "http://hl7.org/fhir/administrative-gender";
    private const string Programme = Systems.Base + "/CodeSystem/husky-programme";

    /// <summary>
    /// They change the samples: who is on a panel (PanelTests call them on panels of their own), or what a member asked
    /// for (CorrectionThreadTests).
    /// </summary>
    public static IReadOnlyList<string> ProvedElsewhere { get; } =
    ["member-add", "member-remove", "provider-member-match", "correction-request"];

    /// <param name="type">The type that declares it.</param>
    /// <param name="name">Without its dollar sign.</param>
    /// <param name="resource">A stored resource of that type.</param>
    public static IReadOnlyList<OperationCall> Of(string type, string name, JsonObject resource) =>
        (type, name) switch
        {
            ("ValueSet", "expand") =>
            [
                new("ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/administrative-gender"),
                new($"{resource.At()}/$expand"),
                new(
                    "ValueSet/$expand",
                    Parameters("url", "valueUri", "http://hl7.org/fhir/ValueSet/administrative-gender")
                ),
            ],
            ("ValueSet", "validate-code") =>
            [
                new(
                    $"ValueSet/$validate-code?url=http://hl7.org/fhir/ValueSet/administrative-gender&system={Gender}&code=male"
                ),
                new($"{resource.At()}/$validate-code?system={Gender}&code=male"),
            ],
            ("CodeSystem", "lookup") => [new($"CodeSystem/$lookup?system={Programme}&code=HUSKY-A")],
            ("CodeSystem", "validate-code") => [new($"CodeSystem/$validate-code?url={Programme}&code=HUSKY-A")],
            ("CodeSystem", "subsumes") => [new($"CodeSystem/$subsumes?system={Programme}&codeA=HUSKY-A&codeB=HUSKY-B")],
            ("Patient", "everything") =>
            [
                new($"{resource.At()}/$everything"),
                new($"{resource.At()}/$everything", new JsonObject { ["resourceType"] = "Parameters" }),
            ],
            ("Patient", "disclosures") =>
            [
                new($"{resource.At()}/$disclosures"),
                new($"{resource.At()}/$disclosures?start=2025-01-01&end=2026-01-01"),
                new($"{resource.At()}/$disclosures", Parameters("start", "valueDate", "2025-01-01")),
            ],
            ("Patient", "directives") =>
            [
                new($"{resource.At()}/$directives"),
                new($"{resource.At()}/$directives?at=2026-11-23"),
                new($"{resource.At()}/$directives", new JsonObject { ["resourceType"] = "Parameters" }),
            ],
            ("Task", "timeline") => [new($"{resource.At()}/$timeline")],
            ("Task", "request-report") =>
            [
                new("Task/$request-report?start=2026-01-01&end=2026-12-31"),
                new("Task/$request-report?start=2026-01-01&end=2026-12-31&kind=appeal&programme=HUSKY-A"),
            ],
            ("Patient", "changes") =>
            [
                new($"{resource.At()}/$changes"),
                new($"{resource.At()}/$changes?kind=address,income&status=pending&since=2026-01-01"),
                new("Patient/$changes?_count=5"),
                new("Patient/$changes", Parameters("kind", "valueCode", "death")),
            ],
            ("Patient", "match") => [new("Patient/$match", Holding(Asked(resource)))],
            ("Patient", "member-match") => [new("Patient/$member-match", Described(resource))],
            ("Observation", "lastn") => [new($"Observation/$lastn?patient={resource["subject"]!["reference"]}&max=2")],
            ("DocumentReference", "docref") =>
            [
                new($"DocumentReference/$docref?patient={resource["subject"]!["reference"]}"),
                new(
                    "DocumentReference/$docref",
                    Parameters("patient", "valueId", ((string)resource["subject"]!["reference"]!)["Patient/".Length..])
                ),
            ],
            (_, "validate") =>
            [
                new($"{type}/$validate", resource),
                new($"{resource.At()}/$validate"),
                new($"{resource.At()}/$validate", Holding(resource)),
                new($"{type}/$validate?mode=create", Holding(resource)),
            ],
            (_, "meta") => [new($"{resource.At()}/$meta")],
            _ => [],
        };

    /// <summary>A member as another payer describes one: by name, birth date and the number on the card.</summary>
    private static JsonObject Described(JsonObject member) =>
        new()
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = "MemberPatient",
                    ["resource"] = new JsonObject
                    {
                        ["resourceType"] = "Patient",
                        ["name"] = member["name"]?.DeepClone(),
                        ["birthDate"] = member["birthDate"]?.DeepClone(),
                    },
                },
                new JsonObject
                {
                    ["name"] = "CoverageToMatch",
                    ["resource"] = JsonNode.Parse(
                        $$"""{"resourceType":"Coverage","status":"active","beneficiary":{"display":"x"},"payor":[{"display":"x"}],"subscriberId":{{member["identifier"]?[0]?["value"]?.ToJsonString() ?? "\"none\""}}}"""
                    ),
                },
                new JsonObject
                {
                    ["name"] = "Consent",
                    ["resource"] = JsonNode.Parse(
                        """{"resourceType":"Consent","status":"active","scope":{"text":"x"},"category":[{"text":"x"}],"policyRule":{"text":"x"},"provision":{"type":"permit"}}"""
                    ),
                }
            ),
        };

    private static JsonObject Asked(JsonObject member) =>
        new()
        {
            ["resourceType"] = "Patient",
            ["identifier"] = new JsonArray(new JsonObject { ["system"] = Systems.ClientId, ["value"] = "CT0000000" }),
            ["name"] = member["name"]?.DeepClone(),
            ["birthDate"] = "1980-02-29",
        };

    private static JsonObject Holding(JsonObject resource) =>
        new()
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(
                new JsonObject { ["name"] = "resource", ["resource"] = resource.DeepClone() }
            ),
        };

    private static JsonObject Parameters(string name, string kind, string value) =>
        new()
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(new JsonObject { ["name"] = name, [kind] = value }),
        };
}
