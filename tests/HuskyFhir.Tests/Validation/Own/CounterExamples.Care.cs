namespace HuskyFhir.Tests.Validation.Own;

/// <content>Of assignments, directives and privacy.</content>
internal static partial class CounterExamples
{
    private static readonly CounterExample[] Care =
    [
        ("husky-pcp-assignment", "status", null, "cardinality-min", "CareTeam.status"),
        (
            "husky-pcp-assignment",
            "participant/0/member/reference",
            "\"Practitioner/1\"",
            "reference-target",
            "CareTeam.participant[0].member"
        ),
        (
            "husky-pcp-assignment",
            "participant/0/role/0/coding/0/code",
            "\"1\"",
            "cardinality-min",
            "CareTeam.participant"
        ),
        (
            "husky-pcp-assignment",
            "participant/0/period/start",
            null,
            "cardinality-min",
            "CareTeam.participant[0].period.start"
        ),
        ("husky-pcp-assignment", "participant/0/period/end", null, "husky-pcp-1", "CareTeam"),
        ("husky-panel", "type", "\"animal\"", "fixed-value", "Group.type"),
        ("husky-panel", "actual", "false", "grp-1", "Group"),
        ("husky-panel", "member/0/entity/reference", "\"Device/1\"", "reference-target", "Group.member[0].entity"),
        ("husky-panel", "managingEntity", null, "cardinality-min", "Group.managingEntity"),
        ("husky-advance-directive", "scope/coding/0/code", "\"treatment\"", "fixed-value", "Consent.scope"),
        ("husky-advance-directive", "category/0/coding/0/code", "\"59284-0\"", "cardinality-min", "Consent.category"),
        (
            "husky-advance-directive",
            "category/1/coding",
            "[{\"system\":\"http://terminology.hl7.org/CodeSystem/consentcategorycodes\",\"code\":\"research\"}]",
            "code-not-in-value-set",
            "Consent.category[1]"
        ),
        (
            "husky-advance-directive",
            "category/1/coding",
            "[{\"system\":\"http://terminology.hl7.org/CodeSystem/consentcategorycodes\",\"code\":\"acd\"}]",
            "husky-advance-directive-1",
            "Consent"
        ),
        ("husky-advance-directive", "patient", null, "cardinality-min", "Consent.patient"),
        ("husky-advance-directive", "dateTime", null, "cardinality-min", "Consent.dateTime"),
        (
            "husky-advance-directive",
            "sourceReference/reference",
            "\"Contract/1\"",
            "reference-target",
            "Consent.source"
        ),
        (
            "husky-directive-document",
            "type/coding/0/code",
            "\"1-1\"",
            "code-not-in-value-set",
            "DocumentReference.type"
        ),
        (
            "husky-directive-document",
            "content/0/attachment/contentType",
            null,
            "cardinality-min",
            "DocumentReference.content[0].attachment.contentType"
        ),
        ("husky-directive-document", "content/0/attachment/url", null, "husky-directive-1", "DocumentReference"),
        (
            "husky-directive-flag",
            "valueCodeableConcept/coding/0/code",
            "\"maybe\"",
            "code-not-in-value-set",
            "Observation.value"
        ),
        ("husky-directive-flag", "valueCodeableConcept", null, "cardinality-min", "Observation.value"),
        ("husky-access-opt-out", "category/1/coding/0/code", "\"other\"", "cardinality-min", "Consent.category"),
        ("husky-access-opt-out", "provision/type", "\"permit\"", "fixed-value", "Consent.provision.type"),
        (
            "husky-restriction",
            "policyRule/coding/0/code",
            "\"hipaa-auth\"",
            "code-not-in-value-set",
            "Consent.policyRule"
        ),
        ("husky-release", "provision/actor", null, "cardinality-min", "Consent.provision.actor"),
        ("husky-release", "provision/securityLabel", null, "cardinality-min", "Consent.provision.securityLabel"),
        ("husky-release", "provision/type", "\"deny\"", "fixed-value", "Consent.provision.type"),
        ("husky-restriction", "provision", null, "cardinality-min", "Consent.provision"),
    ];
}
