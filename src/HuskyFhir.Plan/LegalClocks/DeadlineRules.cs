using System.Collections.Frozen;
using HuskyFhir.Plan.LegalClocks.Calendar;

namespace HuskyFhir.Plan.LegalClocks;

/// <summary>
/// The rules of every programme as they hold here: the law's, then those of managed care where a programme is under it,
/// then the settings'.
/// </summary>
public sealed class DeadlineRules
{
    private readonly FrozenDictionary<(HuskyProgramme, DeadlineId), ClockRule> rules;

    private readonly FrozenSet<HuskyProgramme> managedCare;

    /// <summary>Takes settings that were validated.</summary>
    public DeadlineRules(ClockSettings settings)
    {
        Calendar = new(settings.ClosedDays);
        MovesToOpenDay = settings.FilingMovesToOpenDay;
        managedCare = [.. HuskyProgrammes.All.Where(settings.IsManagedCare)];
        rules = HuskyProgrammes
            .All.SelectMany(programme =>
                Lawful(programme, settings.IsManagedCare(programme))
                    .Select(rule => (Programme: programme, Rule: settings.Applied(programme, rule)))
            )
            .ToFrozenDictionary(static each => (each.Programme, each.Rule.Id), static each => each.Rule);
    }

    /// <summary>The law as it is without any setting.</summary>
    public static DeadlineRules Default { get; } = new(new());

    /// <summary>Its days.</summary>
    public ProgrammeCalendar Calendar { get; }

    /// <summary>Whether the last day of a filing moves to the next on which the offices are open.</summary>
    public bool MovesToOpenDay { get; }

    /// <summary>
    /// Whether a programme is under managed care, where an appeal to the plan comes before a hearing (42 CFR
    /// 438.402(c)(1)(i)).
    /// </summary>
    public bool IsManagedCare(HuskyProgramme programme) => managedCare.Contains(programme);

    /// <summary>Every rule of a programme.</summary>
    public IEnumerable<ClockRule> Of(HuskyProgramme programme) =>
        rules
            .Where(pair => pair.Key.Item1 == programme)
            .Select(static pair => pair.Value)
            .OrderBy(static rule => rule.Id);

    /// <summary>The rule; null where the programme has none, such as a state fair hearing in HUSKY B.</summary>
    public ClockRule? Find(HuskyProgramme programme, DeadlineId id) => rules.GetValueOrDefault((programme, id));

    /// <summary>The rules before any setting; of two with one id, the later holds.</summary>
    internal static IEnumerable<ClockRule> Lawful(HuskyProgramme programme, bool managedCare)
    {
        IEnumerable<ClockRule> all =
        [
            .. CommonClocks.Rules,
            .. programme == HuskyProgramme.B ? ChipClocks.Rules : MedicaidClocks.Rules,
        ];
        if (managedCare)
            all = [.. all, .. ManagedCareClocks.Rules.Where(rule => Applies(programme, rule.Id))];
        return all.GroupBy(static rule => rule.Id).Select(static same => same.Last());
    }

    private static bool Applies(HuskyProgramme programme, DeadlineId id) =>
        id switch
        {
            DeadlineId.HearingFiling => programme != HuskyProgramme.B,
            DeadlineId.ReviewFiling => programme == HuskyProgramme.B,
            _ => true,
        };
}
