using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Validation.Reports;

/// <summary>Turns a report into the refusal that a request is answered with.</summary>
public static class ReportFaults
{
    /// <summary>
    /// Null when the report is valid; <see cref="FaultKind.Malformed"/> when the body cannot be read as this resource
    /// (bad JSON, an unknown element, a wrong JSON type); otherwise <see cref="FaultKind.Unprocessable"/>. All issues
    /// are kept, warnings too.
    /// </summary>
    public static Fault? ToFault(this ValidationReport report)
    {
        if (report.Valid)
            return null;

        var malformed = report.Issues.Any(static issue =>
            issue.Refuses && issue.Code is OperationOutcome.IssueType.Structure
        );
        return new Fault(malformed ? FaultKind.Malformed : FaultKind.Unprocessable, report.Issues);
    }
}
