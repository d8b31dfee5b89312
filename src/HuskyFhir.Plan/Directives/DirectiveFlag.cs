using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Terms;

namespace HuskyFhir.Plan.Directives;

/// <summary>
/// The flag itself: one Observation a member, that says Yes or No (profile husky-directive-flag). The service writes
/// it, and no client does.
/// </summary>
public static class DirectiveFlag
{
    /// <summary>LOINC "Advance directive - living will", with an answer of Yes or No.</summary>
    private const string Code = "45473-6";

    private const string Loinc = "http://loinc.org";

    /// <summary>A flag as it stands.</summary>
    public static Observation Of(Guid member, bool isOn) =>
        new()
        {
            Identifier = [new(Systems.DirectiveFlagKey, $"{member:D}")],
            Status = ObservationStatus.Final,
            Category = [new("http://terminology.hl7.org/CodeSystem/observation-category", "social-history")],
            Code = new(Loinc, Code) { Text = "Advance directive on file" },
            Subject = new($"Patient/{member:D}"),
            Value = new CodeableConcept(Loinc, isOn ? "LA33-6" : "LA32-8") { Text = isOn ? "Yes" : "No" },
        };

    /// <summary>Whether an observation is such a flag.</summary>
    public static bool Is(Observation observation) =>
        observation.Code?.Coding.Any(static coding => coding.System == Loinc && coding.Code == Code) == true;

    /// <summary>The rule on what clients send.</summary>
    internal static IEnumerable<Issue> Check(Observation observation) =>
        Is(observation)
        && observation.Identifier.Any(static identifier => identifier.System == Systems.DirectiveFlagKey)
            ?
            [
                Issue.Error(
                    OperationOutcome.IssueType.BusinessRule,
                    "The service keeps this flag in step with the directives: record the directive, or its revocation.",
                    "Observation.code",
                    "flag-kept"
                ),
            ]
            : [];
}
