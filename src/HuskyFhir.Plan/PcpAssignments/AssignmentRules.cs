using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>What a CareTeam must say to be an assignment, whatever profile is asked for. Faults: 422.</summary>
internal static class AssignmentRules
{
    public static IEnumerable<Issue> Check(CareTeam team)
    {
        if (team.Subject?.Reference is null)
            yield return Error(
                "A care team here belongs to a member: give subject.reference.",
                "subject",
                "subject-required"
            );
        var providers = team.Participant.Where(static each => each.Role.Exists(AssignmentTerms.IsPcp)).ToList();
        if (providers.Count != 1)
        {
            yield return Error(
                "An assignment has one primary care provider: one participant with the SNOMED role 453231000124104.",
                "participant",
                providers.Count == 0 ? "pcp-required" : "two-pcps"
            );
            yield break;
        }

        if (providers[0].Period?.Start is null)
            yield return Error("Say from when the provider is responsible.", "participant.period.start", "pcp-period");
        if (Assignment.SpanOf(team) is var span && span.Low >= span.High)
            yield return Error("The period ends before it begins.", "participant.period", "pcp-period");
    }

    private static Issue Error(string text, string element, string rule) =>
        Issue.Error(OperationOutcome.IssueType.BusinessRule, text, "CareTeam." + element, rule);
}
