using HuskyFhir.Plan.Consents;
using HuskyFhir.Plan.Directives;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Plan.Requests.Sweeps;

namespace HuskyFhir.Server.Jobs;

/// <summary>The one table of jobs.</summary>
internal static class JobList
{
    public static IReadOnlyList<Job> All { get; } =
    [
        new(
            "assignments",
            "Gives PCP assignments whose day has come their status, and records the provider who is responsible from that day on.",
            "0 0 * * *",
            AtStart: true,
            static async (services, request, cancellation) =>
                $"{await services.GetRequiredService<Assigner>().SettleAsync(request, cancellation)} members"
        ),
        new(
            "requests-due",
            "Escalates requests whose answer is due soon or late, by the rules of the settings, and tells who is to give it.",
            "*/10 * * * *",
            AtStart: true,
            static async (services, request, cancellation) =>
                $"{await services.GetRequiredService<RequestSweep>().EscalateAsync(request, cancellation)}"
        ),
        new(
            "acknowledgements",
            "Tells those who asked something of the plan that it arrived, and by when it is answered.",
            "*/5 * * * *",
            AtStart: true,
            static async (services, request, cancellation) =>
                $"{await services.GetRequiredService<RequestSweep>().AcknowledgeAsync(request, cancellation)}"
        ),
        new(
            "hearing-reminder",
            "Calls hearings to mind that are near.",
            "0 8 * * *",
            AtStart: true,
            static async (services, request, cancellation) =>
                $"{await services.GetRequiredService<RequestSweep>().RemindAsync(request, cancellation)}"
        ),
        new(
            "attestations",
            "Ends consents whose period is over and tells the member; takes away attestations of treatment that have lapsed.",
            "10 0 * * *",
            AtStart: true,
            static async (services, request, cancellation) =>
                $"{await services.GetRequiredService<LapsedConsents>().SettleAsync(request, cancellation)}"
        ),
        new(
            "directives",
            "Ends the appointment of a spouse on the day on which a divorce or separation takes effect.",
            "5 0 * * *",
            AtStart: true,
            static async (services, request, cancellation) =>
                $"{await services.GetRequiredService<EndedSpouses>().SettleAsync(request, cancellation)}"
        ),
        new(
            "accountings",
            "Makes the accountings of disclosures that were granted, and hands them over.",
            "*/10 * * * *",
            AtStart: true,
            static async (services, request, cancellation) =>
                $"{await services.GetRequiredService<Interactions.Auditing.AccountingWork>().RunAsync(request, cancellation)} accountings"
        ),
        new(
            "letters",
            "Sends the letters that wait, by the printer and by e-mail, and reads what the printer says was mailed or came back.",
            "*/15 * * * *",
            AtStart: true,
            static async (services, request, cancellation) =>
                await services.GetRequiredService<Letters.LetterWork>().RunAsync(request, cancellation)
        ),
        new(
            "enrolment",
            "Takes the enrolment files (834) in that partners have put into their box, goes on with those that were broken off, and answers them.",
            "*/15 * * * *",
            AtStart: true,
            static async (services, _, cancellation) =>
                await services
                    .GetRequiredService<HuskyFhir.Server.Partners.Enrollment.EnrolmentWork>()
                    .RunAsync(cancellation)
        ),
        new(
            "exchange-retention",
            "Purges files and comparisons of the exchange that are kept no longer, with a trace in the audit.",
            "30 2 * * *",
            AtStart: false,
            static async (services, request, cancellation) =>
                await services
                    .GetRequiredService<HuskyFhir.Server.Partners.ExchangeRetention>()
                    .RunAsync(request, cancellation)
        ),
    ];

    public static Job? Find(string name) => All.FirstOrDefault(job => job.Name == name);
}
