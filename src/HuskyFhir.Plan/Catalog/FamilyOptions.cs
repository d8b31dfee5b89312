using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Plan.Requests;
using HuskyFhir.Plan.Requests.Letters;

namespace HuskyFhir.Plan.Catalog;

/// <summary>What the plan decides of what the families do, from the settings.</summary>
public sealed record FamilyOptions
{
    /// <summary>The defaults.</summary>
    public static FamilyOptions Default { get; } = new();

    /// <summary>Changes of the primary care provider.</summary>
    public AssignmentOptions Assignments { get; init; } = AssignmentOptions.Default;

    /// <summary>How notices name their sender.</summary>
    public string PlanName { get; init; } = RequestOptions.Default.PlanName;

    /// <summary>
    /// Who coordinates what is told of discrimination and retaliation (45 CFR 92.7(a)), such as
    /// <c>PractitionerRole/…</c>; null where a title stands for it.
    /// </summary>
    public string? CivilRightsOwner { get; init; }

    /// <summary>The letters to members.</summary>
    public LetterOptions Letters { get; init; } = RequestLetters.Options;

    /// <summary>The legal times, as they hold here.</summary>
    public DeadlineRules Clocks { get; init; } = DeadlineRules.Default;

    /// <summary>What of it requests are worked by.</summary>
    internal RequestOptions Requests =>
        new(Clocks, Assignments, Letters, PlanName) { CivilRightsOwner = CivilRightsOwner };

    /// <summary>The reporting of changes.</summary>
    public HuskyFhir.Plan.ReportableChanges.ReportingOptions Reporting { get; init; } =
        HuskyFhir.Plan.ReportableChanges.ReportingOptions.Default;
}
