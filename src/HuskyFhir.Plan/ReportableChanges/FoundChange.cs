namespace HuskyFhir.Plan.ReportableChanges;

/// <summary>What a rule finds between two images of a resource.</summary>
/// <param name="Kind">Of what.</param>
/// <param name="Before">What was; null for nothing.</param>
/// <param name="After">What is; null for nothing.</param>
/// <param name="Since">The day from which it holds, where the resource tells it.</param>
/// <param name="HasClock">Whether a rule sets a day by which it must be told.</param>
internal sealed record FoundChange(
    ChangeKind Kind,
    string? Before,
    string? After,
    DateOnly? Since = null,
    bool HasClock = true
);
