using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Validation.Reports;

/// <summary>What a check found; reports combine.</summary>
/// <param name="Issues">In the order of the document, warnings included.</param>
public sealed record ValidationReport(IReadOnlyList<Issue> Issues)
{
    /// <summary>Nothing to tell.</summary>
    public static ValidationReport Clean { get; } = new([]);

    /// <summary>The last issue where there would be more.</summary>
    public static Issue More { get; } =
        new(
            OperationOutcome.IssueSeverity.Information,
            OperationOutcome.IssueType.TooCostly,
            "There are more issues than are told at once; mend these first.",
            null,
            Details.MoreIssues
        );

    /// <summary>Whether nothing refuses the resource.</summary>
    public bool Valid => !Issues.Any(static issue => issue.Refuses);

    /// <summary>Both reports' issues, this one's first.</summary>
    public ValidationReport And(ValidationReport other) =>
        other.Issues.Count == 0 ? this
        : Issues.Count == 0 ? other
        : new([.. Issues, .. other.Issues]);
}
