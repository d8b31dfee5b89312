using Hl7.Fhir.Model;
using static HuskyFhir.Validation.Rules.BaseInvariants;

namespace HuskyFhir.Validation.Rules;

/// <summary>tim-1 to tim-10.</summary>
internal static class TimingInvariants
{
    public static IEnumerable<(Type, NativeInvariant)> All =>
        [
            .. Rule<Timing.RepeatComponent>(
                "tim-1",
                "A duration needs its durationUnit",
                static one => one.DurationElement is null || one.DurationUnitElement is not null
            ),
            .. Rule<Timing.RepeatComponent>(
                "tim-2",
                "A period needs its periodUnit",
                static one => one.PeriodElement is null || one.PeriodUnitElement is not null
            ),
            .. Rule<Timing.RepeatComponent>(
                "tim-4",
                "A duration cannot be negative",
                static one => !(one.Duration < 0)
            ),
            .. Rule<Timing.RepeatComponent>("tim-5", "A period cannot be negative", static one => !(one.Period < 0)),
            .. Rule<Timing.RepeatComponent>(
                "tim-6",
                "periodMax needs a period",
                static one => one.PeriodMaxElement is null || one.PeriodElement is not null
            ),
            .. Rule<Timing.RepeatComponent>(
                "tim-7",
                "durationMax needs a duration",
                static one => one.DurationMaxElement is null || one.DurationElement is not null
            ),
            .. Rule<Timing.RepeatComponent>(
                "tim-8",
                "countMax needs a count",
                static one => one.CountMaxElement is null || one.CountElement is not null
            ),
            .. Rule<Timing.RepeatComponent>(
                "tim-9",
                "An offset needs a when that is not a meal itself",
                static one =>
                    one.OffsetElement is null
                    || (
                        one.WhenElement.Count > 0
                        && !one.WhenElement.Any(static when =>
                            HuskyFhir.Validation.Primitives.Patterns.Text(when) is "C" or "CM" or "CD" or "CV"
                        )
                    )
            ),
            .. Rule<Timing.RepeatComponent>(
                "tim-10",
                "timeOfDay and when exclude each other",
                static one => one.TimeOfDayElement.Count == 0 || one.WhenElement.Count == 0
            ),
        ];
}
