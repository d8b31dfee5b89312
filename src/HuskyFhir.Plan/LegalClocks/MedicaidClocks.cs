using static HuskyFhir.Plan.LegalClocks.Calendar.TermUnit;

namespace HuskyFhir.Plan.LegalClocks;

/// <summary>
/// Appeals and hearings of Medicaid, fee-for-service (HUSKY A, C and D): CGS 17b-60 and 17b-61, Regs. Conn. State
/// Agencies 17-603, 42 CFR part 431 subpart E. The README of this folder tells which values were read in the law and
/// which are the plan's own.
/// </summary>
internal static class MedicaidClocks
{
    private const string Delay = "42 CFR 431.244(f)(4) and CGS 17b-61(a)";

    /// <summary>The officer may wait as long as the person asks or agrees to, and no longer.</summary>
    private static readonly ExtensionRule ByAgreement = new(null, 100, "CGS 17b-61(a)", RequesterOnly: true);

    public static IReadOnlyList<ClockRule> Rules { get; } =
    [
        new(DeadlineId.AppealFiling, new(60, Days), ClockEvent.NoticeMailed, "CGS 17b-60")
        {
            Least = 60,
            Most = 90,
            MovesToOpenDay = true,
        },
        new(DeadlineId.HearingFiling, new(60, Days), ClockEvent.AppealDecided, "CGS 17b-60")
        {
            Least = 60,
            Most = 90,
            MovesToOpenDay = true,
        },
        new(DeadlineId.AppealDecision, new(90, Days), ClockEvent.Received, "42 CFR 431.244(f)(1)")
        {
            Most = 90,
            Tolling = Delay,
            Extension = ByAgreement,
        },
        new(DeadlineId.ExpeditedServicesDecision, new(3, WorkingDays), ClockEvent.Received, "42 CFR 431.244(f)(3)(ii)")
        {
            Most = 3,
            Tolling = Delay,
        },
        new(
            DeadlineId.ExpeditedEligibilityDecision,
            new(7, WorkingDays),
            ClockEvent.Received,
            "42 CFR 431.244(f)(3)(i)"
        )
        {
            Most = 7,
            Tolling = Delay,
        },
        new(DeadlineId.HearingHeld, new(30, Days), ClockEvent.Received, "CGS 17b-60")
        {
            Most = 30,
            Tolling = "CGS 17b-60 (continuance)",
        },
        new(DeadlineId.HearingNotice, new(10, Days), ClockEvent.Hearing, "CGS 17b-60") { Before = true, Least = 10 },
        new(DeadlineId.HearingDecision, new(90, Days), ClockEvent.Received, "CGS 17b-61(a)")
        {
            Most = 90,
            Tolling = Delay,
            Extension = ByAgreement,
        },
        new(DeadlineId.DecisionMailed, new(1, BusinessDays), ClockEvent.Decided, "CGS 17b-61(a)") { Most = 1 },
        new(DeadlineId.DecisionOnDemand, new(20, Days), ClockEvent.Demanded, "CGS 17b-61(b)") { Most = 20 },
        new(DeadlineId.NoticeReceipt, new(5, Days), ClockEvent.NoticeDated, "42 CFR 431.231(c)(2)") { Least = 5 },
        new(DeadlineId.AdvanceNotice, new(10, Days), ClockEvent.Action, "42 CFR 431.211") { Before = true, Least = 10 },
        new(DeadlineId.BenefitsContinued, new(1, Days), ClockEvent.Action, "42 CFR 431.230(a)")
        {
            Before = true,
            Most = 1,
        },
        new(DeadlineId.BenefitsReinstated, new(10, Days), ClockEvent.Action, "42 CFR 431.231(a)") { Most = 10 },
        new(DeadlineId.BenefitsRestored, new(10, Days), ClockEvent.NoticeReceived, "42 CFR 431.231(c)") { Least = 10 },
    ];
}
