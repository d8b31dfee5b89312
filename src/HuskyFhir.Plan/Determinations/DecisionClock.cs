using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.LegalClocks;

namespace HuskyFhir.Plan.Determinations;

/// <summary>
/// By when a request is decided, shown in the extension husky-decision-clock of the request and of its decision; only
/// the service sets it.
/// </summary>
/// <param name="Programme">The member's.</param>
/// <param name="Clock">Which of the law's times; null where none runs, as for a payment.</param>
/// <param name="Due">The last day, or the last moment where hours are counted, as FHIR writes it.</param>
/// <param name="Reason">In words: <c>7 days from request received 2026-11-02, 42 CFR 440.230(e)(1)</c>.</param>
/// <param name="Met">Whether it was decided in time; null where it is not decided yet.</param>
public sealed record DecisionClock(
    HuskyProgramme Programme,
    string? Clock,
    string? Due,
    string? Reason,
    bool? Met = null
)
{
    /// <summary>As a resource shows it; null where it has none.</summary>
    public static DecisionClock? Of(DomainResource resource) =>
        resource.GetExtension(DecisionTerms.Clock) is { } shown
        && HuskyProgrammes.Find(shown.GetExtensionValue<Code>("programme")?.Value) is { } programme
            ? new(
                programme,
                shown.GetExtensionValue<Code>("clock")?.Value,
                shown.GetExtensionValue<FhirDateTime>("due")?.Value,
                shown.GetExtensionValue<FhirString>("reason")?.Value,
                shown.GetExtensionValue<FhirBoolean>("met")?.Value
            )
            : null;

    /// <summary>The time that the law leaves for a decision on a request that was received then.</summary>
    public static DecisionClock Compute(DeadlineRules book, ClockFacts facts, bool expedited)
    {
        var deadline = HuskyFhir.Plan.LegalClocks.LegalDeadline.Compute(
            book,
            expedited ? DeadlineId.ExpeditedAuthorization : DeadlineId.Authorization,
            facts
        );
        return new(
            facts.Programme,
            deadline?.Rule,
            deadline is null ? null
                : expedited ? Moment(deadline.Until)
                : deadline.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            deadline?.Reason
        );
    }

    /// <summary>
    /// The same, with whether a decision of then was in time: a day of which no hour is known is in time as long as any
    /// of its moments is.
    /// </summary>
    public DecisionClock Decided(string? on) =>
        Interval.Of(on) is { } decided && Interval.Of(Due) is { } due
            ? this with
            {
                Met = decided.Low < due.High,
            }
            : this;

    /// <summary>Shows it in a resource, in the place of what a client may have sent.</summary>
    public static void Show(DomainResource resource, DecisionClock? clock)
    {
        resource.RemoveExtension(DecisionTerms.Clock);
        if (clock is not null)
            resource.Extension.Add(Extension(clock));
    }

    /// <summary>Whether a resource shows just this.</summary>
    internal static bool IsShown(DomainResource resource, DecisionClock? clock)
    {
        var shown = resource.GetExtensions(DecisionTerms.Clock).ToList();
        return clock is null ? shown.Count == 0 : shown.Count == 1 && shown[0].IsExactly(Extension(clock));
    }

    private static Extension Extension(DecisionClock clock)
    {
        var shown = new Extension { Url = DecisionTerms.Clock };
        shown.AddExtension("programme", new Code(clock.Programme.Code()));
        if (clock is { Clock: { } id, Due: { } due, Reason: { } reason })
        {
            shown.AddExtension("clock", new Code(id));
            shown.AddExtension("due", new FhirDateTime(due));
            shown.AddExtension("reason", new FhirString(reason));
            if (clock.Met is { } met)
                shown.AddExtension("met", new FhirBoolean(met));
        }

        return shown;
    }

    private static string Moment(DateTimeOffset until) =>
        until.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
