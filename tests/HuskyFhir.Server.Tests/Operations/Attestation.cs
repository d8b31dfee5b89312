using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Operations;

/// <summary>A person as a provider describes and attests one.</summary>
/// <param name="Family">Of the person.</param>
/// <param name="Number">On the card.</param>
/// <param name="Consent">The attestation, as JSON.</param>
internal sealed record Described(string Family, string Number, string Consent);

/// <summary>
/// A provider's attestation that it treats somebody (PDex 2.2.0, provider-treatment-relationship-consent), and the
/// match that takes it.
/// </summary>
internal static class Attestation
{
    private const string Period = """{"start":"2026-01-01","end":"2027-12-31"}""";

    /// <summary>As the guide wants it, of the organisation with this NPI.</summary>
    public static string Of(string npi, string status = "active", string type = "permit", string period = Period) =>
        $$"""
            {"resourceType":"Consent","status":"{{status}}","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"treatment"}]},
             "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"IDSCL"}]},{"coding":[{"system":"http://loinc.org","code":"64292-6"}]}],
             "patient":{"reference":"Patient/1"},"dateTime":"2026-11-20T10:00:00-05:00",
             "performer":[{"identifier":{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"},"display":"Dr. Invented"}],
             "organization":[{"identifier":{"system":"http://hl7.org/fhir/sid/us-npi","value":"{{npi}}"} }],
             "sourceReference":{"reference":"DocumentReference/their-form","display":"Attestation form"},
             "policy":[{"uri":"https://clinic.example/attestation"}],
             "provision":{"type":"{{type}}","period":{{period}},
              "actor":[{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},"reference":{"identifier":{"system":"http://hl7.org/fhir/sid/us-npi","value":"{{npi}}"} } }],
              "purpose":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"TREAT"}] } }
            """;

    /// <summary>A member with the number on the card; of no practice where none is given.</summary>
    public static async Task<(string Member, Described Person)> MemberAsync(HuskyServer server, string? pcp = null)
    {
        using var plan = server.As("plan-admin");
        var (word, number) = (Made.Word(), Made.ClientId());
        var member = await plan.CreateAsync(Made.Patient(word, pcp: pcp));
        var payor = (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0];
        await plan.CreateAsync(Made.Coverage(member.At(), $"Organization/{payor}", number));
        return (member.At(), new(word, number, string.Empty));
    }

    public static IEnumerable<JsonNode> Parts(
        string family,
        string number,
        string born,
        string consent,
        string name = "Consent"
    )
    {
        JsonObject Part(string name, string resource) =>
            new() { ["name"] = name, ["resource"] = JsonNode.Parse(resource) };
        yield return Part(
            "MemberPatient",
            $$"""{"resourceType":"Patient","name":[{"family":"{{family}}","given":["Test"]}],"birthDate":"{{born}}","gender":"female"}"""
        );
        yield return Part(
            "CoverageToMatch",
            $$"""{"resourceType":"Coverage","status":"active","beneficiary":{"display":"the patient"},"payor":[{"display":"HUSKY Health"}],"identifier":[{"value":"{{number}}"}]}"""
        );
        yield return Part(name, consent);
    }

    public static JsonObject Many(params Described[] people) =>
        new()
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray([
                .. people.Select(static person => new JsonObject
                {
                    ["name"] = "MemberBundle",
                    ["part"] = new JsonArray([.. Parts(person.Family, person.Number, "1980-02-29", person.Consent)]),
                }),
            ]),
        };

    /// <summary>Sends it and waits for the answer.</summary>
    public static async Task<Reply> MatchAsync(HttpClient ehr, params Described[] people)
    {
        var accepted = (
            await ehr.CallAsync(
                HttpMethod.Post,
                "Group/$provider-member-match",
                Many(people),
                ("Prefer", "respond-async")
            )
        ).Expect(HttpStatusCode.Accepted);
        return await DoneAsync(ehr, accepted.Header("Content-Location")!);
    }

    /// <summary>Asks until there is an answer; each ask waits for the service, and none for a clock.</summary>
    public static async Task<Reply> DoneAsync(HttpClient http, string status)
    {
        for (var ask = 0; ask < 2000; ask++)
        {
            var reply = await http.AskAsync(status);
            if (reply.Status != HttpStatusCode.Accepted)
                return reply.Expect(HttpStatusCode.OK);
            Assert.NotNull(reply.Header("Retry-After"));
        }

        throw new InvalidOperationException("The request was not answered.");
    }
}
