using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Resources.Types;

/// <summary>
/// A body that the service, or another one, cut down for an answer (R4 section 3.1.1.5.8, tag SUBSETTED): stored, it
/// would erase what was left
/// out. Fault: 422 <c>body-partial</c>.
/// </summary>
internal static class PartialBody
{
    private const string Values = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";

    public static IEnumerable<Issue> Check(FhirType type, Resource resource) =>
        resource.Meta?.Tag.Exists(static tag => tag is { System: Values, Code: "SUBSETTED" }) != true
            ? []
            :
            [
                Issue.Error(
                    OperationOutcome.IssueType.BusinessRule,
                    "This body is tagged SUBSETTED: elements were left "
                        + "out of it, and storing it would erase them. Read the whole resource, without _summary and "
                        + "_elements, and change that.",
                    $"{type.Name}.meta.tag",
                    "body-partial"
                ),
            ];
}
