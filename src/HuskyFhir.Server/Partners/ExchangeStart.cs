using Hangfire;
using HuskyFhir.Exchange.Runs;
using HuskyFhir.Plan.PartnerRuns;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.Server.Partners.Declared;
using HuskyFhir.Server.Partners.Notices;

namespace HuskyFhir.Server.Partners;

/// <summary>
/// Puts each partner's times into the schedule. A time that passed while nothing ran is made up for once, where there
/// was a run before it.
/// </summary>
internal sealed class ExchangeStart(
    IRecurringJobManager recurring,
    IBackgroundJobClient background,
    PartnerRegistry partners,
    RunList list,
    TimeProvider clock
) : IHostedService
{
    /// <summary>The name of the job that opens runs.</summary>
    public static string JobOf(ScheduledPartner partner) => $"exchange:{partner.Partner.Name}";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var each in partners.All)
        {
            new Spool(each.Partner.Spool).Demand();
            var (name, options) = (
                each.Partner.Name,
                new RecurringJobOptions
                {
                    TimeZone = each.Zone,
                    MisfireHandling = Enum.Parse<MisfireHandlingMode>(each.Settings.Misfire),
                }
            );
            Put(
                JobOf(each),
                each.Settings.Schedule,
                work => work.ScheduledAsync(name, CancellationToken.None),
                options
            );
            Put(
                $"exchange-full:{name}",
                each.Settings.FullSchedule,
                work => work.FullAsync(name, CancellationToken.None),
                options
            );
            Put(
                $"exchange-answers:{name}",
                each.Settings.AnswerSchedule,
                work => work.AnswersAsync(name, CancellationToken.None),
                options
            );
            if (
                each.Settings.Misfire != nameof(MisfireHandlingMode.Ignorable)
                && each.Due(clock.GetUtcNow()) is { } due
                && await list.LatestAsync(name, 1, cancellationToken) is [{ } last]
                && last.Opened < due
            )
                background.Enqueue<ExchangeWork>(work => work.ScheduledAsync(name, CancellationToken.None));
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Put(
        string id,
        string cron,
        System.Linq.Expressions.Expression<Func<ExchangeWork, Task>> work,
        RecurringJobOptions options
    )
    {
        if (cron.Length > 0)
            recurring.AddOrUpdate(id, work, cron, options);
        else
            recurring.RemoveIfExists(id);
    }
}

/// <summary>Keeps the figures of the meter true, and raises the alarms, whoever runs the jobs.</summary>
internal sealed partial class ExchangeWatch(
    PartnerRegistry partners,
    ChangeRepository changes,
    RunList list,
    ExchangeMeter meter,
    ExchangeWork work,
    NoticePost notices,
    TimeProvider clock,
    ILogger<ExchangeWatch> log
) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    public async Task LookAsync(CancellationToken cancellation)
    {
        foreach (var each in partners.All)
        {
            var partner = each.Partner;
            var (depth, oldest) = await changes.WaitingAsync(partner.Name, cancellation);
            var awaited = await list.AwaitedAsync(partner.Name, cancellation);
            var now = clock.GetUtcNow();
            meter.Show(
                partner.Name,
                new(
                    depth,
                    oldest is { } since ? (now - since).TotalSeconds : 0,
                    awaited.Count,
                    awaited.Count(run => run.Sent <= now - partner.LateAfter)
                )
            );
            await work.AlarmAsync(partner, cancellation);
            await notices.LookAsync(each, cancellation);
        }

        meter.Told(await notices.SendAsync(cancellation));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await LookOnceAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service ends.
        }
    }

    private async Task LookOnceAsync(CancellationToken cancellation)
    {
        try
        {
            await LookAsync(cancellation);
        }
#pragma warning disable CA1031 // The next look tells the same.
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(log, fault);
        }
    }

    [LoggerMessage(1306, LogLevel.Error, "The exchange could not be looked at")]
    private static partial void LogFailed(ILogger log, Exception fault);
}
