using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Resources.Types;

/// <summary>
/// A sensitive label on a member's own record, or in the directory, would promise what is not kept. Fault: 422.
/// </summary>
internal static class LabelRule
{
    public static IEnumerable<Issue> Check(FhirType type, Resource resource) =>
        !type.Declared.HasHidden && Sensitivity.Of(resource) != HuskyFhir.Core.Access.Restriction.None
            ?
            [
                Issue.Error(
                    OperationOutcome.IssueType.BusinessRule,
                    $"A {type.Name} takes no sensitive label: its record would then hide more than the label says. Label what is sensitive, or record the member's restriction as a Consent.",
                    $"{type.Name}.meta.security",
                    "label-misplaced"
                ),
            ]
            : [];
}
