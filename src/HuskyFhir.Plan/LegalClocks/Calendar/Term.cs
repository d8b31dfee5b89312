namespace HuskyFhir.Plan.LegalClocks.Calendar;

/// <summary>What a legal time is counted in.</summary>
public enum TermUnit
{
    /// <summary>Every day. The day of the event is not counted.</summary>
    Days,

    /// <summary>
    /// Days on which the State's offices are open: weekdays that are neither holiday nor extra closing.
    /// </summary>
    BusinessDays,

    /// <summary>
    /// Weekdays that are no holiday. A closing that was not foreseen, such as for a storm, does not lengthen a time
    /// that is meant to be short.
    /// </summary>
    WorkingDays,

    /// <summary>Hours as they pass, through nights, weekends and the change of clocks.</summary>
    Hours,

    /// <summary>Years, on the same day; 29 February answers to 28 February in common years.</summary>
    Years,
}

/// <summary>A length of time as a law gives it: 60 days, 72 hours, one business day.</summary>
/// <param name="Count">How many; never negative.</param>
/// <param name="Unit">Of what.</param>
public readonly record struct Term(int Count, TermUnit Unit)
{
    /// <summary>As a person would say it.</summary>
    public override string ToString() => $"{Count} {Noun()}{(Count == 1 ? string.Empty : "s")}";

    private string Noun() =>
        Unit switch
        {
            TermUnit.Days => "day",
            TermUnit.BusinessDays => "business day",
            TermUnit.WorkingDays => "working day",
            TermUnit.Hours => "hour",
            TermUnit.Years => "year",
            _ => throw new InvalidOperationException($"There is no unit {Unit}."),
        };
}
