using HuskyFhir.Plan.LegalClocks;

namespace HuskyFhir.Plan.ReportableChanges;

/// <summary>What the plan decides about the reporting of changes.</summary>
public sealed record ReportingOptions
{
    /// <summary>The defaults.</summary>
    public static ReportingOptions Default { get; } = new();

    /// <summary>
    /// To whom changes are told: names of partners. A partner that is added learns of what changes from then on.
    /// </summary>
    public IReadOnlyList<string> Partners { get; init; } = [Agency];

    /// <summary>
    /// USD by which a month's income must move for a day to be set by which it is told; 100 by default. Smaller changes
    /// are told without one.
    /// </summary>
    public decimal IncomeLimit { get; init; } = 100;

    /// <summary>The law's times.</summary>
    public DeadlineRules Clocks { get; init; } = DeadlineRules.Default;

    /// <summary>The name of DSS among the partners.</summary>
    public const string Agency = "dss";
}
