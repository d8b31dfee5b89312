using Hangfire;
using Hangfire.Common;
using Hangfire.States;

namespace HuskyFhir.Server.Jobs;

/// <summary>
/// Of a failure the schedule keeps its kind alone: what an exception says may come from a record. The words are in the log, under the job's number,
/// where those of a request that failed are too.
/// </summary>
internal sealed partial class QuietFailures(ILogger<QuietFailures> log) : IElectStateFilter, IJobFilterProvider
{
    /// <summary>Hangfire's own filters and this one, which comes before they look at the failure.</summary>
    public IJobFilterProvider WithOthers() => new JobFilterProviderCollection(GlobalJobFilters.Filters, new JobFilterAttributeFilterProvider(), this);

    /// <inheritdoc />
    public IEnumerable<JobFilter> GetFilters(Hangfire.Common.Job job) => [new(this, JobFilterScope.Global, null)];

    /// <inheritdoc />
    public void OnStateElection(ElectStateContext context)
    {
        if (context.CandidateState is not FailedState { Exception: not JobFailure } failed)
            return;
        LogFailed(log, failed.Exception, context.BackgroundJob.Id);
        context.CandidateState = new FailedState(new JobFailure(failed.Exception.GetType().Name));
    }

    [LoggerMessage(1202, LogLevel.Error, "job number {Id} failed")]
    private static partial void LogFailed(ILogger log, Exception fault, string id);

#pragma warning disable CA1032 // Made here and nowhere else.
    /// <summary>What is told of a failure.</summary>
    private sealed class JobFailure(string kind) : Exception($"{kind}; the log has the rest under the job's number.");
#pragma warning restore CA1032
}
