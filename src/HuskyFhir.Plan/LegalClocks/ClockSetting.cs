using HuskyFhir.Plan.LegalClocks.Calendar;

namespace HuskyFhir.Plan.LegalClocks;

/// <summary>What is changed of one clock; what is left out stays as it is.</summary>
public sealed class ClockSetting
{
    /// <summary>How many, 1 to 3,650, within what the law allows.</summary>
    public int? Count { get; set; }

    /// <summary>
    /// <c>Days</c>, <c>BusinessDays</c>, <c>WorkingDays</c> or <c>Hours</c>; not for a time that the law limits.
    /// </summary>
    public string? Unit { get; set; }

    /// <summary>
    /// The clause that the changed time follows; it is told with every date that is computed by it, and must be given
    /// with a change.
    /// </summary>
    public string? Source { get; set; }

    internal ClockRule Applied(ClockRule rule) =>
        rule with
        {
            Term = new(Count ?? rule.Term.Count, Read() ?? rule.Term.Unit),
            Source = Source ?? rule.Source,
        };

    internal IEnumerable<string> Flaws(ClockRule rule)
    {
        if (Unit is not null && Read() is null)
            yield return $"has the unit '{Unit}'; it takes Days, BusinessDays, WorkingDays or Hours.";
        else if (Read() is { } unit && unit != rule.Term.Unit && (rule.Least ?? rule.Most) is not null)
            yield return $"changes the unit of a time that the law limits ({rule.Source}).";
        else if (Read() is { } other && other != TermUnit.Days && rule.Before && other != rule.Term.Unit)
            yield return "is counted backward, which only days are.";
        if (Count is < 1 or > 3650)
            yield return "has a Count outside of 1 to 3,650.";
        else if (Count < rule.Least || Count > rule.Most)
            yield return $"has the Count {Count}; the law allows {Limits(rule)} ({rule.Source}).";
        if ((Count ?? rule.Term.Count) != rule.Term.Count && string.IsNullOrWhiteSpace(Source))
            yield return "changes the time; give its Source, the clause that it follows.";
    }

    private static string Limits(ClockRule rule) =>
        (rule.Least, rule.Most) switch
        {
            ({ } least, { } most) => $"{least} to {rule.Term with { Count = most }}",
            ({ } least, null) => $"no less than {rule.Term with { Count = least }}",
            (_, { } most) => $"no more than {rule.Term with { Count = most }}",
            _ => "any",
        };

    private TermUnit? Read() =>
        Unit switch
        {
            "Days" => TermUnit.Days,
            "BusinessDays" => TermUnit.BusinessDays,
            "WorkingDays" => TermUnit.WorkingDays,
            "Hours" => TermUnit.Hours,
            _ => null,
        };
}
