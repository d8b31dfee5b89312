using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Plan.Determinations;

/// <summary>
/// What a decision must say for a member to understand and to appeal it, as far as it tells itself. Faults, 422:
/// <c>patient-required</c>,
/// <c>action-kind-required</c>, <c>action-contradicted</c>, <c>action-not-final</c>, <c>denial-reason</c>,
/// <c>notice-date-required</c>,
/// <c>notice-before-decision</c>, <c>action-date-required</c>, <c>previous-authorization-required</c>,
/// <c>notice-exception-misplaced</c>,
/// <c>decision-date</c>; <see cref="DecisionChecks"/> asks what only the store and the clock know.
/// </summary>
internal static class DecisionRules
{
    public static IEnumerable<Issue> Check(ClaimResponse response)
    {
        if (response.Patient?.Reference is null)
            yield return Error(
                OperationOutcome.IssueType.Required,
                "A decision here is about a member: give patient.reference.",
                "patient",
                "patient-required"
            );
        if (response.Created is { Length: < 10 })
            yield return Error(
                OperationOutcome.IssueType.BusinessRule,
                "Give the day on which it was decided, or the moment.",
                "created",
                "decision-date"
            );
        if (response.Status == FinancialResourceStatusCodes.EnteredInError)
            yield break;
        foreach (
            var issue in DecisionReader.Action(response) is { } kind
                ? Adverse(DecisionReader.Read(response), response, kind)
                : Open(response)
        )
            yield return issue;
    }

    /// <summary>One that takes nothing from the member, by what it says of itself.</summary>
    private static IEnumerable<Issue> Open(ClaimResponse response)
    {
        if (DecisionReader.IsFinal(response) && DecisionItems.Refuse(response))
            yield return Error(
                OperationOutcome.IssueType.Required,
                $"Its items refuse something: say what that does to the service, with the extension {DecisionTerms.Action}; the right to appeal hangs on it (42 CFR 431.210).",
                "extension",
                "action-kind-required"
            );
        if (
            response.GetExtension(DecisionTerms.ActionDate) is not null
            || response.GetExtension(DecisionTerms.PreviousAuthorization) is not null
            || response.GetExtension(DecisionTerms.NoticeException) is not null
        )
            yield return Error(
                OperationOutcome.IssueType.Required,
                $"A day of action, what was granted before, and less notice belong to a decision that takes something away: say what it does, with the extension {DecisionTerms.Action}.",
                "extension",
                "action-kind-required"
            );
    }

    private static IEnumerable<Issue> Adverse(Decision decision, ClaimResponse response, ActionKind kind)
    {
        if (!DecisionReader.IsFinal(response))
            yield return Error(
                OperationOutcome.IssueType.BusinessRule,
                "What is queued, or could not be processed, has taken nothing from the member yet: leave the action out, or set outcome complete.",
                "outcome",
                "action-not-final"
            );
        if (DecisionItems.GrantAll(response))
            yield return Error(
                OperationOutcome.IssueType.BusinessRule,
                $"Each item is granted (A1), and the decision is {kind.Code()}: correct one of them.",
                "item",
                "action-contradicted"
            );
        if (
            !DecisionItems
                .Reasons(response)
                .Any(static reason => reason.Coding.Any(static coding => !string.IsNullOrEmpty(coding.Code)))
        )
            yield return Error(
                OperationOutcome.IssueType.Required,
                "Give the specific reason as a code, in item.adjudication.reason: husky-denial-reason, X12 external/886, or a claim adjustment reason code (42 CFR 431.210(b), 431.80).",
                "item.adjudication.reason",
                "denial-reason"
            );
        if (decision.NoticeDate is null && response.GetExtension(DecisionTerms.Rule) is null)
            yield return Error(
                OperationOutcome.IssueType.Required,
                $"Give the day on which the notice was mailed, with the extension {DecisionTerms.NoticeDate}: the time to appeal runs from it (CGS 17b-60). Or give the rule that the decision rests on, with the extension {DecisionTerms.Rule}, and the service writes the notice (42 CFR 431.210(c)).",
                "extension",
                "notice-date-required"
            );
        if (
            decision.NoticeDate is { } notice
            && DecisionTerms.DayOf(response.Created) is { } decided
            && notice < decided
        )
            yield return Error(
                OperationOutcome.IssueType.BusinessRule,
                "A notice cannot be mailed before the decision is made.",
                "extension",
                "notice-before-decision"
            );
        foreach (var issue in kind.Takes() ? Taking(decision, kind) : Refusing(decision, kind))
            yield return issue;
    }

    private static IEnumerable<Issue> Taking(Decision decision, ActionKind kind)
    {
        if (decision.ActionDate is null)
            yield return Error(
                OperationOutcome.IssueType.Required,
                $"A service is {kind.Code()} from a day on: give it with the extension {DecisionTerms.ActionDate} (42 CFR 431.210(a)).",
                "extension",
                "action-date-required"
            );
        if (
            decision.PreviousAuthorization is not { } previous
            || (string.IsNullOrEmpty(previous.Reference) && string.IsNullOrEmpty(previous.Identifier?.Value))
        )
            yield return Error(
                OperationOutcome.IssueType.Required,
                $"Only what was granted is {kind.Code()}: name the decision that granted it, by reference or by its number, with the extension {DecisionTerms.PreviousAuthorization}.",
                "extension",
                "previous-authorization-required"
            );
        if (decision.Use == ClaimUseCode.Claim)
            yield return Error(
                OperationOutcome.IssueType.BusinessRule,
                $"A payment is denied; what is {kind.Code()} is an authorisation (use preauthorization).",
                "use",
                "action-contradicted"
            );
    }

    private static IEnumerable<Issue> Refusing(Decision decision, ActionKind kind)
    {
        if (decision.PreviousAuthorization is not null)
            yield return Error(
                OperationOutcome.IssueType.BusinessRule,
                $"What was granted before cannot be {kind.Code()}: say whether it is suspended, reduced or terminated.",
                "extension",
                "action-contradicted"
            );
        if (decision.NoticeException is not null)
            yield return Error(
                OperationOutcome.IssueType.BusinessRule,
                "Advance notice is for what is taken away; a denial needs no exception from it.",
                "extension",
                "notice-exception-misplaced"
            );
    }

    private static Issue Error(OperationOutcome.IssueType code, string text, string element, string detail) =>
        Issue.Error(code, text, "ClaimResponse." + element, detail);
}
