using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Directives;

/// <summary>
/// A married member of Riverbend with a spouse, a sister, a physician, and what they sign; new for every test.
/// </summary>
internal sealed record Case(
    HttpClient Plan,
    JsonObject Member,
    string Spouse,
    string Sister,
    string Physician,
    string Word
)
{
    private const string Kinds = Systems.Base + "/CodeSystem/husky-directive-kind";

    public static async Task<Case> NewAsync(HuskyServer server)
    {
        var plan = server.As("plan-admin");
        var word = Made.Word();
        var clinic = (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0];
        var role = Made.Role($"Organization/{clinic}");
        role["specialty"] = JsonNode.Parse(
            """[{"coding":[{"system":"http://nucc.org/provider-taxonomy","code":"207Q00000X"}]}]"""
        );
        var physician = (await plan.CreateAsync(role)).At();
        var patient = Made.Patient(word, pcp: physician);
        patient["maritalStatus"] = Concept("http://terminology.hl7.org/CodeSystem/v3-MaritalStatus", "M");
        var member = await plan.CreateAsync(patient);
        return new(
            plan,
            member,
            await PersonAsync(plan, member, "Spouse", "SPS", "1979-05-05"),
            await PersonAsync(plan, member, "Sister", "SIS", "1985-05-05"),
            physician,
            word
        );
    }

    public string MemberId => (string)Member["id"]!;

    public static JsonObject Concept(string system, string code) =>
        new() { ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code }) };

    public static JsonObject Agent(string person, string rank = "75783-1")
    {
        var role = Concept("http://terminology.hl7.org/CodeSystem/v3-RoleCode", "HPOWATT");
        role["coding"]!.AsArray().Add(new JsonObject { ["system"] = "http://loinc.org", ["code"] = rank });
        return new()
        {
            ["role"] = role,
            ["reference"] = new JsonObject { ["reference"] = person },
        };
    }

    public static JsonObject Witness(string name) =>
        new()
        {
            ["role"] = Concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "WIT"),
            ["reference"] = name.Contains('/', StringComparison.Ordinal)
                ? new JsonObject { ["reference"] = name }
                : new JsonObject { ["display"] = name },
        };

    /// <summary>A directive that is as the law wants it, of any kind.</summary>
    public JsonObject Directive(string kind, string signed = "2026-01-15", params JsonObject[] actors)
    {
        var order = kind is "molst" or "dnr";
        JsonObject[] people =
            actors.Length > 0
                ? actors
                :
                [
                    .. order ? [] : new[] { Agent(Spouse) },
                    .. kind == "dnr" ? [] : new[] { Witness("Ruth Ambler"), Witness("Owen Pratt") },
                ];
        var performers = new JsonArray();
        if (kind != "dnr")
            performers.Add(new JsonObject { ["reference"] = Member.At() });
        if (order)
            performers.Add(new JsonObject { ["reference"] = Physician, ["display"] = "Dr. Test" });
        var directive = new JsonObject
        {
            ["resourceType"] = "Consent",
            ["status"] = "active",
            ["scope"] = Concept("http://terminology.hl7.org/CodeSystem/consentscope", "adr"),
            ["category"] = new JsonArray(Concept("http://loinc.org", "42348-3"), Concept(Kinds, kind)),
            ["patient"] = new JsonObject { ["reference"] = Member.At() },
            ["dateTime"] = signed,
            ["performer"] = performers,
            ["policy"] = new JsonArray(new JsonObject { ["uri"] = "https://www.cga.ct.gov/current/pub/chap_368w.htm" }),
        };
        if (people.Length > 0)
            directive["provision"] = new JsonObject { ["actor"] = new JsonArray([.. people]) };
        return directive;
    }

    /// <summary>The flag as it is stored; null where there is none.</summary>
    public async Task<string?> FlagAsync()
    {
        var flags = (await Plan.AskAsync($"Observation?patient={Member.At()}&code=45473-6"))
            .Expect(HttpStatusCode.OK)
            .Entries;
        return flags.Count == 0
            ? null
            : Assert
                .Single(flags)
                .GetProperty("resource")
                .GetProperty("valueCodeableConcept")
                .GetProperty("text")
                .GetString();
    }

    public async Task<JsonObject> ReadAsync(string at) =>
        JsonNode.Parse((await Plan.AskAsync(at)).Expect(HttpStatusCode.OK).Body)!.AsObject();

    private static async Task<string> PersonAsync(
        HttpClient plan,
        JsonObject member,
        string family,
        string relationship,
        string birth
    )
    {
        var person = Made.RelatedPerson(member.At(), family + Made.Word());
        person["relationship"] = new JsonArray(
            Concept("http://terminology.hl7.org/CodeSystem/v3-RoleCode", relationship)
        );
        (person["birthDate"], person["telecom"]) = (
            birth,
            JsonNode.Parse("""[{"system":"phone","value":"860-555-0142"}]""")
        );
        return (await plan.CreateAsync(person)).At();
    }
}
