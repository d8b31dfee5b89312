namespace HuskyFhir.Tests.Validation.Own;

/// <content>Of messages to DSS.</content>
internal static partial class CounterExamples
{
    private static readonly CounterExample[] Exchange =
    [
        ("husky-message-header", "extension", null, "cardinality-min", "MessageHeader.extension"),
        (
            "husky-message-header",
            "extension/0/extension/0/valueCode",
            "\"mood\"",
            "code-not-in-value-set",
            "MessageHeader.extension[0].extension[0].value"
        ),
        (
            "husky-message-header",
            "extension/0/extension/1/url",
            "\"until\"",
            "cardinality-min",
            "MessageHeader.extension[0].extension"
        ),
        ("husky-message-header", "eventCoding/code", "\"member-lost\"", "fixed-value", "MessageHeader.event"),
        ("husky-message-header", "destination", null, "cardinality-min", "MessageHeader.destination"),
        ("husky-message-header", "sender", null, "cardinality-min", "MessageHeader.sender"),
        ("husky-message-header", "focus/0/reference", "\"Group/1\"", "reference-target", "MessageHeader.focus[0]"),
        ("husky-eligibility-message", "identifier", null, "cardinality-min", "Bundle.identifier"),
        ("husky-eligibility-message", "timestamp", null, "cardinality-min", "Bundle.timestamp"),
        ("husky-eligibility-message", "type", "\"collection\"", "fixed-value", "Bundle.type"),
        (
            "husky-eligibility-message",
            "entry/5",
            """{"fullUrl":"https://plan.example/fhir/Basic/1","resource":{"resourceType":"Basic","code":{"text":"other"}}}""",
            "slicing",
            "Bundle.entry[5]"
        ),
        ("husky-eligibility-message", "entry/2/fullUrl", null, "cardinality-min", "Bundle.entry[2].fullUrl"),
        (
            "husky-eligibility-message",
            "entry/2/resource/period",
            null,
            "cardinality-min",
            "Bundle.entry[2].resource.period"
        ),
        (
            "husky-eligibility-message",
            "entry/2/resource/beneficiary/reference",
            "\"Patient/another\"",
            "husky-eligibility-message-1",
            "Bundle"
        ),
    ];
}
