using Hl7.Fhir.Model;

namespace HuskyFhir.Tests.Validation.R4;

/// <summary>What R4's own definitions say: bindings, invariants, targets, profiles and extensions of R4.</summary>
public sealed class CoreRuleTests
{
    private const string Clinical = "http://terminology.hl7.org/CodeSystem/condition-clinical";

    public static TheoryData<string, string> Broken =>
        new()
        {
            {
                $$$"""{"resourceType":"Condition","subject":{"reference":"Patient/1"},"clinicalStatus":{"coding":[{"system":"{{{Clinical}}}","code":"bogus"}]}}""",
                "code-not-in-value-set"
            },
            {
                $$$"""{"resourceType":"Condition","subject":{"reference":"Patient/1"},"clinicalStatus":{"coding":[{"system":"{{{Clinical}}}","code":"active"}]},"abatementString":"x"}""",
                "con-4"
            },
            {
                """{"resourceType":"Appointment","status":"booked","participant":[{"actor":{"reference":"Patient/1"},"status":"accepted"}]}""",
                "app-3"
            },
            {
                """{"resourceType":"List","status":"current","mode":"working","emptyReason":{"text":"none"},"entry":[{"item":{"display":"x"}}]}""",
                "lst-1"
            },
            {
                """{"resourceType":"RiskAssessment","status":"final","subject":{"reference":"Patient/1"},"prediction":[{"probabilityDecimal":101}]}""",
                "ras-2"
            },
            {
                """{"resourceType":"QuestionnaireResponse","status":"completed","item":[{"linkId":"1","answer":[{"valueString":"a"}],"item":[{"linkId":"2"}]}]}""",
                "qrs-1"
            },
            {
                """{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Organization/1"}}""",
                "reference-target"
            },
            {
                """{"resourceType":"Observation","meta":{"profile":["http://hl7.org/fhir/StructureDefinition/vitalsigns"]},"status":"final","code":{"text":"x"}}""",
                "cardinality-min"
            },
            {
                """{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]}}""",
                "cardinality-min"
            },
            {
                """{"resourceType":"Patient","name":[{"family":"x","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthPlace","valueAddress":{"city":"x"}}]}]}""",
                "extension-context"
            },
            {
                """{"resourceType":"Patient","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthPlace","valueAddress":{"city":"x"}},{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthPlace","valueAddress":{"city":"y"}}]}""",
                "cardinality-max"
            },
            {
                """{"resourceType":"Patient","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/no-such-thing","valueString":"x"}]}""",
                "extension-unknown-in-r4"
            },
            {
                """{"resourceType":"Patient","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-citizenship","extension":[{"url":"other","valueString":"x"}]}]}""",
                "extension-part"
            },
            { """{"resourceType":"Measure","status":"draft","library":["library-12"]}""", "canonical-form" },
            { """{"resourceType":"Patient","name":[{"id":"a b","family":"x"}]}""", "element-id" },
            {
                """{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"Patient/1","resource":{"resourceType":"Patient","id":"1","active":true}}]}""",
                "bundle-full-url"
            },
            {
                """{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"http://a.org/Patient/2","resource":{"resourceType":"Patient","id":"1","active":true}}]}""",
                "bundle-full-url"
            },
            {
                """{"resourceType":"Bundle","type":"document","identifier":{"system":"urn:ietf:rfc:3986","value":"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"},"timestamp":"2020-01-01T00:00:00Z","entry":[{"fullUrl":"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e1","resource":{"resourceType":"Composition","status":"final","type":{"text":"x"},"date":"2020","author":[{"reference":"Practitioner/9"}],"title":"t"}}]}""",
                "bundle-reference"
            },
            {
                """{"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"1","type":"string"},{"linkId":"2","type":"string","enableWhen":[{"question":"1","operator":"exists","answerString":"x"}]}]}""",
                "que-7"
            },
        };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Core_RuleBroken_IsTold(string body, string detail) =>
        Assert.Contains(detail, CoreEngine.Alone.Judge(body).Refusals());

    [Theory]
    [InlineData(
        """{"resourceType":"Patient","contained":[{"resourceType":"Binary","id":"b","contentType":"image/png"}],"photo":[{"contentType":"image/png","url":"#b"}]}"""
    )]
    [InlineData(
        """{"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"n"}],"text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><a href=\"#o\">o</a></div>"}}"""
    )]
    [InlineData(
        """{"resourceType":"Patient","meta":{"profile":["http://hl7.org/fhir/StructureDefinition/DomainResource"]},"active":true}"""
    )]
    [InlineData(
        """{"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"1","type":"group","item":[{"linkId":"2","type":"choice","answerOption":[{"valueString":"a","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-optionPrefix","valueString":"a"}]}]}]}]}"""
    )]
    [InlineData(
        """{"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"1","type":"string"},{"linkId":"2","type":"string","enableWhen":[{"question":"1","operator":"exists","answerBoolean":true}]}]}"""
    )]
    [InlineData(
        """{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1,"system":"http://unitsofmeasure.org","code":"kg/m2"}}"""
    )]
    public void Core_GoodResource_IsAccepted(string body) =>
        Assert.Empty(CoreEngine.Alone.Judge(body).Issues.Where(issue => issue.Refuses).Select(issue => issue.Text));

    [Fact]
    public void Core_ExtensibleBindingOfR4_IsToldAndNoFault()
    {
        var issues = CoreEngine
            .Alone.Judge(
                """{"resourceType":"Patient","maritalStatus":{"coding":[{"system":"http://example.org","code":"x"}]}}"""
            )
            .Issues;

        Assert.Contains(
            issues,
            issue =>
                issue.Detail == "code-not-in-extensible-value-set"
                && issue.Severity == OperationOutcome.IssueSeverity.Information
        );
    }
}
