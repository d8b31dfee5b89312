using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Patching;

/// <summary>patch by FHIRPath Patch (http://hl7.org/fhir/R4/fhirpatch.html).</summary>
public sealed class FhirPathPatchTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Start = """
        {"resourceType":"Patient","gender":"female","birthDate":"1980-02-29","_birthDate":{"extension":[{"url":"http://example.org/why","valueString":"told"}]},"deceasedBoolean":false,
         "name":[{"family":"Zz","given":["A","B","C"]},{"use":"old","family":"Yy"}],"contact":[{"name":{"text":"C"}}],
         "communication":[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"en"}]}},{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"es"}]}}]}
        """;

    /// <summary>The operation's parts, and what the patched resource then has at the names in the middle.</summary>
    public static TheoryData<string, string, string> Fitting =>
        new()
        {
            {
                """[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Patient.gender"},{"name":"value","valueCode":"other"}]""",
                "gender",
                "\"other\""
            },
            {
                """[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Patient.birthDate"},{"name":"value","valueDate":"1981-01-01"}]""",
                "birthDate",
                "\"1981-01-01\""
            },
            {
                """[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Patient.deceased"},{"name":"value","valueDateTime":"2026-01-01"}]""",
                "deceasedDateTime",
                "\"2026-01-01\""
            },
            {
                """[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Patient.name.where(use = 'old').family"},{"name":"value","valueString":"New"}]""",
                "name",
                """[{"family":"Zz","given":["A","B","C"]},{"use":"old","family":"New"}]"""
            },
            {
                """[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Patient.name[0].given[1]"},{"name":"value","valueString":"X"}]""",
                "name",
                """[{"family":"Zz","given":["A","X","C"]},{"use":"old","family":"Yy"}]"""
            },
            {
                """[{"name":"type","valueCode":"add"},{"name":"path","valueString":"Patient"},{"name":"name","valueString":"active"},{"name":"value","valueBoolean":true}]""",
                "active",
                "true"
            },
            {
                """[{"name":"type","valueCode":"add"},{"name":"path","valueString":"Patient"},{"name":"name","valueString":"name"},{"name":"value","valueHumanName":{"text":"N"}}]""",
                "name",
                """[{"family":"Zz","given":["A","B","C"]},{"use":"old","family":"Yy"},{"text":"N"}]"""
            },
            {
                """[{"name":"type","valueCode":"add"},{"name":"path","valueString":"Patient.name[1]"},{"name":"name","valueString":"given"},{"name":"value","valueString":"G"}]""",
                "name",
                """[{"family":"Zz","given":["A","B","C"]},{"use":"old","family":"Yy","given":["G"]}]"""
            },
            {
                """[{"name":"type","valueCode":"add"},{"name":"path","valueString":"Patient"},{"name":"name","valueString":"multipleBirth"},{"name":"value","valueInteger":2}]""",
                "multipleBirthInteger",
                "2"
            },
            {
                """[{"name":"type","valueCode":"add"},{"name":"path","valueString":"Patient"},{"name":"name","valueString":"contact"},{"name":"value","part":[{"name":"name","valueHumanName":{"text":"K"}},{"name":"telecom","valueContactPoint":{"system":"phone","value":"1"}}]}]""",
                "contact",
                """[{"name":{"text":"C"}},{"name":{"text":"K"},"telecom":[{"system":"phone","value":"1"}]}]"""
            },
            {
                """[{"name":"type","valueCode":"add"},{"name":"path","valueString":"Patient.birthDate"},{"name":"name","valueString":"extension"},{"name":"value","part":[{"name":"url","valueUri":"http://example.org/x"},{"name":"value","valueString":"y"}]}]""",
                "_birthDate",
                """{"extension":[{"url":"http://example.org/why","valueString":"told"},{"url":"http://example.org/x","valueString":"y"}]}"""
            },
            {
                """[{"name":"type","valueCode":"insert"},{"name":"path","valueString":"Patient.name[0].given"},{"name":"index","valueInteger":1},{"name":"value","valueString":"X"}]""",
                "name",
                """[{"family":"Zz","given":["A","X","B","C"]},{"use":"old","family":"Yy"}]"""
            },
            {
                """[{"name":"type","valueCode":"insert"},{"name":"path","valueString":"Patient.name"},{"name":"index","valueInteger":2},{"name":"value","valueHumanName":{"text":"N"}}]""",
                "name",
                """[{"family":"Zz","given":["A","B","C"]},{"use":"old","family":"Yy"},{"text":"N"}]"""
            },
            {
                """[{"name":"type","valueCode":"move"},{"name":"path","valueString":"Patient.name[0].given"},{"name":"source","valueInteger":0},{"name":"destination","valueInteger":2}]""",
                "name",
                """[{"family":"Zz","given":["B","C","A"]},{"use":"old","family":"Yy"}]"""
            },
            {
                """[{"name":"type","valueCode":"delete"},{"name":"path","valueString":"Patient.contact[0]"}]""",
                "contact",
                ""
            },
            {
                """[{"name":"type","valueCode":"delete"},{"name":"path","valueString":"Patient.deceased"}]""",
                "deceasedBoolean",
                ""
            },
            {
                """[{"name":"type","valueCode":"delete"},{"name":"path","valueString":"Patient.birthDate"}]""",
                "_birthDate",
                ""
            },
            {
                """[{"name":"type","valueCode":"delete"},{"name":"path","valueString":"Patient.photo"}]""",
                "gender",
                "\"female\""
            },
            {
                """[{"name":"type","valueCode":"delete"},{"name":"path","valueString":"Patient.communication.where(language.coding.exists(code = 'en'))"}]""",
                "communication",
                """[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"es"}]}}]"""
            },
        };

    public static TheoryData<string, int> Misfitting =>
        new()
        {
            {
                """[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Patient.photo"},{"name":"value","valueString":"x"}]""",
                422
            },
            {
                """[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Patient.name"},{"name":"value","valueString":"x"}]""",
                422
            },
            {
                """[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Patient"},{"name":"value","valueString":"x"}]""",
                422
            },
            {
                """[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Patient.gender"},{"name":"value","valueCode":"neither"}]""",
                422
            },
            {
                """[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Patient.name.count()"},{"name":"value","valueInteger":1}]""",
                422
            },
            {
                """[{"name":"type","valueCode":"add"},{"name":"path","valueString":"Patient"},{"name":"name","valueString":"gender"},{"name":"value","valueCode":"male"}]""",
                422
            },
            {
                """[{"name":"type","valueCode":"add"},{"name":"path","valueString":"Patient"},{"name":"name","valueString":"nonsense"},{"name":"value","valueCode":"male"}]""",
                422
            },
            {
                """[{"name":"type","valueCode":"add"},{"name":"path","valueString":"Patient"},{"name":"name","valueString":"contact"},{"name":"value","part":[{"name":"nonsense","valueString":"x"}]}]""",
                422
            },
            {
                """[{"name":"type","valueCode":"insert"},{"name":"path","valueString":"Patient.name"},{"name":"index","valueInteger":3},{"name":"value","valueHumanName":{"text":"N"}}]""",
                422
            },
            {
                """[{"name":"type","valueCode":"insert"},{"name":"path","valueString":"Patient.gender"},{"name":"index","valueInteger":0},{"name":"value","valueCode":"male"}]""",
                422
            },
            {
                """[{"name":"type","valueCode":"move"},{"name":"path","valueString":"Patient.name"},{"name":"source","valueInteger":0},{"name":"destination","valueInteger":2}]""",
                422
            },
            { """[{"name":"type","valueCode":"delete"},{"name":"path","valueString":"Patient.name"}]""", 422 },
            { """[{"name":"type","valueCode":"delete"},{"name":"path","valueString":"Patient"}]""", 422 },
            { """[{"name":"type","valueCode":"delete"},{"name":"path","valueString":"Patient.id"}]""", 422 },
            { """[{"name":"type","valueCode":"delete"}]""", 400 },
            { """[{"name":"type","valueCode":"sing"},{"name":"path","valueString":"Patient.name"}]""", 400 },
            {
                """[{"name":"type","valueCode":"move"},{"name":"path","valueString":"Patient.name"},{"name":"source","valueInteger":-1},{"name":"destination","valueInteger":2}]""",
                400
            },
            {
                """[{"name":"type","valueCode":"move"},{"name":"path","valueString":"Patient.name"},{"name":"source","valueInteger":0}]""",
                400
            },
            { """[{"name":"type","valueCode":"delete"},{"name":"path","valueString":"Patient.name["}]""", 400 },
            {
                """[{"name":"type","valueCode":"delete"},{"name":"path","valueString":"Patient.descendants().where(code = 'x')"}]""",
                400
            },
            { """[{"name":"type","valueCode":"delete"},{"name":"path","valueString":"Patient.repeat($this)"}]""", 400 },
            {
                """[{"name":"type","valueCode":"delete"},{"name":"path","valueString":"Patient.name.where(family.matches('(a+)+b'))"}]""",
                400
            },
            {
                """[{"name":"type","valueCode":"delete"},{"name":"path","valueString":"Patient.name.where(%resource.name.exists())"}]""",
                400
            },
            {
                """[{"name":"type","valueCode":"delete"},{"name":"path","valueString":"Patient.name.where(given.where($this.where($this.where($this = 'A').exists()).exists()).exists())"}]""",
                400
            },
        };

    [Theory]
    [MemberData(nameof(Fitting))]
    public async Task Patch_ThatFits_ChangesTheElement(string operation, string name, string value)
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        var patient = await plan.CreateAsync(JsonNode.Parse(Start)!.AsObject());
        var reply = (await PatchAsync(plan, patient.At(), operation)).Expect(HttpStatusCode.OK);
        var patched = JsonNode.Parse(reply.Body)!.AsObject();
        Assert.True(
            value.Length == 0 ? !patched.ContainsKey(name) : JsonNode.DeepEquals(JsonNode.Parse(value), patched[name]),
            reply.Text
        );
        Assert.Equal(reply.Body, (await plan.AskAsync(patient.At())).Body);
    }

    [Theory]
    [MemberData(nameof(Misfitting))]
    public async Task Patch_ThatDoesNotFit_IsRefusedAtItsOperation(string operation, int status)
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        var patient = await plan.CreateAsync(JsonNode.Parse(Start)!.AsObject());
        var refused = (await PatchAsync(plan, patient.At(), operation)).Expect((HttpStatusCode)status);
        BadInput.Outcomes.Check(refused, operation);
        Assert.Equal("W/\"1\"", (await plan.AskAsync(patient.At())).Header("ETag"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Patch_OfSeveralOperations_AppliesEachToTheOneBefore(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await plan.CreateAsync(JsonNode.Parse(Start)!.AsObject());
        var reply = (
            await PatchAsync(
                plan,
                patient.At(),
                """[{"name":"type","valueCode":"add"},{"name":"path","valueString":"Patient"},{"name":"name","valueString":"active"},{"name":"value","valueBoolean":true}]""",
                """[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Patient.active"},{"name":"value","valueBoolean":false}]"""
            )
        ).Expect(HttpStatusCode.OK);
        Assert.False(reply.Json.GetProperty("active").GetBoolean());
        var refused = await PatchAsync(
            plan,
            patient.At(),
            """[{"name":"type","valueCode":"delete"},{"name":"path","valueString":"Patient.active"}]""",
            """[{"name":"type","valueCode":"delete"},{"name":"path","valueString":"Patient.name"}]"""
        );
        Assert.Equal(
            "Parameters.parameter[1]",
            refused.Refused(HttpStatusCode.UnprocessableEntity, "patch-path").Expression
        );
    }

    private static Task<Reply> PatchAsync(HttpClient http, string address, params string[] operations)
    {
        var parameters = new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray([
                .. operations.Select(static parts =>
                    (JsonNode)new JsonObject { ["name"] = "operation", ["part"] = JsonNode.Parse(parts) }
                ),
            ]),
        };
        return http.CallAsync(HttpMethod.Patch, address, parameters);
    }
}
