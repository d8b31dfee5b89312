using HuskyFhir.Registry.PcpAssignments;
using HuskyFhir.Registry.Requests.Clocks;

namespace HuskyFhir.Registry.Families;

/// <summary>What the plan decides of what the families do, from the settings.</summary>
public sealed record FamilyOptions
{
    /// <summary>The defaults.</summary>
    public static FamilyOptions Default { get; } = new();

    /// <summary>Changes of the primary care provider.</summary>
    public AssignmentOptions Assignments { get; init; } = AssignmentOptions.Default;

    /// <summary>How notices name their sender.</summary>
    public string PlanName { get; init; } = Requests.Sweeps.SweepOptions.Default.PlanName;

    /// <summary>The letters to members.</summary>
    public Requests.Notices.Letters.LetterOptions Letters { get; init; } =
        Requests.Notices.Letters.LetterOptions.Default;

    /// <summary>The legal times, as they hold here.</summary>
    public ClockBook Clocks { get; init; } = ClockBook.Default;

    /// <summary>The reporting of changes.</summary>
    public Changes.ReportingOptions Reporting { get; init; } = Changes.ReportingOptions.Default;
}
