namespace HuskyFhir.Tests.Validation;

/// <summary>R4's own rules, without any profile.</summary>
public sealed class BaseRuleTests
{
    private const string Collection =
        "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"fullUrl\":\"http://a.org/Patient/1\",\"resource\":{\"resourceType\":\"Patient\",\"id\":\"1\"}";

    public static TheoryData<string, string, string> Broken { get; } =
        new()
        {
            {
                """{"resourceType":"Patient","identifier":[{"value":"1","period":{"start":"2020","end":"2019"}}]}""",
                "per-1",
                "Patient.identifier[0].period"
            },
            {
                """{"resourceType":"Patient","identifier":[{"value":"1","period":{"start":"2020-05","end":"2020"}}]}""",
                "per-1",
                "Patient.identifier[0].period"
            },
            {
                """{"resourceType":"Patient","identifier":[{"value":"1","period":{"start":"2020-01-01T10:00:00+02:00","end":"2020-01-01T07:00:00Z"}}]}""",
                "per-1",
                "Patient.identifier[0].period"
            },
            { """{"resourceType":"Patient","photo":[{"data":"YWJj"}]}""", "att-1", "Patient.photo[0]" },
            {
                """{"resourceType":"Patient","photo":[{"contentType":"png","url":"http://x.org"}]}""",
                "code-not-in-value-set",
                "Patient.photo[0].contentType"
            },
            { """{"resourceType":"Patient","telecom":[{"value":"1"}]}""", "cpt-2", "Patient.telecom[0]" },
            { """{"resourceType":"Patient","contact":[{"gender":"male"}]}""", "pat-1", "Patient.contact[0]" },
            {
                """{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueString":"a","dataAbsentReason":{"text":"x"}}""",
                "obs-6",
                "Observation"
            },
            {
                """{"resourceType":"Observation","status":"final","code":{"coding":[{"code":"a"}]},"valueString":"a","component":[{"code":{"coding":[{"code":"a"}]}}]}""",
                "obs-7",
                "Observation"
            },
            {
                """{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1,"code":"kg"}}""",
                "qty-3",
                "Observation.value"
            },
            {
                """{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueRange":{"low":{"value":2},"high":{"value":1}}}""",
                "rng-2",
                "Observation.value"
            },
            {
                """{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueRatio":{"numerator":{"value":2}}}""",
                "rat-1",
                "Observation.value"
            },
            {
                """{"resourceType":"Observation","status":"final","code":{"text":"x"},"referenceRange":[{"type":{"text":"a"}}]}""",
                "obs-3",
                "Observation.referenceRange[0]"
            },
            { """{"resourceType":"Organization","active":true}""", "org-1", "Organization" },
            {
                """{"resourceType":"Organization","name":"a","telecom":[{"system":"phone","use":"home","value":"1"}]}""",
                "org-3",
                "Organization"
            },
            {
                """{"resourceType":"Group","type":"person","actual":false,"member":[{"entity":{"reference":"Patient/1"}}]}""",
                "grp-1",
                "Group"
            },
            {
                """{"resourceType":"Consent","status":"active","scope":{"text":"a"},"category":[{"text":"a"}]}""",
                "ppc-1",
                "Consent"
            },
            {
                """{"resourceType":"Task","status":"draft","intent":"order","authoredOn":"2020-02-01","lastModified":"2020-01-01"}""",
                "inv-1",
                "Task"
            },
            { """{"resourceType":"Parameters","parameter":[{"name":"a"}]}""", "inv-1", "Parameters.parameter[0]" },
            {
                """{"resourceType":"CareTeam","participant":[{"member":{"reference":"Patient/1"},"onBehalfOf":{"reference":"Organization/1"}}]}""",
                "ctm-1",
                "CareTeam.participant[0]"
            },
            { Collection + ",\"search\":{\"mode\":\"match\"}}]}", "bdl-2", "Bundle" },
            { Collection + ",\"request\":{\"method\":\"PUT\",\"url\":\"Patient/1\"}}]}", "bdl-3", "Bundle" },
            {
                """{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"http://a.org/Patient/1"}]}""",
                "bdl-5",
                "Bundle.entry[0]"
            },
            { """{"resourceType":"Bundle","type":"collection","total":1}""", "bdl-1", "Bundle" },
            {
                Collection + "}," + Collection[Collection.IndexOf("{\"fullUrl\"", StringComparison.Ordinal)..] + "}]}",
                "bdl-7",
                "Bundle"
            },
            {
                """{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"http://a.org/Patient/1/_history/2","resource":{"resourceType":"Patient","id":"1"}}]}""",
                "bdl-8",
                "Bundle.entry[0]"
            },
            {
                """{"resourceType":"Patient","managingOrganization":{"reference":"Patient/1"}}""",
                "reference-target",
                "Patient.managingOrganization"
            },
            {
                """{"resourceType":"Patient","managingOrganization":{"reference":"Organization/1","type":"Patient"}}""",
                "reference-target",
                "Patient.managingOrganization.type"
            },
            {
                """{"resourceType":"Patient","managingOrganization":{"type":"Patient","identifier":{"value":"1"}}}""",
                "reference-target",
                "Patient.managingOrganization"
            },
            {
                """{"resourceType":"Patient","contained":[{"resourceType":"Practitioner","id":"a","active":true}],"managingOrganization":{"reference":"#a"}}""",
                "reference-target",
                "Patient.managingOrganization"
            },
            {
                """{"resourceType":"Patient","managingOrganization":{"reference":"Organisation/1"}}""",
                "reference-unresolved",
                "Patient.managingOrganization.reference"
            },
            {
                """{"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"a","name":"n"}]}""",
                "contained-rule",
                "Patient.contained[0]"
            },
            {
                """{"resourceType":"Patient","extension":[{"url":"http://x.org","valueString":"a","extension":[{"url":"http://x.org","valueString":"a"}]}]}""",
                "extension-content",
                "Patient.extension[0]"
            },
            {
                """{"resourceType":"Patient","modifierExtension":[{"url":"http://x.org","valueString":"a"}]}""",
                "modifier-extension-unknown",
                "Patient.modifierExtension[0]"
            },
            { """{"resourceType":"Patient","language":"zzzz-qqq-99"}""", "code-not-in-value-set", "Patient.language" },
        };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Base_RuleBroken_IsToldAtItsPlace(string body, string detail, string expression)
    {
        var report = Engine.With().Judge(body);

        Assert.Contains(
            (detail, expression),
            report.Issues.Where(issue => issue.Refuses).Select(issue => (issue.Detail, issue.Expression))
        );
    }

    [Theory]
    [InlineData(Bodies.Member)]
    [InlineData(
        """{"resourceType":"Patient","identifier":[{"value":"1","period":{"start":"2020-01-01T10:00:00+02:00","end":"2020-01-01T08:00:00Z"}}]}"""
    )]
    [InlineData(
        """{"resourceType":"Patient","contained":[{"resourceType":"Provenance","id":"a","target":[{"reference":"#"}],"recorded":"2020-01-01T00:00:00Z","agent":[{"who":{"display":"w"}}]}]}"""
    )]
    [InlineData(
        """{"resourceType":"Patient","managingOrganization":{"reference":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520"}}"""
    )]
    [InlineData("""{"resourceType":"Patient","managingOrganization":{"reference":"Organization?identifier=a|b"}}""")]
    [InlineData(
        """{"resourceType":"Patient","language":"pt-BR","photo":[{"contentType":"text/plain; charset=utf-8","url":"http://x.org"}]}"""
    )]
    public void Base_GoodResource_IsAccepted(string body) =>
        Assert.DoesNotContain(Engine.With().Judge(body).Issues, issue => issue.Refuses);

    [Fact]
    public void Base_BundleEntry_IsJudgedAgainstItsOwnClaims()
    {
        var engine = Engine.With(Engine.Profile("Patient", """{"id":"Patient.name","path":"Patient.name","min":1}"""));
        var body =
            $$$"""{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","meta":{"profile":["{{{Engine.Url}}}"]},"active":true}}]}""";

        Assert.Contains(
            engine.Judge(body).Issues,
            issue => issue.Expression == "Bundle.entry[0].resource.name" && issue.Refuses
        );
    }

    [Fact]
    public void Base_TargetInTheBundle_IsHeldToTheProfile()
    {
        const string strict = "http://example.org/StructureDefinition/strict";
        var engine = Engine.With(
            Engine.Profile("Patient", """{"id":"Patient.name","path":"Patient.name","min":1}""", strict),
            Engine.Profile(
                "Coverage",
                $$"""{"id":"Coverage.beneficiary","path":"Coverage.beneficiary","type":[{"code":"Reference","targetProfile":["{{strict}}"]}]}"""
            )
        );
        string Body(string patient) =>
            $$$"""{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520","resource":{"resourceType":"Patient",{{{patient}}}}},{"resource":{"resourceType":"Coverage","meta":{"profile":["{{{Engine.Url}}}"]},"status":"active","beneficiary":{"reference":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520"},"payor":[{"display":"p"}]}}]}""";

        Assert.True(engine.Judge(Body("\"name\":[{\"text\":\"a\"}]")).Valid);
        Assert.Contains(
            engine.Judge(Body("\"active\":true")).Issues,
            issue => issue.Detail == "reference-target" && issue.Expression == "Bundle.entry[1].resource.beneficiary"
        );
    }
}
