using Hangfire;
using HuskyFhir.Core.Time;

namespace HuskyFhir.Server.Jobs;

/// <summary>
/// Puts the jobs into the schedule, by the programme's time; a time that passed while nothing ran is made up for once.
/// Jobs of which the service must not wait for their next time run now.
/// </summary>
internal sealed class JobStart(IRecurringJobManager recurring, IBackgroundJobClient background) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var job in JobList.All)
        {
            recurring.AddOrUpdate<JobRunner>(
                job.Name,
                runner => runner.RunAsync(job.Name, CancellationToken.None),
                job.Cron,
                new RecurringJobOptions { TimeZone = ProgrammeTime.Zone, MisfireHandling = MisfireHandlingMode.Relaxed }
            );
            if (job.AtStart)
                background.Enqueue<JobRunner>(runner => runner.RunAsync(job.Name, CancellationToken.None));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
