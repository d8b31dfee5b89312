using HuskyFhir.Core.Terms;

namespace HuskyFhir.Tests.Validation.Own;

/// <content>Of members.</content>
internal static partial class CounterExamples
{
    private static readonly CounterExample[] Members =
    [
        ("husky-member", "identifier", null, "cardinality-min", "Patient.identifier"),
        (
            "husky-member",
            "identifier/0/system",
            "\"http://example.org/other\"",
            "cardinality-min",
            "Patient.identifier"
        ),
        ("husky-member", "identifier/0/system", null, "cardinality-min", "Patient.identifier[0].system"),
        ("husky-member", "identifier/0/value", null, "cardinality-min", "Patient.identifier[0].value"),
        ("husky-member", "identifier/0/type/coding/0/code", "\"MR\"", "fixed-value", "Patient.identifier[0].type"),
        (
            "husky-member",
            "extension/0/extension/0/valueCoding/code",
            "\"9999-9\"",
            "code-not-in-value-set",
            "Patient.extension[0].extension[0].value"
        ),
        (
            "husky-member",
            "extension/0/extension/1/url",
            "\"other\"",
            "cardinality-min",
            "Patient.extension[0].extension"
        ),
        (
            "husky-member",
            "extension/1/extension/0/valueCoding/code",
            "\"2106-3\"",
            "code-not-in-value-set",
            "Patient.extension[1].extension[0].value"
        ),
        ("husky-member", "extension/2/valueCode", "\"Q\"", "code-not-in-value-set", "Patient.extension[2].value"),
        (
            "husky-member",
            "extension/3",
            "{\"url\":\"http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired\",\"valueString\":\"yes\"}",
            "type-not-allowed",
            "Patient.extension[3].value"
        ),
        (
            "husky-member",
            "extension/3/url",
            "\"http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex\"",
            "cardinality-max",
            "Patient.extension"
        ),
        ("husky-member", "name", null, "cardinality-min", "Patient.name"),
        ("husky-member", "name/0", "{\"text\":\"Ines Calder\"}", "husky-member-1", "Patient.name[0]"),
        (
            "husky-member",
            "name/0/extension",
            "[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":\"unknown\"}]",
            "husky-member-1",
            "Patient.name[0]"
        ),
        ("husky-member", "telecom/0/system", null, "cpt-2", "Patient.telecom[0]"),
        ("husky-member", "telecom/0/value", null, "cardinality-min", "Patient.telecom[0].value"),
        ("husky-member", "gender", null, "cardinality-min", "Patient.gender"),
        (
            "husky-member",
            "address/0/state",
            "\"Connecticut\"",
            "code-not-in-extensible-value-set",
            "Patient.address[0].state"
        ),
        (
            "husky-member",
            "generalPractitioner/0/reference",
            "\"Organization/1\"",
            "reference-target",
            "Patient.generalPractitioner[0]"
        ),
        (
            "husky-member",
            "communication/0/language",
            "{\"extension\":[{\"url\":\"http://example.org/e\",\"valueString\":\"s\"}]}",
            "husky-member-2",
            "Patient.communication[0]"
        ),
        (
            "husky-member",
            "communication",
            "[{\"language\":{\"text\":\"a\"},\"preferred\":true},{\"language\":{\"text\":\"b\"},\"preferred\":true}]",
            "husky-member-3",
            "Patient"
        ),
        ("husky-coverage", "identifier", null, "cardinality-min", "Coverage.identifier"),
        ("husky-coverage", "identifier/0/value", null, "cardinality-min", "Coverage.identifier[0].value"),
        ("husky-coverage", "identifier/0/type", null, "cardinality-min", "Coverage.identifier[0].type"),
        ("husky-coverage", "type", null, "cardinality-min", "Coverage.type"),
        ("husky-coverage", "type/coding/0/code", "\"1\"", "code-not-in-value-set", "Coverage.type"),
        ("husky-coverage", "beneficiary/reference", "\"Group/1\"", "reference-target", "Coverage.beneficiary"),
        ("husky-coverage", "relationship", null, "cardinality-min", "Coverage.relationship"),
        ("husky-coverage", "relationship/coding/0/code", "\"spouse\"", "fixed-value", "Coverage.relationship"),
        ("husky-coverage", "period", null, "cardinality-min", "Coverage.period"),
        ("husky-coverage", "period", "{\"end\":\"2027-01-01\"}", "cardinality-min", "Coverage.period.start"),
        (
            "husky-coverage",
            "payor",
            "[{\"reference\":\"Organization/1\"},{\"reference\":\"Organization/2\"}]",
            "cardinality-max",
            "Coverage.payor"
        ),
        ("husky-coverage", "payor/0/reference", "\"Patient/1\"", "reference-target", "Coverage.payor[0]"),
        ("husky-coverage", "class", null, "cardinality-min", "Coverage.class"),
        ("husky-coverage", "class/0/type/coding/0/code", "\"group\"", "cardinality-min", "Coverage.class"),
        ("husky-coverage", "class/0/value", "\"HUSKY-E\"", "code-not-in-value-set", "Coverage.class[0].value"),
        ("husky-coverage", "class/0/value", "\"HUSKY-B\"", "husky-coverage-1", "Coverage"),
        ("husky-related-person", "identifier", null, "cardinality-min", "RelatedPerson.identifier"),
        ("husky-related-person", "active", null, "cardinality-min", "RelatedPerson.active"),
        ("husky-related-person", "relationship", null, "cardinality-min", "RelatedPerson.relationship"),
        (
            "husky-related-person",
            "relationship/0/coding/0/code",
            "\"PET\"",
            "code-not-in-extensible-value-set",
            "RelatedPerson.relationship[0]"
        ),
        ("husky-related-person", "name", null, "cardinality-min", "RelatedPerson.name"),
        ("husky-household-income", "category/0/coding/0/code", "\"vital\"", "cardinality-min", "Observation.category"),
        ("husky-household-income", "code/coding/0/code", "\"income-hours\"", "fixed-value", "Observation.code"),
        ("husky-household-income", "subject", null, "cardinality-min", "Observation.subject"),
        ("husky-household-income", "subject/reference", "\"Group/1\"", "reference-target", "Observation.subject"),
        ("husky-household-income", "effectivePeriod", null, "cardinality-min", "Observation.effective"),
        (
            "husky-household-income",
            "effectivePeriod",
            "{\"end\":\"2026-02-01\"}",
            "cardinality-min",
            "Observation.effective.start"
        ),
        ("husky-household-income", "valueQuantity/value", "-1", "value-range", "Observation.value.value"),
        ("husky-household-income", "valueQuantity/code", "\"EUR\"", "fixed-value", "Observation.value.code"),
        ("husky-household-income", "valueQuantity/code", null, "cardinality-min", "Observation.value.code"),
        ("husky-household-income", "valueQuantity", null, "husky-income-1", "Observation"),
        ("husky-household-income", "component", null, "husky-income-2", "Observation"),
        (
            "husky-household-income",
            "component/1",
            "{\"code\":{\"coding\":[{\"system\":\""
                + Systems.Base
                + "/CodeSystem/husky-observation-code\",\"code\":\"income-hours\"}]},\"valueQuantity\":{\"value\":20}}",
            "husky-income-3",
            "Observation"
        ),
        (
            "husky-household-income",
            "component/0/valueCodeableConcept/coding/0/code",
            "\"sometimes\"",
            "code-not-in-value-set",
            "Observation.component[0].value"
        ),
        (
            "husky-household-income",
            "component/1/valueCodeableConcept/coding/0/code",
            "\"treasure\"",
            "code-not-in-value-set",
            "Observation.component[1].value"
        ),
    ];
}
