using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.PcpAssignments;

namespace HuskyFhir.Plan.Requests;

/// <summary>What the plan decides of how requests are worked.</summary>
/// <param name="Clocks">The legal times, as they hold here.</param>
/// <param name="Assignments">Changes of the primary care provider.</param>
/// <param name="PlanName">How notices name their sender.</param>
internal sealed record RequestOptions(ClockBook Clocks, AssignmentOptions Assignments, string PlanName)
{
    /// <summary>
    /// Who coordinates what is told of discrimination and retaliation (45 CFR 92.7(a)), such as
    /// <c>PractitionerRole/…</c>; null where a title stands for it.
    /// </summary>
    public string? CivilRightsOwner { get; init; }

    /// <summary>The defaults.</summary>
    public static RequestOptions Default { get; } =
        new(ClockBook.Default, AssignmentOptions.Default, HuskyFhir.Plan.Requests.Sweeps.SweepOptions.Default.PlanName);
}
