using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Plan.PcpAssignments.Changes;

/// <summary>
/// Whether a practitioner may become a member's primary care provider. Every rule that is broken is told. Faults: 422.
/// </summary>
internal static class NewPcpRules
{
    /// <param name="pcp">What is known of the role.</param>
    /// <param name="from">When it would take effect.</param>
    /// <param name="joining">Members who join in the same transaction.</param>
    /// <param name="site">The location that was asked for; null for any.</param>
    /// <param name="options">The plan's.</param>
    public static IEnumerable<Issue> Check(NewPcp pcp, Moment from, int joining, Guid? site, AssignmentOptions options)
    {
        if (!pcp.IsActive || pcp.Low > from.Ticks || pcp.High <= from.Ticks)
            yield return Error("The practitioner does not work there on that day; choose another.", "pcp-inactive");
        if (!pcp.HasNpi)
            yield return Error("The practitioner is not in practice or has no NPI; choose another.", "npi-inactive");
        if (!pcp.Specialties.Any(options.Specialties.Contains))
            yield return Error(
                "The practitioner's specialty is not one of primary care; choose another.",
                "pcp-specialty"
            );
        if (pcp.Sites.Count == 0 || (site is { } wanted && !pcp.Sites.Contains(wanted)))
            yield return Error(
                "The practitioner sees members at no such location; choose another, or leave the location out.",
                "pcp-location"
            );
        if (!pcp.IsOpen)
            yield return Error("The practitioner takes no new members; choose another.", "panel-closed");
        else if (pcp.Members + joining >= pcp.Most)
            yield return Error("The practitioner's panel is full; choose another.", "panel-full");
    }

    private static Issue Error(string text, string rule) =>
        Issue.Error(OperationOutcome.IssueType.BusinessRule, text, "Task.input", rule);
}
