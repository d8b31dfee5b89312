using System.ComponentModel.DataAnnotations;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Plan.Requests.Sweeps;

namespace HuskyFhir.Server.Hosting;

/// <summary>
/// Section <c>Sweeps</c>: what becomes of requests whose day is near or past, and how notices name the plan. A kind may
/// have a rule of its own, by its code: <c>Sweeps:Kinds:appeal:DaysBefore = 14</c>; what it leaves out is as for all.
/// </summary>
public sealed class SweepSettings : IValidatableObject
{
    /// <summary>How notices name their sender; <c>HUSKY Health</c> by default.</summary>
    [Required]
    public string PlanName { get; set; } = SweepOptions.Default.PlanName;

    /// <summary>
    /// Who coordinates what is told of discrimination and retaliation (45 CFR 92.7(a)), such as
    /// <c>PractitionerRole/…</c>; by default the title alone stands as owner.
    /// </summary>
    public string? CivilRightsOwner { get; set; }

    /// <summary>Days before a hearing at which it is called to mind, 1 to 60; 7 by default.</summary>
    [Range(1, 60)]
    public int HearingDays { get; set; } = SweepOptions.Default.HearingDays;

    /// <summary>The rule of every kind that has none of its own.</summary>
    public EscalationSetting Otherwise { get; set; } = new();

    /// <summary>Rules of kinds, by the code of <c>Task.code</c>; none by default.</summary>
    public IDictionary<string, EscalationSetting> Kinds { get; init; } = new Dictionary<string, EscalationSetting>();

    internal SweepOptions Options =>
        new(
            PlanName,
            HearingDays,
            Otherwise.Over(EscalationRule.Default),
            Kinds.ToDictionary(static pair => pair.Key, pair => pair.Value.Over(Otherwise.Over(EscalationRule.Default)))
        );

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        [
            .. Kinds
                .Keys.Where(static code => !KindTable.All.Any(rules => rules.Code == code))
                .Select(static code => new ValidationResult(
                    $"Sweeps:Kinds names '{code}'; there are {string.Join(", ", KindTable.All.Select(static rules => rules.Code))}."
                )),
            .. EscalationSetting.Flaws("Sweeps:CivilRightsOwner", [CivilRightsOwner]),
            .. Kinds
                .Select(static pair => (Place: $"Sweeps:Kinds:{pair.Key}", pair.Value))
                .Append(("Sweeps:Otherwise", Otherwise))
                .SelectMany(static each => each.Item2.Flaws(each.Item1)),
        ];
}

/// <summary>One rule of escalation; what is left out is as for all kinds.</summary>
public sealed class EscalationSetting
{
    private static readonly string[] Owners = ["Organization", "Practitioner", "PractitionerRole"];

    /// <summary>Days before its day at which a request is due soon, 0 to 60; 5 by default.</summary>
    public int? DaysBefore { get; set; }

    /// <summary>To whom it goes then, such as <c>PractitionerRole/…</c>; with whom it is by default.</summary>
    public string? SoonOwner { get; set; }

    /// <summary>To whom it goes when it is late; with whom it is by default.</summary>
    public string? OverdueOwner { get; set; }

    /// <summary>
    /// Whether a late one of ordinary priority gets the priority <c>asap</c>; <c>true</c> by default.
    /// </summary>
    public bool? Raise { get; set; }

    internal EscalationRule Over(EscalationRule rule) =>
        new(
            DaysBefore ?? rule.DaysBefore,
            SoonOwner ?? rule.SoonOwner,
            OverdueOwner ?? rule.OverdueOwner,
            Raise ?? rule.Raise
        );

    internal IEnumerable<ValidationResult> Flaws(string place)
    {
        if (DaysBefore is < 0 or > 60)
            yield return new($"{place}:DaysBefore takes 0 to 60.");
        foreach (var flaw in Flaws(place, [SoonOwner, OverdueOwner]))
            yield return flaw;
    }

    internal static IEnumerable<ValidationResult> Flaws(string place, IEnumerable<string?> owners)
    {
        foreach (
            var owner in owners
                .OfType<string>()
                .Where(static owner =>
                    owner.Split('/') is not [var type, var id]
                    || !Owners.Contains(type)
                    || !Guid.TryParseExact(id, "D", out _)
                )
        )
            yield return new(
                $"{place} names '{owner}'; an owner is Organization/id, Practitioner/id or PractitionerRole/id."
            );
    }
}
