using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Time;

namespace HuskyFhir.Plan.Determinations;

/// <summary>What a request must say for its time to be kept. Faults: 422.</summary>
internal static class ClaimRules
{
    public static IEnumerable<Issue> Check(Claim claim)
    {
        if (claim.Patient?.Reference is null)
            yield return Error(
                OperationOutcome.IssueType.Required,
                "A request here is for a member: give patient.reference.",
                "patient",
                "patient-required"
            );
        if (claim.Insurance.Count(static each => each.Focal == true) != 1)
            yield return Error(
                OperationOutcome.IssueType.BusinessRule,
                "Say which coverage it is decided under: one insurance with focal true.",
                "insurance",
                "coverage-focal"
            );
        if (claim.Item.GroupBy(static item => item.Sequence).Any(static same => same.Count() > 1))
            yield return Error(
                OperationOutcome.IssueType.BusinessRule,
                "Each item has its own sequence, by which the decision names it.",
                "item",
                "item-sequence"
            );
        if (claim.Created is { Length: < 10 })
            yield return Error(
                OperationOutcome.IssueType.BusinessRule,
                "Give the day on which it was written: the time for the decision runs from a day.",
                "created",
                "claim-date"
            );
        if (ReceivedAt(claim) is { Length: < 10 })
            yield return Error(
                OperationOutcome.IssueType.BusinessRule,
                "Give the day on which it was received, or the moment.",
                "extension",
                "claim-received"
            );
        if (
            DecisionTerms.IsExpedited(claim)
            && claim.Use == ClaimUseCode.Preauthorization
            && (ReceivedAt(claim) ?? claim.Created) is { Length: 10 }
        )
            yield return Error(
                OperationOutcome.IssueType.Required,
                $"A request that cannot wait is decided within hours: give the moment at which it was received, with the extension {DecisionTerms.Received}.",
                "extension",
                "claim-received"
            );
        if (
            Interval.Of(claim.Created) is { } created
            && Interval.Of(ReceivedAt(claim)) is { } received
            && received.High <= created.Low
        )
            yield return Error(
                OperationOutcome.IssueType.BusinessRule,
                "It cannot have been received before it was written.",
                "extension",
                "claim-received"
            );
    }

    /// <summary>When the plan received it, where it says so.</summary>
    public static string? ReceivedAt(Claim claim) =>
        claim.GetExtensionValue<FhirDateTime>(DecisionTerms.Received)?.Value;

    private static Issue Error(OperationOutcome.IssueType code, string text, string element, string detail) =>
        Issue.Error(code, text, "Claim." + element, detail);
}
