using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Plan.Requests.Letters;

namespace HuskyFhir.Plan.Requests;

/// <summary>What the plan decides of how requests are worked.</summary>
/// <param name="Clocks">The legal times, as they hold here.</param>
/// <param name="Assignments">Changes of the primary care provider.</param>
/// <param name="Letters">The letters to members.</param>
/// <param name="PlanName">How notices name their sender.</param>
internal sealed record RequestOptions(
    DeadlineRules Clocks,
    AssignmentOptions Assignments,
    LetterOptions Letters,
    string PlanName
)
{
    /// <summary>
    /// Who coordinates what is told of discrimination and retaliation (45 CFR 92.7(a)), such as
    /// <c>PractitionerRole/…</c>; null where a title stands for it.
    /// </summary>
    public string? CivilRightsOwner { get; init; }

    /// <summary>The defaults.</summary>
    public static RequestOptions Default { get; } =
        new(
            DeadlineRules.Default,
            AssignmentOptions.Default,
            RequestLetters.Options,
            HuskyFhir.Plan.Requests.Sweeps.SweepOptions.Default.PlanName
        );
}
