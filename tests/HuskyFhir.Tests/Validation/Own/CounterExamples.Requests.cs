using HuskyFhir.Core.Terms;

namespace HuskyFhir.Tests.Validation.Own;

/// <content>Of requests, decisions, notices and reports.</content>
internal static partial class CounterExamples
{
    private const string Parameter = Systems.Base + "/CodeSystem/husky-task-parameter";

    private static readonly CounterExample[] Requests =
    [
        ("husky-request", "code/coding/0/code", "\"wish\"", "code-not-in-value-set", "Task.code"),
        ("husky-request", "intent", "\"plan\"", "fixed-value", "Task.intent"),
        ("husky-request", "for", null, "cardinality-min", "Task.for"),
        ("husky-request", "requester", null, "cardinality-min", "Task.requester"),
        ("husky-request", "statusReason", null, "husky-request-1", "Task"),
        (
            "husky-pcp-change",
            "input",
            "[{\"type\":{\"coding\":[{\"system\":\""
                + Systems.Base
                + "/CodeSystem/husky-task-parameter\",\"code\":\"letter\"}]},\"valueString\":\"s\"}]",
            "cardinality-min",
            "Task.input"
        ),
        (
            "husky-pcp-change",
            "input/0/valueReference/reference",
            "\"Practitioner/1\"",
            "reference-target",
            "Task.input[0].value"
        ),
        ("husky-pcp-change", "code/coding/0/code", "\"appeal\"", "fixed-value", "Task.code"),
        ("husky-pcp-change", "requester", null, "cardinality-min", "Task.requester"),
        ("husky-amendment", "input/0/type/coding/0/code", "\"medRecCxDenialDisagree\"", "husky-amendment-4", "Task"),
        (
            "husky-records-access",
            "input/2/valueCodeableConcept/coding/0/code",
            "\"summary\"",
            "husky-records-access-3",
            "Task"
        ),
        (
            "husky-grievance",
            "reasonCode/coding/0/system",
            "\"http://terminology.hl7.org/CodeSystem/v3-ActReason\"",
            "code-not-in-value-set",
            "Task.reasonCode"
        ),
        (
            "husky-outside-disclosure",
            "payload/0",
            "{\"contentReference\":{\"reference\":\"Patient/1\"}}",
            "husky-outside-disclosure-1",
            "Communication"
        ),
        (
            "husky-outside-disclosure",
            "recipient/0",
            "{\"reference\":\"Organization/1\"}",
            "husky-outside-disclosure-2",
            "Communication"
        ),
        ("husky-outside-disclosure", "reasonCode", null, "cardinality-min", "Communication.reasonCode"),
        ("husky-correction-message", "sent", null, "cardinality-min", "Communication.sent"),
        ("husky-correction-message", "sender", null, "cardinality-min", "Communication.sender"),
        ("husky-appeal", "focus", null, "cardinality-min", "Task.focus"),
        ("husky-appeal", "focus/reference", "\"Coverage/1\"", "reference-target", "Task.focus"),
        ("husky-appeal", "reasonCode", null, "cardinality-min", "Task.reasonCode"),
        ("husky-appeal", "code/coding/0/code", "\"pcp-change\"", "code-not-in-value-set", "Task.code"),
        ("husky-appeal", "priority", null, "husky-appeal-1", "Task"),
        ("husky-appeal", "output", null, "husky-appeal-2", "Task"),
        ("husky-appeal", "code/coding/0/code", "\"external-review\"", "husky-appeal-3", "Task"),
        (
            "husky-appeal",
            "input/0",
            "{\"type\":{\"coding\":[{\"system\":\""
                + Systems.Base
                + "/CodeSystem/husky-task-parameter\",\"code\":\"continue-benefits\"}]},\"valueString\":\"yes\"}",
            "type-not-allowed",
            "Task.input[0].value"
        ),
        (
            "husky-decision",
            "extension/0/valueCode",
            "\"postponed\"",
            "code-not-in-value-set",
            "ClaimResponse.extension[0].value"
        ),
        ("husky-decision", "request", null, "cardinality-min", "ClaimResponse.request"),
        (
            "husky-decision",
            "extension/2",
            $$"""{"url":"{{Systems.Base}}/StructureDefinition/husky-notice-exception","valueCode":"death"}""",
            "husky-decision-2",
            "ClaimResponse"
        ),
        ("husky-decision", "item/0/adjudication/0/reason", null, "husky-decision-3", "ClaimResponse"),
        (
            "husky-decision",
            "extension/1",
            $$"""{"url":"{{Systems.Base}}/StructureDefinition/husky-notice-exception","valueCode":"death"}""",
            "husky-decision-4",
            "ClaimResponse"
        ),
        (
            "husky-decision",
            "extension/1",
            $$"""{"url":"{{Systems.Base}}/StructureDefinition/husky-notice-date","valueString":"soon"}""",
            "type-not-allowed",
            "ClaimResponse.extension[1].value"
        ),
        (
            "husky-decision",
            "extension/4",
            $$"""{"url":"{{Systems.Base}}/StructureDefinition/husky-notice-exception","valueCode":"whim"}""",
            "code-not-in-value-set",
            "ClaimResponse.extension[4].value"
        ),
        (
            "husky-decision",
            "extension/3",
            $$"""{"url":"{{Systems.Base}}/StructureDefinition/husky-previous-authorization","valueReference":{"reference":"Claim/1"} }""",
            "reference-target",
            "ClaimResponse.extension[3].value"
        ),
        (
            "husky-decision",
            "extension/4",
            $$"""{"url":"{{Systems.Base}}/StructureDefinition/husky-replaces","valueReference":{"reference":"Claim/1"} }""",
            "reference-target",
            "ClaimResponse.extension[4].value"
        ),
        (
            "husky-decision",
            "extension/4/extension/0/valueCode",
            "\"HUSKY-Z\"",
            "code-not-in-value-set",
            "ClaimResponse.extension[4].extension[0].value"
        ),
        ("husky-decision", "item", null, "cardinality-min", "ClaimResponse.item"),
        (
            "husky-service-request",
            "extension/0",
            $$"""{"url":"{{Systems.Base}}/StructureDefinition/husky-received","valueString":"early"}""",
            "type-not-allowed",
            "Claim.extension[0].value"
        ),
        (
            "husky-service-request",
            "extension/0",
            $$"""{"url":"{{Systems.Base}}/StructureDefinition/husky-decision-extended","extension":[{"url":"noticed","valueDateTime":"2026-02-12"},{"url":"days","valuePositiveInt":14}]}""",
            "cardinality-min",
            "Claim.extension[0].extension"
        ),
        ("husky-service-request", "insurer", null, "cardinality-min", "Claim.insurer"),
        ("husky-service-request", "item", null, "cardinality-min", "Claim.item"),
        (
            "husky-request",
            "identifier",
            $$"""[{"system":"{{Systems.Base}}/NamingSystem/husky-case"}]""",
            "cardinality-min",
            "Task.identifier[0].value"
        ),
        (
            "husky-request",
            "input",
            $$"""[{"type":{"coding":[{"system":"{{Parameter}}","code":"letter"}]},"valueString":"Dear plan"}]""",
            "type-not-allowed",
            "Task.input[0].value"
        ),
        ("husky-request", "businessStatus/coding/0/code", "\"lost\"", "code-not-in-value-set", "Task.businessStatus"),
        ("husky-grievance", "code/coding/0/code", "\"appeal\"", "code-not-in-value-set", "Task.code"),
        ("husky-grievance", "reasonCode", null, "cardinality-min", "Task.reasonCode"),
        ("husky-grievance", "output", null, "husky-grievance-1", "Task"),
        ("husky-grievance", "focus/reference", "\"Organization/example-organization\"", "husky-grievance-2", "Task"),
        ("husky-hearing", "code/coding/0/code", "\"appeal\"", "code-not-in-value-set", "Task.code"),
        ("husky-hearing", "partOf/0/reference", "\"Claim/1\"", "reference-target", "Task.partOf[0]"),
        ("husky-hearing", "partOf/0/reference", "\"Claim/1\"", "reference-target", "Task.partOf[0]"),
        ("husky-hearing", "output", null, "husky-hearing-1", "Task"),
        ("husky-hearing", "focus", null, "cardinality-min", "Task.focus"),
        ("husky-records-access", "output", null, "husky-records-access-1", "Task"),
        (
            "husky-records-access",
            "output/0/valueReference/reference",
            "\"Patient/1\"",
            "reference-target",
            "Task.output[0].value"
        ),
        ("husky-records-access", "status", "\"rejected\"", "husky-records-access-2", "Task"),
        ("husky-amendment", "code/coding/0/code", "\"medRecCxDenialDisagree\"", "husky-amendment-1", "Task"),
        ("husky-amendment", "status", "\"rejected\"", "husky-amendment-2", "Task"),
        ("husky-amendment", "output", null, "husky-amendment-3", "Task"),
        ("husky-amendment", "input", null, "cardinality-min", "Task.input"),
        ("husky-amendment", "input/0/type/coding/0/code", "\"letter\"", "code-not-in-value-set", "Task.input[0].type"),
        (
            "husky-amendment",
            "restriction",
            """{"period":{"end":"2026-04-30"}}""",
            "cardinality-max",
            "Task.restriction"
        ),
        ("husky-amendment", "requester/reference", "\"Practitioner/1\"", "reference-target", "Task.requester"),
        (
            "husky-amendment",
            "businessStatus/coding/0/code",
            "\"submitted\"",
            "code-not-in-value-set",
            "Task.businessStatus"
        ),
        (
            "husky-amendment",
            "extension/0",
            $$"""{"url":"{{Systems.Base}}/StructureDefinition/husky-due-date","valueString":"soon"}""",
            "type-not-allowed",
            "Task.extension[0].value"
        ),
        ("husky-restriction-request", "output", null, "husky-restriction-request-1", "Task"),
        ("husky-restriction-request", "status", "\"rejected\"", "husky-restriction-request-2", "Task"),
        (
            "husky-restriction-request",
            "input",
            $$"""[{"type":{"coding":[{"system":"{{Parameter}}","code":"self-pay"}]},"valueBoolean":false}]""",
            "cardinality-min",
            "Task.input"
        ),
        ("husky-disclosure-accounting", "output", null, "husky-disclosure-accounting-1", "Task"),
        ("husky-disclosure-accounting", "code/coding/0/code", "\"records-access\"", "fixed-value", "Task.code"),
        (
            "husky-disclosure-accounting",
            "input/0",
            $$"""{"type":{"coding":[{"system":"{{Parameter}}","code":"period"}]},"valueDate":"2026-01-01"}""",
            "type-not-allowed",
            "Task.input[0].value"
        ),
        (
            "husky-confidential-communication",
            "input",
            $$"""[{"type":{"coding":[{"system":"{{Parameter}}","code":"endangerment"}]},"valueBoolean":true}]""",
            "husky-confidential-1",
            "Task"
        ),
        ("husky-confidential-communication", "status", "\"rejected\"", "husky-confidential-2", "Task"),
        (
            "husky-confidential-communication",
            "input/0",
            $$"""{"type":{"coding":[{"system":"{{Parameter}}","code":"alternate-address"}]},"valueString":"PO Box 9001"}""",
            "type-not-allowed",
            "Task.input[0].value"
        ),
        ("husky-information-request", "code/coding/0/code", "\"second-opinion\"", "code-not-in-value-set", "Task.code"),
        ("husky-information-request", "input", null, "cardinality-min", "Task.input"),
        ("husky-information-request", "output", null, "husky-information-request-1", "Task"),
        (
            "husky-assistance-request",
            "code/coding/0/code",
            "\"benefit-information\"",
            "code-not-in-value-set",
            "Task.code"
        ),
        ("husky-assistance-request", "output", null, "husky-assistance-request-1", "Task"),
        (
            "husky-assistance-request",
            "code/coding/0/code",
            "\"translation-services\"",
            "husky-assistance-request-2",
            "Task"
        ),
        (
            "husky-assistance-request",
            "input/0",
            $$"""{"type":{"coding":[{"system":"{{Parameter}}","code":"question"}]},"valueString":"Who else?"}""",
            "husky-assistance-request-3",
            "Task"
        ),
        ("husky-data-request", "input/0/type/coding/0/code", "\"data-wish\"", "husky-data-request-1", "Task"),
        ("husky-data-request", "status", "\"failed\"", "husky-data-request-2", "Task"),
        ("husky-data-request", "output", null, "husky-data-request-3", "Task"),
        ("husky-data-request", "status", "\"draft\"", "code-not-in-value-set", "Task.status"),
        ("husky-data-request", "owner", null, "cardinality-min", "Task.owner"),
        ("husky-data-request", "focus", """{"reference":"Claim/1"}""", "cardinality-max", "Task.focus"),
        ("husky-data-request", "requester/reference", "\"Patient/1\"", "reference-target", "Task.requester"),
        ("husky-data-request", "businessStatus/text", null, "cardinality-min", "Task.businessStatus.text"),
        ("husky-notice", "category/0/coding/0/code", "\"gossip\"", "cardinality-min", "Communication.category"),
        ("husky-notice", "subject", null, "cardinality-min", "Communication.subject"),
        ("husky-notice", "about", null, "cardinality-min", "Communication.about"),
        ("husky-notice", "recipient", null, "cardinality-min", "Communication.recipient"),
        ("husky-notice", "sender", null, "cardinality-min", "Communication.sender"),
        ("husky-notice", "payload", null, "cardinality-min", "Communication.payload"),
        ("husky-notice", "sent", null, "husky-notice-1", "Communication"),
        ("husky-notice", "statusReason status", "\"not-done\"", "husky-notice-2", "Communication"),
        (
            "husky-disagreement-document",
            "category/0/coding/0/code",
            "\"pcp-selection-form\"",
            "husky-disagreement-document-1",
            "DocumentReference"
        ),
        ("husky-disagreement-document", "context", null, "cardinality-min", "DocumentReference.context"),
        ("husky-pcp-form", "author", null, "cardinality-min", "DocumentReference.author"),
        ("husky-pcp-form", "content/0/attachment/url", null, "husky-pcp-form-1", "DocumentReference"),
        ("husky-notice-document", "type/coding/0/code", "\"1-1\"", "code-not-in-value-set", "DocumentReference.type"),
        ("husky-notice-document", "date", null, "cardinality-min", "DocumentReference.date"),
        ("husky-notice-document", "author", null, "cardinality-min", "DocumentReference.author"),
        (
            "husky-notice-document",
            "content/0/attachment/contentType",
            null,
            "cardinality-min",
            "DocumentReference.content[0].attachment.contentType"
        ),
        ("husky-notice-document", "content/0/attachment/url", null, "husky-notice-document-1", "DocumentReference"),
        ("husky-request-report", "measure", "\"http://example.org/Measure/m\"", "fixed-value", "MeasureReport.measure"),
        ("husky-request-report", "type", "\"individual\"", "fixed-value", "MeasureReport.type"),
        ("husky-request-report", "reporter", null, "cardinality-min", "MeasureReport.reporter"),
        (
            "husky-request-report",
            "group/0/population/0/code/coding/0/code",
            "\"forgotten\"",
            "code-not-in-value-set",
            "MeasureReport.group[0].population[0].code"
        ),
        (
            "husky-request-report",
            "group/0/stratifier/0/code/0/coding/0/code",
            "\"age\"",
            "code-not-in-value-set",
            "MeasureReport.group[0].stratifier[0].code[0]"
        ),
        ("husky-request-report", "group/0/population/3/count", "7", "husky-request-report-1", "MeasureReport"),
        (
            "husky-request-report",
            "group/0/stratifier/0/stratum/0/population/0/count",
            "10",
            "husky-request-report-1",
            "MeasureReport"
        ),
    ];
}
