namespace HuskyFhir.Plan.ReportableChanges;

/// <summary>What an income comes to in a month, by CodeSystem husky-income-frequency.</summary>
public static class MonthlyIncome
{
    /// <summary>USD a month; null where it cannot be said.</summary>
    public static decimal? Of(decimal? amount, string? frequency, decimal? hours) =>
        (amount, frequency) switch
        {
            ({ } each, "monthly" or "once") => each,
            ({ } each, "weekly") => each * 52 / 12,
            ({ } each, "biweekly") => each * 26 / 12,
            ({ } each, "semimonthly") => each * 2,
            ({ } each, "quarterly") => each / 3,
            ({ } each, "annual") => each / 12,
            ({ } each, "hourly") when hours is { } week => each * week * 52 / 12,
            _ => null,
        };
}
