using System.Diagnostics;
using Hangfire;

namespace HuskyFhir.Server.Jobs;

/// <summary>Runs one job by its name, which is all that the schedule keeps: no data of members is ever in it.</summary>
internal sealed partial class JobRunner(IServiceProvider services, TimeProvider clock, ILogger<JobRunner> log)
{
    /// <summary>Instances share the schedule, and a job is run by one of them at a time.</summary>
    private const int MostSecondsToWait = 60;

    /// <summary>What was done, in a few words.</summary>
    /// <exception cref="ArgumentException">There is no such job.</exception>
    [DisableConcurrentExecution(MostSecondsToWait)]
    [AutomaticRetry(Attempts = 5, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public async Task<string> RunAsync(string name, CancellationToken cancellation)
    {
        var job =
            JobList.Find(name)
            ?? throw new ArgumentException(
                $"There is no job '{name}'; there are {string.Join(", ", JobList.All.Select(static each => each.Name))}.",
                nameof(name)
            );
        var watch = Stopwatch.StartNew();
        var done = await job.Run(services, $"job-{name}-{Guid.CreateVersion7(clock.GetUtcNow()):N}", cancellation);
        LogDone(log, name, done, watch.ElapsedMilliseconds);
        return done;
    }

    [LoggerMessage(1201, LogLevel.Information, "job {Name}: {Done} ({Milliseconds} ms)")]
    private static partial void LogDone(ILogger log, string name, string done, long milliseconds);
}
