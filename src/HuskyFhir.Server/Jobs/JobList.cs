using HuskyFhir.Registry.PcpAssignments;

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
            static async (services, request, cancellation) => $"{await services.GetRequiredService<Assigner>().SettleAsync(request, cancellation)} members"),
        new(
            "accountings",
            "Makes the accountings of disclosures that were granted, and hands them over.",
            "*/10 * * * *",
            AtStart: true,
            static async (services, request, cancellation) => $"{await services.GetRequiredService<Interactions.Auditing.AccountingWork>().RunAsync(request, cancellation)} accountings"),
    ];

    public static Job? Find(string name) => All.FirstOrDefault(job => job.Name == name);
}
