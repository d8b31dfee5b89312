namespace HuskyFhir.Tests.Validation.Own;

/// <content>Of audit and provenance.</content>
internal static partial class CounterExamples
{
    private static readonly CounterExample[] Disclosures =
    [
        ("husky-audit-event", "type/code", "\"object\"", "fixed-value", "AuditEvent.type"),
        ("husky-audit-event", "subtype", null, "cardinality-min", "AuditEvent.subtype"),
        ("husky-audit-event", "subtype/0/code", "\"peek\"", "code-not-in-value-set", "AuditEvent.subtype[0]"),
        ("husky-audit-event", "subtype/0/display", null, "husky-audit-1", "AuditEvent.subtype[0]"),
        ("husky-audit-event", "action", "\"E\"", "husky-audit-2", "AuditEvent"),
        ("husky-audit-event", "agent/0/type/coding/0/code", "\"110150\"", "husky-audit-3", "AuditEvent"),
        ("husky-audit-event", "entity/1/role/code", "\"24\"", "husky-audit-4", "AuditEvent"),
        ("husky-audit-event", "entity/1/what", null, "husky-audit-4", "AuditEvent"),
        ("husky-audit-event", "agent/2/requestor", "false", "husky-audit-5", "AuditEvent"),
        (
            "husky-audit-event",
            "agent/2/network",
            """{"address":"ehr.practice.example","type":"1"}""",
            "husky-audit-5",
            "AuditEvent"
        ),
        ("husky-audit-event", "outcome", "\"8\"", "fixed-value", "AuditEvent.outcome"),
        ("husky-audit-event", "agent/0/network", null, "cardinality-min", "AuditEvent.agent[0].network"),
        ("husky-audit-event", "agent/0/who", null, "cardinality-min", "AuditEvent.agent[0].who"),
        ("husky-audit-event", "agent/1/name", "\"plan\"", "cardinality-max", "AuditEvent.agent[1].name"),
        (
            "husky-audit-event",
            "entity/0/what/reference",
            "\"Group/1\"",
            "reference-target",
            "AuditEvent.entity[0].what"
        ),
        ("husky-audit-event", "entity/0/name", "\"Ines Calder\"", "cardinality-max", "AuditEvent.entity[0].name"),
        ("husky-audit-event", "entity/0/role/code", "\"4\"", "fixed-value", "AuditEvent.entity[0].role"),
        ("husky-audit-event", "entity/0/type/code", "\"4\"", "cardinality-min", "AuditEvent.entity"),
        (
            "husky-audit-event",
            "entity/2/what",
            """{"reference":"Patient/1"}""",
            "cardinality-min",
            "AuditEvent.entity[2].what.identifier"
        ),
        ("husky-disclosure", "type/code", "\"110107\"", "fixed-value", "AuditEvent.type"),
        ("husky-disclosure", "subtype/0/code", "\"access\"", "cardinality-min", "AuditEvent.subtype"),
        ("husky-disclosure", "action", "\"C\"", "fixed-value", "AuditEvent.action"),
        ("husky-disclosure", "purposeOfEvent", null, "cardinality-min", "AuditEvent.purposeOfEvent"),
        (
            "husky-disclosure",
            "agent/0/who",
            """{"reference":"Organization/1"}""",
            "husky-disclosure-1",
            "AuditEvent.agent[0]"
        ),
        ("husky-disclosure", "purposeOfEvent/0/coding/0/code", "\"TREAT\"", "husky-disclosure-2", "AuditEvent"),
        ("husky-disclosure", "agent/1/name", null, "cardinality-min", "AuditEvent.agent[1].name"),
        ("husky-disclosure", "agent/1/type/coding/0/code", "\"110150\"", "cardinality-min", "AuditEvent.agent"),
        ("husky-disclosure", "entity/1/description", null, "cardinality-min", "AuditEvent.entity[1].description"),
        ("husky-disclosure", "entity/0/what", null, "cardinality-min", "AuditEvent.entity[0].what"),
        ("husky-access-refused", "type/code", "\"object\"", "code-not-in-value-set", "AuditEvent.type"),
        ("husky-access-refused", "outcome", "\"0\"", "husky-access-refused-1", "AuditEvent"),
        ("husky-access-refused", "outcomeDesc", null, "cardinality-min", "AuditEvent.outcomeDesc"),
        ("husky-access-refused", "agent/0/who", null, "cardinality-min", "AuditEvent.agent[0].who"),
        ("husky-access-refused", "agent/0/network", null, "cardinality-min", "AuditEvent.agent[0].network"),
        ("husky-provenance", "agent/0/type", null, "cardinality-min", "Provenance.agent[0].type"),
        ("husky-provenance", "agent/0/type/coding/0/code", "\"verifier\"", "cardinality-min", "Provenance.agent"),
        ("husky-provenance", "agent/0/onBehalfOf", null, "husky-provenance-1", "Provenance.agent[0]"),
        (
            "husky-provenance",
            "agent/0/onBehalfOf/reference",
            "\"Practitioner/1\"",
            "reference-target",
            "Provenance.agent[0].onBehalfOf"
        ),
        (
            "husky-provenance",
            "target/0",
            """{"display":"a member"}""",
            "cardinality-min",
            "Provenance.target[0].reference"
        ),
    ];
}
