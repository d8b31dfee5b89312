using static HuskyFhir.Plan.LegalClocks.Calendar.TermUnit;

namespace HuskyFhir.Plan.LegalClocks;

/// <summary>
/// What would differ under managed care (42 CFR part 438 subpart F): for a programme that the settings name, none by
/// default, since HUSKY Health is fee-for-service.
/// </summary>
internal static class ManagedCareClocks
{
    private static readonly ExtensionRule Fourteen = new(14, 1, "42 CFR 438.408(c)");

    public static IReadOnlyList<ClockRule> Rules { get; } =
    [
        new(DeadlineId.AppealFiling, new(60, Days), ClockEvent.NoticeDated, "42 CFR 438.402(c)(2)(ii)")
        {
            Least = 60,
            Most = 60,
            MovesToOpenDay = true,
        },
        new(DeadlineId.HearingFiling, new(120, Days), ClockEvent.AppealDecided, "42 CFR 438.408(f)(2)")
        {
            Least = 90,
            Most = 120,
            MovesToOpenDay = true,
        },
        new(DeadlineId.ReviewFiling, new(120, Days), ClockEvent.AppealDecided, "42 CFR 438.408(f)(2) by 457.1260")
        {
            Least = 90,
            Most = 120,
            MovesToOpenDay = true,
        },
        new(DeadlineId.AppealDecision, new(30, Days), ClockEvent.Received, "42 CFR 438.408(b)(2)")
        {
            Most = 30,
            Extension = Fourteen,
        },
        new(DeadlineId.ExpeditedServicesDecision, new(72, Hours), ClockEvent.Received, "42 CFR 438.408(b)(3)")
        {
            Most = 72,
            Extension = Fourteen,
        },
        new(DeadlineId.ExpeditedEligibilityDecision, new(72, Hours), ClockEvent.Received, "42 CFR 438.408(b)(3)")
        {
            Most = 72,
            Extension = Fourteen,
        },
        new(DeadlineId.GrievanceResolution, new(90, Days), ClockEvent.Received, "42 CFR 438.408(b)(1)")
        {
            Most = 90,
            Extension = Fourteen,
        },
        new(DeadlineId.BenefitsContinued, new(10, Days), ClockEvent.NoticeMailed, "42 CFR 438.420(a)")
        {
            Least = 10,
            Most = 10,
        },
    ];
}
