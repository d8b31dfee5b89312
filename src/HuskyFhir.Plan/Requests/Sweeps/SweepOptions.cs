namespace HuskyFhir.Plan.Requests.Sweeps;

/// <summary>What becomes of a request whose day is near or past.</summary>
/// <param name="DaysBefore">How long before its day it is due soon.</param>
/// <param name="SoonOwner">To whom it goes then, such as <c>Organization/…</c>; null where it stays with whom it
/// is.</param>
/// <param name="OverdueOwner">To whom it goes when it is late; null where it stays.</param>
/// <param name="Raise">Whether a late one of ordinary priority gets the priority asap.</param>
public sealed record EscalationRule(int DaysBefore, string? SoonOwner, string? OverdueOwner, bool Raise)
{
    /// <summary>Five days before, and asap when late; with whom it is.</summary>
    public static EscalationRule Default { get; } = new(5, null, null, true);
}

/// <summary>What the plan decides of the sweeps, from the settings.</summary>
/// <param name="PlanName">How notices name their sender.</param>
/// <param name="HearingDays">How long before a hearing it is called to mind.</param>
/// <param name="Otherwise">The rule of every kind that has none of its own.</param>
/// <param name="ByKind">Rules of kinds, by the code of <c>Task.code</c>.</param>
public sealed record SweepOptions(
    string PlanName,
    int HearingDays,
    EscalationRule Otherwise,
    IReadOnlyDictionary<string, EscalationRule> ByKind
)
{
    /// <summary>The defaults: what is answered within hours is due soon from its filing on.</summary>
    public static SweepOptions Default { get; } =
        new("HUSKY Health", 7, EscalationRule.Default, new Dictionary<string, EscalationRule>());

    /// <summary>The rule of a kind.</summary>
    public EscalationRule Of(string kind) => ByKind.GetValueOrDefault(kind) ?? Otherwise;
}
