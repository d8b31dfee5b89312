using static HuskyFhir.Plan.LegalClocks.Calendar.TermUnit;

namespace HuskyFhir.Plan.LegalClocks;

/// <summary>
/// What differs for CHIP (HUSKY B): an internal and an external review in place of the fair hearing, 42 CFR 457.1130 to
/// 457.1180. Both reviews together have the 90 days, each has the 72 hours; nothing stops these clocks.
/// </summary>
internal static class ChipClocks
{
    private const string Standard = "42 CFR 457.1160(b)(1)";
    private const string Expedited = "42 CFR 457.1160(b)(2)";
    private static readonly ExtensionRule AskedFor = new(14, 1, Expedited, RequesterOnly: true);

    public static IReadOnlyList<ClockRule> Rules { get; } =
    [
        new(DeadlineId.AppealFiling, new(60, Days), ClockEvent.NoticeMailed, "the plan's rule under 42 CFR 457.1180")
        {
            Least = 30,
            MovesToOpenDay = true,
        },
        new(DeadlineId.ReviewFiling, new(60, Days), ClockEvent.AppealDecided, "the plan's rule under 42 CFR 457.1180")
        {
            Least = 30,
            MovesToOpenDay = true,
        },
        new(DeadlineId.AppealDecision, new(90, Days), ClockEvent.Received, Standard) { Most = 90 },
        new(DeadlineId.ExpeditedServicesDecision, new(72, Hours), ClockEvent.Received, Expedited)
        {
            Most = 72,
            Extension = AskedFor,
        },
        new(DeadlineId.ExpeditedEligibilityDecision, new(72, Hours), ClockEvent.Received, Expedited)
        {
            Most = 72,
            Extension = AskedFor,
        },
        new(DeadlineId.ReviewDecision, new(90, Days), ClockEvent.InternalReviewAsked, Standard) { Most = 90 },
        new(DeadlineId.ExpeditedReviewDecision, new(72, Hours), ClockEvent.Received, Expedited)
        {
            Most = 72,
            Extension = AskedFor,
        },
        new(DeadlineId.DecisionMailed, new(1, BusinessDays), ClockEvent.Decided, "the plan's rule") { },
        new(
            DeadlineId.NoticeReceipt,
            new(5, Days),
            ClockEvent.NoticeDated,
            "the plan's rule, after 42 CFR 431.231(c)(2)"
        )
        {
            Least = 5,
        },
        new(DeadlineId.BenefitsContinued, new(1, Days), ClockEvent.Action, "42 CFR 457.1170")
        {
            Before = true,
            Most = 1,
        },
        new(DeadlineId.Authorization, new(7, Days), ClockEvent.Received, "42 CFR 457.495(d)")
        {
            Most = 7,
            Extension = new(14, 1, "42 CFR 457.495(d)"),
        },
        new(DeadlineId.ExpeditedAuthorization, new(72, Hours), ClockEvent.Received, "42 CFR 457.495(d)") { Most = 72 },
        new(DeadlineId.DataRequest, new(1, BusinessDays), ClockEvent.Received, "42 CFR 457.731(a)(2)") { Most = 1 },
    ];
}
