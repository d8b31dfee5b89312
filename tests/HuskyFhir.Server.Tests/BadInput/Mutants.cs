using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.BadInput;

/// <summary>A sound request with a body, to be spoilt.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Address">After the base.</param>
/// <param name="ContentType">Of the body.</param>
/// <param name="Body">Well formed.</param>
internal sealed record SoundRequest(string Method, string Address, string ContentType, string Body);

/// <summary>
/// Bodies of every interaction that takes one, and ways to spoil them: in their structure, and byte by byte.
/// </summary>
internal static class Mutants
{
    private const string Json = "application/fhir+json";
    private const string JsonPatch = "application/json-patch+json";

    private static readonly string[] Strange =
    [
        "null",
        "true",
        "-1",
        "1e400",
        "99999999999999999999",
        "\"\"",
        "\" \"",
        "\"\\u0000\"",
        "[]",
        "{}",
        "[[]]",
        "[null]",
        "\"urn:uuid:00000000-0000-0000-0000-000000000000\"",
        "\"Patient/$everything\"",
        "\"../Patient\"",
        "\"DELETE\"",
        "\"Patient?\"",
        "\"%00\"",
        "{\"resourceType\":\"Patient\"}",
        "{\"resourceType\":\"Binary\",\"contentType\":\"x\",\"data\":\"!!\"}",
        "\"Patient.name.where(\"",
        "\"/name/-\"",
        "\"/name/99999999999\"",
        "\"~2\"",
        "\"9999-99-99\"",
    ];

    /// <param name="member">A stored member, as JSON.</param>
    public static SoundRequest[] Sound(string member)
    {
        var patient = JsonNode.Parse(member)!.AsObject();
        var (at, urn) = (patient.At(), Running.Bundles.Urn());
        string Bundle(string type) =>
            Running
                .Bundles.Of(
                    type,
                    Running.Bundles.Post(Made.Patient("Mutant"), urn),
                    Running.Bundles.Post(
                        Made.Coverage(urn, "Organization/01900000-0000-7000-8000-000000000000"),
                        null,
                        "identifier=a|b"
                    ),
                    Running.Bundles.Put(patient, ("ifMatch", "W/\"1\"")),
                    Running.Bundles.Entry(
                        "PATCH",
                        at,
                        new JsonObject
                        {
                            ["resourceType"] = "Binary",
                            ["contentType"] = JsonPatch,
                            ["data"] = Convert.ToBase64String(
                                "[{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]"u8
                            ),
                        }
                    ),
                    Running.Bundles.Entry("DELETE", "RelatedPerson?identifier=a|b"),
                    Running.Bundles.Entry("GET", "Patient?name=m&_count=1", null, null, ("ifNoneMatch", "W/\"1\""))
                )
                .ToJsonString();
        string Parameters(params (string Name, string Kind, JsonNode Value)[] given) =>
            new JsonObject
            {
                ["resourceType"] = "Parameters",
                ["parameter"] = new JsonArray([
                    .. given.Select(static one => new JsonObject
                    {
                        ["name"] = one.Name,
                        [one.Kind] = one.Value.DeepClone(),
                    }),
                ]),
            }.ToJsonString();
        return
        [
            new("POST", "Patient", Json, member),
            new("PUT", at, Json, member),
            new("PUT", "Patient?identifier=a|b", Json, member),
            new("POST", "", Json, Bundle("transaction")),
            new("POST", "", Json, Bundle("batch")),
            new(
                "PATCH",
                at,
                JsonPatch,
                """[{"op":"test","path":"/resourceType","value":"Patient"},{"op":"add","path":"/name/-","value":{"family":"Mutant"}},{"op":"copy","from":"/name/0","path":"/name/1"},{"op":"move","from":"/name/1","path":"/name/0"},{"op":"replace","path":"/gender","value":"other"},{"op":"remove","path":"/telecom"}]"""
            ),
            new("PATCH", at, Json, Patch("add", "Patient", "name", "contact", "valueString")),
            new(
                "PATCH",
                "Patient?identifier=a|b",
                Json,
                Patch("replace", "Patient.name.where(use = 'official').first().family", null, "Mutant", "valueString")
            ),
            new(
                "POST",
                "Patient/$match",
                Json,
                Parameters(
                    ("resource", "resource", patient),
                    ("count", "valueInteger", 3),
                    ("onlyCertainMatches", "valueBoolean", true)
                )
            ),
            new(
                "POST",
                "Patient/$validate",
                Json,
                Parameters(
                    ("resource", "resource", patient),
                    ("mode", "valueCode", "create"),
                    ("profile", "valueUri", Systems.Base + "/StructureDefinition/husky-member")
                )
            ),
            new(
                "POST",
                $"{at}/$everything",
                Json,
                Parameters(
                    ("start", "valueDate", "2026-01-01"),
                    ("_since", "valueInstant", "2026-01-01T00:00:00Z"),
                    ("_type", "valueString", "Coverage,Observation"),
                    ("_count", "valueInteger", 2)
                )
            ),
            new(
                "POST",
                "Observation/$lastn",
                Json,
                Parameters(("patient", "valueString", at), ("max", "valuePositiveInt", 2))
            ),
            new(
                "POST",
                "ValueSet/$expand",
                Json,
                Parameters(
                    ("url", "valueUri", "http://hl7.org/fhir/ValueSet/administrative-gender"),
                    ("filter", "valueString", "m"),
                    ("count", "valueInteger", 2)
                )
            ),
            new(
                "POST",
                "ValueSet/$validate-code",
                Json,
                Parameters(
                    ("url", "valueUri", "http://hl7.org/fhir/ValueSet/administrative-gender"),
                    (
                        "coding",
                        "valueCoding",
                        new JsonObject { ["system"] = "http://hl7.org/fhir/administrative-gender", ["code"] = "male" }
                    )
                )
            ),
            new(
                "POST",
                "CodeSystem/$lookup",
                Json,
                Parameters(
                    ("system", "valueUri", Systems.Base + "/CodeSystem/husky-programme"),
                    ("code", "valueCode", "HUSKY-A")
                )
            ),
            new(
                "POST",
                "Patient/_search",
                "application/x-www-form-urlencoded",
                "name=mu%C3%B1oz&birthdate=ge1980&_sort=-name&_include=Patient:general-practitioner&_has:Coverage:beneficiary:status=active"
            ),
            new(
                "POST",
                "Patient",
                "application/fhir+xml",
                "<Patient xmlns=\"http://hl7.org/fhir\"><active value=\"true\"/><name><family value=\"Mutant\"/><given value=\"A\"/></name><gender value=\"other\"/><birthDate value=\"1980-02-29\"/></Patient>"
            ),
            new(
                "POST",
                "",
                "application/fhir+xml",
                "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"batch\"/><entry><request><method value=\"GET\"/><url value=\"Patient?name=m\"/></request></entry></Bundle>"
            ),
        ];
    }

    /// <summary>
    /// A body spoilt: JSON mostly by its structure, so that it is still read; anything also by its bytes.
    /// </summary>
    public static byte[] Spoil(Random random, SoundRequest sound)
    {
        var body = sound.Body;
        if (sound.ContentType.EndsWith("json", StringComparison.Ordinal) && random.Next(4) > 0)
        {
            var root = JsonNode.Parse(body)!;
            for (var times = random.Next(1, 4); times > 0; times--)
                root = Swap(random, root);
            body = root.ToJsonString();
            if (random.Next(3) > 0)
                return Encoding.UTF8.GetBytes(body);
        }

        return Mutations.Of(random, body);
    }

    /// <summary>
    /// One node anywhere becomes something strange, goes, comes twice, or changes place with another.
    /// </summary>
    private static JsonNode Swap(Random random, JsonNode root)
    {
        var nodes = Within(root).Where(static node => node.Parent is not null).ToList();
        if (nodes.Count == 0)
            return root;
        var (one, other) = (nodes[random.Next(nodes.Count)], nodes[random.Next(nodes.Count)]);
        var value = random.Next(4) switch
        {
            0 => other.DeepClone(),
            1 => null,
            _ => Parse(Mutations.Pick(random, Strange)),
        };
        if (one.Parent is JsonArray array)
        {
            if (random.Next(3) == 0)
                array.Insert(random.Next(array.Count + 1), value);
            else
                array[one.GetElementIndex()] = value;
        }
        else
            ((JsonObject)one.Parent!)[
                random.Next(5) == 0
                    ? Mutations.Pick(
                        random,
                        ["resourceType", "_value", "id", "url", "fullUrl", "valueString", "extension"]
                    )
                    : one.GetPropertyName()
            ] = value;
        return root;
    }

    private static JsonNode? Parse(string json) =>
        json == "1e400" ? JsonValue.Create(double.MaxValue) : JsonNode.Parse(json);

    private static IEnumerable<JsonNode> Within(JsonNode node) =>
        (
            node switch
            {
                JsonObject members => members
                    .Select(static member => member.Value)
                    .OfType<JsonNode>()
                    .SelectMany(Within),
                JsonArray items => items.OfType<JsonNode>().SelectMany(Within),
                _ => [],
            }
        ).Prepend(node);

    private static string Patch(string type, string path, string? name, string value, string kind)
    {
        var parts = new JsonArray(
            Part("type", "valueCode", type),
            Part("path", "valueString", path),
            Part("value", kind, value)
        );
        if (name is not null)
            parts.Add(Part("name", "valueString", name));
        return new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(new JsonObject { ["name"] = "operation", ["part"] = parts }),
        }.ToJsonString();
    }

    private static JsonObject Part(string name, string kind, string value) => new() { ["name"] = name, [kind] = value };
}
