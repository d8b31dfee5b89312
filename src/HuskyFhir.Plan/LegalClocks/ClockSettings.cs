using System.ComponentModel.DataAnnotations;
using System.Globalization;
using HuskyFhir.Core.Terms;

namespace HuskyFhir.Plan.LegalClocks;

/// <summary>
/// Section <c>Clocks</c>: what differs here from the defaults, which are the law's (the table in the README of this
/// folder). A rule is named by its code, for all programmes or for one: <c>Clocks:Rules:information:Count = 5</c>,
/// <c>Clocks:Programmes:HUSKY-B:appeal-filing:Count = 90</c>. A time that the law limits cannot be set beyond its
/// limit, so that a setting can be kinder to the member than the law and never harder.
/// </summary>
public sealed class ClockSettings : IValidatableObject
{
    /// <summary>
    /// Days, <c>yyyy-MM-dd</c>, on which the State's offices are closed beside weekends and legal holidays; none by
    /// default.
    /// </summary>
    public IList<string> Closings { get; init; } = [];

    /// <summary>
    /// Whether a filing whose last day is one on which the offices are closed may be made on the next open day;
    /// <c>true</c> by default, within what the law allows at most.
    /// </summary>
    public bool FilingMovesToOpenDay { get; set; } = true;

    /// <summary>Programmes under managed care, whose appeals follow 42 CFR part 438; none by default.</summary>
    public IList<string> ManagedCare { get; init; } = [];

    /// <summary>Changed rules for all programmes, by code.</summary>
    public IDictionary<string, ClockSetting> Rules { get; init; } = new Dictionary<string, ClockSetting>();

    /// <summary>Changed rules for one programme, by its code and the rule's; they go before those for all.</summary>
    public IDictionary<string, Dictionary<string, ClockSetting>> Programmes { get; init; } =
        new Dictionary<string, Dictionary<string, ClockSetting>>();

    internal IEnumerable<DateOnly> ClosedDays =>
        Closings.Select(static text => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        [
            .. Closings
                .Where(static text => !DateOnly.TryParseExact(text, "yyyy-MM-dd", out _))
                .Select(static text => new ValidationResult(
                    $"Clocks:Closings has '{text}', which is not a day such as 2026-02-24."
                )),
            .. ManagedCare
                .Concat(Programmes.Keys)
                .Where(static code => HuskyProgrammes.Find(code) is null)
                .Select(static code => new ValidationResult(
                    $"Clocks names the programme '{code}'; there are HUSKY-A, HUSKY-B, HUSKY-C and HUSKY-D."
                )),
            .. Rules.SelectMany(pair => Flaws($"Clocks:Rules:{pair.Key}", HuskyProgrammes.All, pair.Key, pair.Value)),
            .. Programmes
                .Where(static pair => HuskyProgrammes.Find(pair.Key) is not null)
                .SelectMany(programme =>
                    programme.Value.SelectMany(pair =>
                        Flaws(
                            $"Clocks:Programmes:{programme.Key}:{pair.Key}",
                            [HuskyProgrammes.Find(programme.Key)!.Value],
                            pair.Key,
                            pair.Value
                        )
                    )
                ),
        ];

    internal bool IsManagedCare(HuskyProgramme programme) => ManagedCare.Contains(programme.Code());

    internal ClockRule Applied(HuskyProgramme programme, ClockRule rule)
    {
        if (Rules.TryGetValue(rule.Code, out var everywhere))
            rule = everywhere.Applied(rule);
        return Programmes.TryGetValue(programme.Code(), out var here) && here.TryGetValue(rule.Code, out var setting)
            ? setting.Applied(rule)
            : rule;
    }

    private IEnumerable<ValidationResult> Flaws(
        string place,
        IReadOnlyList<HuskyProgramme> programmes,
        string code,
        ClockSetting setting
    )
    {
        if (Codes.Find<DeadlineId>(code) is not { } id)
            return [new($"{place}: there is no such clock; there are {Codes.All<DeadlineId>()}.")];
        var rules = programmes
            .SelectMany(programme => DeadlineRules.Lawful(programme, IsManagedCare(programme)))
            .Where(rule => rule.Id == id)
            .ToList();
        if (rules.Count == 0)
            return [new($"{place}: that programme has no such clock.")];
        return rules.SelectMany(setting.Flaws).Distinct().Select(flaw => new ValidationResult($"{place} {flaw}"));
    }
}
