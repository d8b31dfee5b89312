using Hangfire;
using Hangfire.Common;
using Hangfire.Server;

namespace HuskyFhir.Server.Jobs;

/// <summary>
/// Of a failure the schedule keeps its kind alone: what an exception says may come from a record. The words are in the
/// log, under the job's number, where those of a request that failed are too.
/// </summary>
internal sealed partial class QuietFailures(ILogger<QuietFailures> log) : IServerFilter, IJobFilterProvider
{
    /// <summary>Hangfire's own filters and this one, which comes before they look at the failure.</summary>
    public IJobFilterProvider WithOthers() =>
        new JobFilterProviderCollection(GlobalJobFilters.Filters, new JobFilterAttributeFilterProvider(), this);

    /// <inheritdoc />
    public IEnumerable<JobFilter> GetFilters(Hangfire.Common.Job job) => [new(this, JobFilterScope.Global, null)];

    /// <inheritdoc />
    public void OnPerforming(PerformingContext context)
    {
        // Nothing has failed yet.
    }

    /// <summary>
    /// Comes last, after the locks of the others are given back. What was thrown here takes the place of what the job
    /// threw; an ending service is none of it.
    /// </summary>
    public void OnPerformed(PerformedContext context)
    {
        if (context.Exception is not JobPerformanceException { InnerException: { } fault } || context.ExceptionHandled)
            return;
        LogFailed(log, fault, context.BackgroundJob.Id);
        throw new JobFailure(fault.GetType().Name);
    }

    [LoggerMessage(1202, LogLevel.Error, "job number {Id} failed")]
    private static partial void LogFailed(ILogger log, Exception fault, string id);

#pragma warning disable CA1032 // Made here and nowhere else.
    /// <summary>What is told of a failure.</summary>
    private sealed class JobFailure(string kind) : Exception($"{kind}; the log has the rest under the job's number.");
#pragma warning restore CA1032
}
