namespace HuskyFhir.Plan.LegalClocks;

/// <summary>
/// The times of waiting that a rule leaves out of its count, in order and without overlap, so that no day is left out
/// twice.
/// </summary>
internal static class Pauses
{
    public static IReadOnlyList<ClockPause> Of(ClockFacts facts, ClockRule rule, DateTimeOffset? before = null)
    {
        if (rule.Tolling is null)
            return [];
        var merged = new List<ClockPause>();
        foreach (
            var pause in facts
                .Pauses.Concat(PutOff(facts, rule))
                .Where(pause => before is null || pause.From <= before)
                .OrderBy(static pause => pause.From)
        )
        {
            if (merged.Count > 0 && (merged[^1].To is not { } end || pause.From <= end))
                merged[^1] = merged[^1] with { To = Later(merged[^1].To, pause.To) };
            else
                merged.Add(pause);
        }

        return merged;
    }

    /// <summary>
    /// A hearing that is put off leaves its own last day where the law has it, and moves what is counted to the
    /// decision.
    /// </summary>
    private static IEnumerable<ClockPause> PutOff(ClockFacts facts, ClockRule rule) =>
        facts.PutOff is { } putOff && rule.Id != DeadlineId.HearingHeld ? [putOff] : [];

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other is null ? null
        : one > other ? one
        : other;
}
