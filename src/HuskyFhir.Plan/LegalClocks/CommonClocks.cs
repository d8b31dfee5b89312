using static HuskyFhir.Plan.LegalClocks.Calendar.TermUnit;

namespace HuskyFhir.Plan.LegalClocks;

/// <summary>
/// What holds in every programme: grievances, privacy rights (45 CFR part 164 subpart E), authorisations, reports of
/// changes, and the plan's own promises where no law gives a time. HIPAA's clocks have one extension and never stand
/// still.
/// </summary>
internal static class CommonClocks
{
    private const string Own = "the plan's own promise; no law gives a time";

    public static IReadOnlyList<ClockRule> Rules { get; } =
    [
        new(DeadlineId.GrievanceResolution, new(90, Days), ClockEvent.Received, "42 CFR 438.408(b)(1)") { Most = 90 },
        new(
            DeadlineId.ComplaintResolution,
            new(90, Days),
            ClockEvent.Received,
            "the plan's own promise, after 42 CFR 438.408(b)(1)"
        ),
        new(
            DeadlineId.CivilRightsGrievance,
            new(30, Days),
            ClockEvent.Received,
            "the plan's own promise, for the prompt resolution of 45 CFR 92.8(c)(1)"
        )
        {
            Most = 90,
        },
        new(
            DeadlineId.Acknowledgement,
            new(5, BusinessDays),
            ClockEvent.Received,
            "the plan's own promise, after 42 CFR 438.406(b)(1)"
        ),
        new(DeadlineId.RecordsAccess, new(30, Days), ClockEvent.Received, "45 CFR 164.524(b)(2)(i)")
        {
            Most = 30,
            Extension = new(30, 1, "45 CFR 164.524(b)(2)(ii)"),
        },
        new(DeadlineId.DataRequest, new(1, BusinessDays), ClockEvent.Received, "42 CFR 431.61(a)(2)") { Most = 1 },
        new(DeadlineId.Amendment, new(60, Days), ClockEvent.Received, "45 CFR 164.526(b)(2)(i)")
        {
            Most = 60,
            Extension = new(30, 1, "45 CFR 164.526(b)(2)(ii)"),
        },
        new(
            DeadlineId.AmendmentDisagreement,
            new(60, Days),
            ClockEvent.Received,
            "the plan's own promise, after 45 CFR 164.526(d)"
        ),
        new(DeadlineId.DisclosureAccounting, new(60, Days), ClockEvent.Received, "45 CFR 164.528(c)(1)(i)")
        {
            Most = 60,
            Extension = new(30, 1, "45 CFR 164.528(c)(1)(ii)"),
        },
        new(DeadlineId.AccountingLookBack, new(6, Years), ClockEvent.Received, "45 CFR 164.528(a)(1)")
        {
            Before = true,
            Least = 6,
        },
        new(DeadlineId.Restriction, new(30, Days), ClockEvent.Received, Own) { Extension = new(30, 1, Own) },
        new(DeadlineId.ConfidentialCommunication, new(10, BusinessDays), ClockEvent.Received, Own),
        new(DeadlineId.PcpChange, new(10, BusinessDays), ClockEvent.Received, Own) { Tolling = Own },
        new(DeadlineId.Assistance, new(10, BusinessDays), ClockEvent.Received, Own) { Tolling = Own },
        new(DeadlineId.Information, new(10, BusinessDays), ClockEvent.Received, Own) { Tolling = Own },
        new(DeadlineId.Authorization, new(7, Days), ClockEvent.Received, "42 CFR 440.230(e)(1)")
        {
            Most = 7,
            Extension = new(14, 1, "42 CFR 440.230(e)(1)"),
        },
        new(DeadlineId.ExpeditedAuthorization, new(72, Hours), ClockEvent.Received, "42 CFR 440.230(e)(1)")
        {
            Most = 72,
        },
        new(DeadlineId.ChangeReport, new(10, Days), ClockEvent.Changed, "the Department's rule for members")
        {
            MovesToOpenDay = true,
        },
        new(DeadlineId.ExchangeChangeReport, new(30, Days), ClockEvent.Changed, "45 CFR 155.330(b)")
        {
            MovesToOpenDay = true,
        },
    ];
}
