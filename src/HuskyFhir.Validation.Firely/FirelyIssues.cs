using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Validation.Firely;

/// <summary>
/// Turns what Firely's validator says into our issues: its numbers become detail codes, those that we have a word for
/// that word.
/// </summary>
internal static class FirelyIssues
{
    public static IEnumerable<Issue> Of(OperationOutcome outcome) => outcome.Issue.Select(Of);

    private static Issue Of(OperationOutcome.IssueComponent issue)
    {
        var number = issue.Details?.Coding.FirstOrDefault()?.Code;
        var (severity, detail) = Word(issue.Severity ?? OperationOutcome.IssueSeverity.Error, number);
        return new Issue(
            severity,
            issue.Code ?? OperationOutcome.IssueType.Invalid,
            issue.Details?.Text
                ?? issue.Diagnostics
                ?? string.Create(CultureInfo.InvariantCulture, $"Firely's validator found issue {number}."),
            issue.Expression.FirstOrDefault(),
            detail
        );
    }

    // What it cannot look up is no fault of the resource: profiles and extensions that are not loaded, codes that
    // cannot be checked.
    private static (OperationOutcome.IssueSeverity Severity, string Detail) Word(
        OperationOutcome.IssueSeverity severity,
        string? number
    ) =>
        number switch
        {
            "4000" => (Least(severity), "profile-unknown"),
            "6006" => (Least(severity), "code-not-checked"),
            null => (severity, "firely"),
            _ => (severity, "firely-" + number),
        };

    private static OperationOutcome.IssueSeverity Least(OperationOutcome.IssueSeverity severity) =>
        severity is OperationOutcome.IssueSeverity.Error or OperationOutcome.IssueSeverity.Fatal
            ? OperationOutcome.IssueSeverity.Warning
            : severity;
}
