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
            "enrolment",
            "Takes the enrolment files (834) in that partners have put into their box, goes on with those that were broken off, and answers them.",
            "*/15 * * * *",
            AtStart: true,
            static async (services, _, cancellation) => await services.GetRequiredService<Enrolments.EnrolmentWork>().RunAsync(cancellation)),
    ];

    public static Job? Find(string name) => All.FirstOrDefault(job => job.Name == name);
}
