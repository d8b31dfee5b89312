using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Searching;

/// <summary>
/// The modifiers of tokens, references and addresses, and composites (R4 sections 3.1.1.4.4, 3.1.1.4.10 and
/// 3.1.1.4.13).
/// </summary>
public sealed class ModifierTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Frequency = Systems.Base + "/CodeSystem/husky-income-frequency";

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Text_FindsDisplaysAndTexts_FromTheirBeginning(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var word = Made.Word();
        var patient = Made.Patient(word);
        patient["communication"] = JsonNode.Parse(
            $$"""[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"es","display":"Español {{word}}"}],"text":"Castilian {{word}}"} }]"""
        );
        patient["identifier"]![0]!["type"] = JsonNode.Parse(
            $$"""{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MA"}],"text":"Medicaid {{word}}"}"""
        );
        var id = (string)(await plan.CreateAsync(patient))["id"]!;
        foreach (
            var (query, expected) in new[]
            {
                ($"language:text=espanol {word}", 1),
                ($"language:text=CASTILIAN {word}", 1),
                ($"language:text={word}", 0),
                ($"identifier:text=medicaid {word}", 1),
                ($"identifier:text=es", 0),
                ($"language:text=nothing,castilian {word}", 1),
            }
        )
            Assert.True(
                expected == (await plan.AskAsync($"Patient?_id={id}&{query}")).Expect(HttpStatusCode.OK).Total,
                query
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task OfType_FindsAnIdentifierByItsType(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (word, value) = (Made.Word(), Made.ClientId() + "|x");
        var patient = Made.Patient(word);
        patient["identifier"]!
            .AsArray()
            .Add(
                JsonNode.Parse(
                    $$"""{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]},"system":"http://chart.example","value":"{{value}}"}"""
                )
            );
        await plan.CreateAsync(patient);
        var escaped = Uri.EscapeDataString(value.Replace("|", "\\|", StringComparison.Ordinal));
        foreach (
            var (typed, expected) in new[]
            {
                ($"http://terminology.hl7.org/CodeSystem/v2-0203|MR|{escaped}", 1),
                ($"http://terminology.hl7.org/CodeSystem/v2-0203|MA|{escaped}", 0),
                ($"http://other.example|MR|{escaped}", 0),
            }
        )
            Assert.Equal(
                expected,
                (await plan.AskAsync($"Patient?family={word}&identifier:of-type={typed}"))
                    .Expect(HttpStatusCode.OK)
                    .Total
            );
        foreach (var bad in new[] { "MR", "a|b", "|MR|x", "a||x", "a|b|", "a|b|c|d" })
            (await plan.AskAsync($"Patient?identifier:of-type={bad}")).Refused(
                HttpStatusCode.BadRequest,
                "search-value"
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ReferenceIdentifier_FindsLogicalReferences(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (word, card) = (Made.Word(), Made.ClientId());
        var clinic = await plan.CreateAsync(Made.Organization(word));
        var member = await plan.CreateAsync(Made.Patient(word));
        var coverage = Made.Coverage(member.At(), clinic.At());
        coverage["payor"]![0]!["identifier"] = JsonNode.Parse($$"""{"system":"{{Systems.Npi}}","value":"{{card}}"}""");
        coverage["beneficiary"]!["identifier"] = JsonNode.Parse(
            $$"""{"system":"{{Systems.ClientId}}","value":"{{card}}"}"""
        );
        await plan.CreateAsync(coverage);
        foreach (
            var (query, expected) in new[]
            {
                ($"payor:identifier={Systems.Npi}|{card}", 1),
                ($"payor:identifier={card}", 1),
                ($"payor:identifier={Systems.ClientId}|{card}", 0),
                ($"patient:identifier={Systems.ClientId}|{card}", 1),
                ("payor:identifier=nothing", 0),
            }
        )
            Assert.Equal(
                expected,
                (await plan.AskAsync($"Coverage?beneficiary={member.At()}&{query}")).Expect(HttpStatusCode.OK).Total
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task InAndNotIn_AskTheLoadedValueSets(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (word, set) = (Made.Word(), Uri.EscapeDataString(Systems.Base + "/ValueSet/husky-relationship"));
        var member = await plan.CreateAsync(Made.Patient(word));
        await plan.CreateAsync(Made.RelatedPerson(member.At(), word));
        var stranger = Made.RelatedPerson(member.At(), word);
        stranger["relationship"] = JsonNode.Parse(
            """[{"coding":[{"system":"http://other.example","code":"GUARD"}]}]"""
        );
        await plan.CreateAsync(stranger);
        var without = Made.RelatedPerson(member.At(), word);
        without.Remove("relationship");
        await plan.CreateAsync(without);
        foreach (
            var (query, expected) in new[]
            {
                ($"relationship:in={set}", 1),
                ("relationship:in=ValueSet/husky-relationship", 1),
                ($"relationship:not-in={set}", 2),
                ("gender:in=http://hl7.org/fhir/ValueSet/administrative-gender", 0),
                ("gender:not-in=http://hl7.org/fhir/ValueSet/administrative-gender", 3),
            }
        )
            Assert.Equal(
                expected,
                (await plan.AskAsync($"RelatedPerson?patient={member.At()}&{query}")).Expect(HttpStatusCode.OK).Total
            );
        (await plan.AskAsync("RelatedPerson?relationship:in=http://nobody.example/ValueSet/x")).Refused(
            HttpStatusCode.BadRequest,
            "search-terminology"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task BelowAndAbove_FollowTheHierarchyOfCodes_AndThePathOfAddresses(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (word, source) = (Made.Word(), $"http://feed.example/{Made.ClientId()}");
        var patient = Made.Patient(word);
        patient["meta"] = JsonNode.Parse(
            $$"""{"source":"{{source}}/a/b","profile":["{{Systems.Base}}/StructureDefinition/husky-member|0.1.0"]}"""
        );
        patient["meta"]!["profile"] = new JsonArray($"{source}/profile|1.0");
        var id = (string)(await plan.CreateAsync(patient))["id"]!;
        foreach (
            var (query, expected) in new[]
            {
                ($"_source={source}/a/b", 1),
                ($"_source={source}/a", 0),
                ($"_source:below={source}", 1),
                ($"_source:below={source}/a", 1),
                ($"_source:below={source}/a/b", 1),
                ($"_source:below={source}/a/", 1),
                ($"_source:below={source}/b", 0),
                ($"_source:below={source[..^1]}", 1),
                ($"_source:below={source}x", 0),
                ($"_source:above={source}/a/b/c/d", 1),
                ($"_source:above={source}/a/b", 1),
                ($"_source:above={source}/a/bc", 0),
                ($"_profile={source}/profile", 1),
                ($"_profile={source}/profile|1.0", 1),
                ($"_profile={source}/profile|2.0", 0),
                ($"_profile={source}/pro", 0),
                ($"_source:missing=true", 0),
            }
        )
            Assert.True(
                expected == (await plan.AskAsync($"Patient?_id={id}&{query}")).Expect(HttpStatusCode.OK).Total,
                query
            );
        Assert.Equal(
            1,
            (
                await plan.AskAsync($"Patient?_id={id}&gender:in=http://hl7.org/fhir/ValueSet/administrative-gender")
            ).Total
        );
        (await plan.AskAsync("Observation?code:below=http://nobody.example|x")).Refused(
            HttpStatusCode.BadRequest,
            "search-terminology"
        );
        (await plan.AskAsync("Observation?code:below=x")).Refused(HttpStatusCode.BadRequest, "search-value");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Composites_HoldOfTheSameElement(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        var income = Made.Income(member.At(), 4200);
        income["component"] = JsonNode.Parse(
            $$"""
            [{"code":{"coding":[{"system":"http://one.example","code":"frequency"}]},"valueCodeableConcept":{"coding":[{"system":"{{Frequency}}","code":"monthly"}]} },
             {"code":{"coding":[{"system":"http://one.example","code":"source"}]},"valueCodeableConcept":{"coding":[{"system":"http://two.example","code":"wages"}]} }]
            """
        );
        await plan.CreateAsync(income);
        foreach (
            var (query, expected) in new[]
            {
                ("code-value-quantity=household-income$4200", 1),
                ($"code-value-quantity={Systems.ObservationCode}|household-income$gt4000", 1),
                ("code-value-quantity=household-income$lt4000", 0),
                ("code-value-quantity=other$4200", 0),
                ("code-value-quantity=other$1,household-income$ge4200", 1),
                ("component-code-value-concept=frequency$monthly", 1),
                ($"component-code-value-concept=http://one.example|frequency${Frequency}|monthly", 1),
                ("component-code-value-concept=source$monthly", 0),
                ("component-code-value-concept=frequency$wages", 0),
                ("component-code-value-concept=source$wages", 1),
                ("component-code=source", 1),
                ("component-value-concept=monthly", 1),
                ("code-value-concept=household-income$x", 0),
            }
        )
            Assert.True(
                expected
                    == (
                        await plan.AskAsync(
                            $"Observation?patient={member.At()}&{query.Replace("$", "%24", StringComparison.Ordinal)}"
                        )
                    )
                        .Expect(HttpStatusCode.OK)
                        .Total,
                query
            );
        foreach (var bad in new[] { "household-income", "a$1$b", "$1", "a$", "a$many" })
            (await plan.AskAsync($"Observation?code-value-quantity={bad}")).Refused(
                HttpStatusCode.BadRequest,
                "search-value"
            );
        (await plan.AskAsync("Observation?code-value-quantity:missing=true")).Refused(
            HttpStatusCode.BadRequest,
            "search-modifier"
        );
    }
}
