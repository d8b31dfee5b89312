using System.Text.Json.Nodes;
using HuskyFhir.Validation;

namespace HuskyFhir.Tests.Validation.Own;

/// <summary>For every rule of our profiles, an example that is changed so that it breaks that rule and no other.</summary>
public sealed class CounterExampleTests
{
    private const string Base = "https://fhir.huskyfhir.example";

    /// <summary>Profile, the way to a value in its example, what to put there (null to remove it), the detail code and path of the issue.</summary>
    public static TheoryData<string, string, string?, string, string> Rules { get; } = new()
    {
        { "husky-member", "identifier", null, "cardinality-min", "Patient.identifier" },
        { "husky-member", "identifier/0/system", "\"http://example.org/other\"", "cardinality-min", "Patient.identifier" },
        { "husky-member", "identifier/0/system", null, "cardinality-min", "Patient.identifier[0].system" },
        { "husky-member", "identifier/0/value", null, "cardinality-min", "Patient.identifier[0].value" },
        { "husky-member", "identifier/0/type/coding/0/code", "\"MR\"", "fixed-value", "Patient.identifier[0].type" },
        { "husky-member", "name", null, "cardinality-min", "Patient.name" },
        { "husky-member", "name/0", "{\"text\":\"Ines Calder\"}", "husky-member-1", "Patient.name[0]" },
        { "husky-member", "name/0/extension", "[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":\"unknown\"}]", "husky-member-1", "Patient.name[0]" },
        { "husky-member", "telecom/0/system", null, "cpt-2", "Patient.telecom[0]" },
        { "husky-member", "telecom/0/value", null, "cardinality-min", "Patient.telecom[0].value" },
        { "husky-member", "gender", null, "cardinality-min", "Patient.gender" },
        { "husky-member", "address/0/state", "\"Connecticut\"", "code-not-in-extensible-value-set", "Patient.address[0].state" },
        { "husky-member", "generalPractitioner/0/reference", "\"Organization/1\"", "reference-target", "Patient.generalPractitioner[0]" },
        { "husky-member", "communication/0/language", "{\"extension\":[{\"url\":\"http://example.org/e\",\"valueString\":\"s\"}]}", "husky-member-2", "Patient.communication[0]" },
        { "husky-member", "communication", "[{\"language\":{\"text\":\"a\"},\"preferred\":true},{\"language\":{\"text\":\"b\"},\"preferred\":true}]", "husky-member-3", "Patient" },
        { "husky-coverage", "identifier", null, "cardinality-min", "Coverage.identifier" },
        { "husky-coverage", "identifier/0/value", null, "cardinality-min", "Coverage.identifier[0].value" },
        { "husky-coverage", "identifier/0/type", null, "cardinality-min", "Coverage.identifier[0].type" },
        { "husky-coverage", "type", null, "cardinality-min", "Coverage.type" },
        { "husky-coverage", "type/coding/0/code", "\"1\"", "code-not-in-value-set", "Coverage.type" },
        { "husky-coverage", "beneficiary/reference", "\"Group/1\"", "reference-target", "Coverage.beneficiary" },
        { "husky-coverage", "relationship", null, "cardinality-min", "Coverage.relationship" },
        { "husky-coverage", "relationship/coding/0/code", "\"spouse\"", "fixed-value", "Coverage.relationship" },
        { "husky-coverage", "period", null, "cardinality-min", "Coverage.period" },
        { "husky-coverage", "period", "{\"end\":\"2027-01-01\"}", "cardinality-min", "Coverage.period.start" },
        { "husky-coverage", "payor", "[{\"reference\":\"Organization/1\"},{\"reference\":\"Organization/2\"}]", "cardinality-max", "Coverage.payor" },
        { "husky-coverage", "payor/0/reference", "\"Patient/1\"", "reference-target", "Coverage.payor[0]" },
        { "husky-coverage", "class", null, "cardinality-min", "Coverage.class" },
        { "husky-coverage", "class/0/type/coding/0/code", "\"group\"", "cardinality-min", "Coverage.class" },
        { "husky-coverage", "class/0/value", "\"HUSKY-E\"", "code-not-in-value-set", "Coverage.class[0].value" },
        { "husky-coverage", "class/0/value", "\"HUSKY-B\"", "husky-coverage-1", "Coverage" },
        { "husky-related-person", "identifier", null, "cardinality-min", "RelatedPerson.identifier" },
        { "husky-related-person", "active", null, "cardinality-min", "RelatedPerson.active" },
        { "husky-related-person", "relationship", null, "cardinality-min", "RelatedPerson.relationship" },
        { "husky-related-person", "relationship/0/coding/0/code", "\"PET\"", "code-not-in-extensible-value-set", "RelatedPerson.relationship[0]" },
        { "husky-related-person", "name", null, "cardinality-min", "RelatedPerson.name" },
        { "husky-household-income", "category/0/coding/0/code", "\"vital\"", "cardinality-min", "Observation.category" },
        { "husky-household-income", "code/coding/0/code", "\"income-hours\"", "fixed-value", "Observation.code" },
        { "husky-household-income", "subject", null, "cardinality-min", "Observation.subject" },
        { "husky-household-income", "subject/reference", "\"Group/1\"", "reference-target", "Observation.subject" },
        { "husky-household-income", "effectivePeriod", null, "cardinality-min", "Observation.effective" },
        { "husky-household-income", "effectivePeriod", "{\"end\":\"2026-02-01\"}", "cardinality-min", "Observation.effective.start" },
        { "husky-household-income", "valueQuantity/value", "-1", "value-range", "Observation.value.value" },
        { "husky-household-income", "valueQuantity/code", "\"EUR\"", "fixed-value", "Observation.value.code" },
        { "husky-household-income", "valueQuantity/code", null, "cardinality-min", "Observation.value.code" },
        { "husky-household-income", "valueQuantity", null, "husky-income-1", "Observation" },
        { "husky-household-income", "component", null, "husky-income-2", "Observation" },
        { "husky-household-income", "component/1", "{\"code\":{\"coding\":[{\"system\":\"" + Base + "/CodeSystem/husky-observation-code\",\"code\":\"income-hours\"}]},\"valueQuantity\":{\"value\":20}}", "husky-income-3", "Observation" },
        { "husky-household-income", "component/0/valueCodeableConcept/coding/0/code", "\"sometimes\"", "code-not-in-value-set", "Observation.component[0].value" },
        { "husky-household-income", "component/1/valueCodeableConcept/coding/0/code", "\"treasure\"", "code-not-in-value-set", "Observation.component[1].value" },
        { "husky-practitioner", "identifier", null, "cardinality-min", "Practitioner.identifier" },
        { "husky-practitioner", "identifier/0/value", "\"12345\"", "husky-practitioner-1", "Practitioner" },
        { "husky-practitioner", "identifier/0/value", "\"1999901015\"", "husky-practitioner-2", "Practitioner" },
        { "husky-practitioner", "name", null, "cardinality-min", "Practitioner.name" },
        { "husky-practitioner", "name/0/family", null, "cardinality-min", "Practitioner.name[0].family" },
        { "husky-practitioner-role", "active", null, "cardinality-min", "PractitionerRole.active" },
        { "husky-practitioner-role", "practitioner", null, "cardinality-min", "PractitionerRole.practitioner" },
        { "husky-practitioner-role", "organization", null, "cardinality-min", "PractitionerRole.organization" },
        { "husky-practitioner-role", "location/0/reference", "\"Organization/1\"", "reference-target", "PractitionerRole.location[0]" },
        { "husky-practitioner-role", "specialty/0/coding/0/system", null, "cardinality-min", "PractitionerRole.specialty[0].coding[0].system" },
        { "husky-practitioner-role", "telecom", null, "husky-role-1", "PractitionerRole" },
        { "husky-organization", "identifier", null, "cardinality-min", "Organization.identifier" },
        { "husky-organization", "identifier/0/value", "\"0999900016\"", "husky-organization-1", "Organization" },
        { "husky-organization", "identifier/0/value", "\"1999900017\"", "husky-organization-2", "Organization" },
        { "husky-organization", "identifier/0", "{\"system\":\"urn:oid:2.16.840.1.113883.4.7\",\"value\":\"7\"}", "husky-organization-3", "Organization" },
        { "husky-organization", "identifier/0", "{\"system\":\"urn:oid:2.16.840.1.113883.6.300\",\"value\":\"7\"}", "husky-organization-4", "Organization" },
        { "husky-organization", "active", null, "cardinality-min", "Organization.active" },
        { "husky-organization", "name", null, "cardinality-min", "Organization.name" },
        { "husky-organization", "address/0/line", "[\"1\",\"2\",\"3\",\"4\",\"5\"]", "cardinality-max", "Organization.address[0].line" },
        { "husky-location", "status", null, "cardinality-min", "Location.status" },
        { "husky-location", "mode", "\"kind\"", "fixed-value", "Location.mode" },
        { "husky-location", "address", null, "cardinality-min", "Location.address" },
        { "husky-location", "address/city", null, "cardinality-min", "Location.address.city" },
        { "husky-location", "address/postalCode", null, "cardinality-min", "Location.address.postalCode" },
        { "husky-location", "managingOrganization", null, "cardinality-min", "Location.managingOrganization" },
        { "husky-pcp-assignment", "status", null, "cardinality-min", "CareTeam.status" },
        { "husky-pcp-assignment", "participant/0/member/reference", "\"Practitioner/1\"", "reference-target", "CareTeam.participant[0].member" },
        { "husky-pcp-assignment", "participant/0/role/0/coding/0/code", "\"1\"", "cardinality-min", "CareTeam.participant" },
        { "husky-pcp-assignment", "participant/0/period/start", null, "cardinality-min", "CareTeam.participant[0].period.start" },
        { "husky-pcp-assignment", "participant/0/period/end", null, "husky-pcp-1", "CareTeam" },
        { "husky-panel", "type", "\"animal\"", "fixed-value", "Group.type" },
        { "husky-panel", "actual", "false", "grp-1", "Group" },
        { "husky-panel", "member/0/entity/reference", "\"Device/1\"", "reference-target", "Group.member[0].entity" },
        { "husky-panel", "managingEntity", null, "cardinality-min", "Group.managingEntity" },
        { "husky-request", "code/coding/0/code", "\"wish\"", "code-not-in-value-set", "Task.code" },
        { "husky-request", "intent", "\"plan\"", "fixed-value", "Task.intent" },
        { "husky-request", "for", null, "cardinality-min", "Task.for" },
        { "husky-request", "requester", null, "cardinality-min", "Task.requester" },
        { "husky-request", "authoredOn", null, "cardinality-min", "Task.authoredOn" },
        { "husky-request", "statusReason", null, "husky-request-1", "Task" },
        { "husky-pcp-change", "input", "[{\"type\":{\"coding\":[{\"system\":\"" + Base + "/CodeSystem/husky-task-parameter\",\"code\":\"letter\"}]},\"valueString\":\"s\"}]", "cardinality-min", "Task.input" },
        { "husky-pcp-change", "input/0/valueReference/reference", "\"Practitioner/1\"", "reference-target", "Task.input[0].value" },
        { "husky-pcp-change", "code/coding/0/code", "\"appeal\"", "fixed-value", "Task.code" },
        { "husky-pcp-change", "requester", null, "cardinality-min", "Task.requester" },
        { "husky-appeal", "focus", null, "cardinality-min", "Task.focus" },
        { "husky-appeal", "focus/reference", "\"Claim/1\"", "reference-target", "Task.focus" },
        { "husky-appeal", "reasonCode", null, "cardinality-min", "Task.reasonCode" },
        { "husky-appeal", "code/coding/0/code", "\"pcp-change\"", "code-not-in-value-set", "Task.code" },
        { "husky-appeal", "priority", null, "husky-appeal-1", "Task" },
        { "husky-appeal", "output", null, "husky-appeal-2", "Task" },
        { "husky-appeal", "code/coding/0/code", "\"state-fair-hearing\"", "husky-appeal-3", "Task" },
        { "husky-appeal", "input/0", "{\"type\":{\"coding\":[{\"system\":\"" + Base + "/CodeSystem/husky-task-parameter\",\"code\":\"continue-benefits\"}]},\"valueString\":\"yes\"}", "type-not-allowed", "Task.input[0].value" },
        { "husky-advance-directive", "scope/coding/0/code", "\"treatment\"", "fixed-value", "Consent.scope" },
        { "husky-advance-directive", "category/0/coding/0/code", "\"59284-0\"", "cardinality-min", "Consent.category" },
        { "husky-advance-directive", "category/1/coding/0/code", "\"research\"", "code-not-in-value-set", "Consent.category[1]" },
        { "husky-advance-directive", "patient", null, "cardinality-min", "Consent.patient" },
        { "husky-advance-directive", "dateTime", null, "cardinality-min", "Consent.dateTime" },
        { "husky-advance-directive", "sourceReference/reference", "\"Contract/1\"", "reference-target", "Consent.source" },
        { "husky-directive-document", "type/coding/0/code", "\"1-1\"", "code-not-in-value-set", "DocumentReference.type" },
        { "husky-directive-document", "content/0/attachment/contentType", null, "cardinality-min", "DocumentReference.content[0].attachment.contentType" },
        { "husky-directive-document", "content/0/attachment/url", null, "husky-directive-1", "DocumentReference" },
        { "husky-directive-flag", "valueCodeableConcept/coding/0/code", "\"maybe\"", "code-not-in-value-set", "Observation.value" },
        { "husky-directive-flag", "valueCodeableConcept", null, "cardinality-min", "Observation.value" },
        { "husky-access-opt-out", "category/1/coding/0/code", "\"other\"", "cardinality-min", "Consent.category" },
        { "husky-access-opt-out", "provision/type", "\"permit\"", "fixed-value", "Consent.provision.type" },
        { "husky-restriction", "policyRule/coding/0/code", "\"hipaa-auth\"", "code-not-in-value-set", "Consent.policyRule" },
        { "husky-restriction", "provision", null, "cardinality-min", "Consent.provision" },
        { "husky-decision", "extension", null, "cardinality-min", "ClaimResponse.extension" },
        { "husky-decision", "extension/0/valueCode", "\"postponed\"", "code-not-in-value-set", "ClaimResponse.extension[0].value" },
        { "husky-decision", "request", null, "cardinality-min", "ClaimResponse.request" },
        { "husky-decision", "disposition", null, "husky-decision-1", "ClaimResponse" },
        { "husky-decision", "item", null, "cardinality-min", "ClaimResponse.item" },
        { "husky-service-request", "insurer", null, "cardinality-min", "Claim.insurer" },
        { "husky-service-request", "item", null, "cardinality-min", "Claim.item" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Example_WithOneRuleBroken_IsToldAtItsPlace(string profile, string way, string? value, string detail, string expression)
    {
        var example = OwnDefinitions.Read(Path.Combine(OwnDefinitions.Folder, "examples", profile + ".json"));
        Put(example, way.Split('/'), value);

        var parsed = new ResourceParser().Parse(Bodies.Utf8(example.ToJsonString()));
        Assert.Empty(parsed.Report.Issues);
        var issues = OwnDefinitions.Engine().Validate(parsed.Resource!, []).Issues;

        Assert.Contains((detail, expression), issues.Select(issue => (issue.Detail, issue.Expression)));
    }

    [Fact]
    public void Constraints_All_HaveACounterExample()
    {
        var keys = OwnDefinitions.Files("StructureDefinition")
            .SelectMany(file => OwnDefinitions.Read(file)["differential"]!["element"]!.AsArray())
            .SelectMany(element => element!["constraint"]?.AsArray() ?? [])
            .Select(constraint => constraint!["key"]!.ToString())
            .ToArray();
        var broken = Rules.Select(rule => rule.Data.Item4).ToHashSet();

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Contains(key, broken));
    }

    private static void Put(JsonNode root, string[] way, string? value)
    {
        var parent = way[..^1].Aggregate(root, static (node, step) => node is JsonArray list ? list[int.Parse(step)]! : node[step]!);
        if (parent is JsonArray items)
            items[int.Parse(way[^1])] = JsonNode.Parse(value!);
        else if (value is null)
            parent.AsObject().Remove(way[^1]);
        else
            parent[way[^1]] = JsonNode.Parse(value);
    }
}
