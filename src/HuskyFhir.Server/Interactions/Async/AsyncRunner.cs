using System.Diagnostics;
using HuskyFhir.Plan.Jobs;

namespace HuskyFhir.Server.Interactions.Async;

/// <summary>Works through the jobs, one after another; those that an earlier start left come first.</summary>
internal sealed partial class AsyncRunner(AsyncJobs jobs, IEnumerable<IAsyncWork> works, ILogger<AsyncRunner> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var left in await jobs.UnfinishedAsync(stoppingToken))
                jobs.Tell(left);
            await foreach (var id in jobs.Waiting.ReadAllAsync(stoppingToken))
                await TryAsync(id, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start takes up what is left.
        }
    }

    private async Task TryAsync(Guid id, CancellationToken cancellation)
    {
        try
        {
            if (await jobs.ClaimAsync(id, cancellation) is not { } job)
                return;
            var start = Stopwatch.GetTimestamp();
            var output = await works.Single(work => work.Operation == job.Operation).RunAsync(job, cancellation);
            await jobs.FinishAsync(id, output, cancellation);
            LogDone(log, job.Operation, id, (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
#pragma warning disable CA1031 // One job that fails must not end the others; it is taken up again when its status is asked for after its lease.
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(log, id, fault);
        }
    }

    [LoggerMessage(1401, LogLevel.Information, "{Operation} {Id} is answered ({Milliseconds} ms)")]
    private static partial void LogDone(ILogger log, string operation, Guid id, long milliseconds);

    [LoggerMessage(
        1402,
        LogLevel.Error,
        "The asynchronous request {Id} failed; it is tried again when its status is asked for after its lease."
    )]
    private static partial void LogFailed(ILogger log, Guid id, Exception fault);
}
