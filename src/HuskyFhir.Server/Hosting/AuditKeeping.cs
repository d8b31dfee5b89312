using HuskyFhir.Plan.Disclosures;
using HuskyFhir.Plan.Disclosures.Chains;
using Microsoft.Extensions.Options;

namespace HuskyFhir.Server.Hosting;

/// <summary>
/// Anchors the audit chains at the start, regularly and at the end, and tells the heads to the log: a log server that
/// keeps them can witness later that nothing up to there was changed or cut off (<c>audit verify --head</c>). The index
/// by member follows the trail at the same pace.
/// </summary>
internal sealed partial class AuditKeeping(
    AuditAnchors anchors,
    AuditIndex index,
    AuditTrail trail,
    TimeProvider clock,
    IOptions<StoreSettings> settings,
    ILogger<AuditKeeping> log
) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await anchors.LearnAsync(cancellationToken);
        await AnchorAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await AnchorAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(settings.Value.AuditAnchorSeconds), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await AnchorAsync(stoppingToken);
                await IndexAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The last anchor is set when the service stops.
        }
    }

    private async Task AnchorAsync(CancellationToken cancellation)
    {
        try
        {
            var heads = await anchors.AnchorAsync(trail, cancellation);
            if (heads.Count > 0)
                LogHeads(log, string.Join(' ', heads));
        }
#pragma warning disable CA1031 // Without room for an anchor the looks fail anyhow; the next anchor names what this one did not.
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(log, fault);
        }
    }

    private async Task IndexAsync(CancellationToken cancellation)
    {
        try
        {
            await index.AdvanceAsync(cancellation);
        }
#pragma warning disable CA1031 // Whoever asks by member finds the same without, only later; the next round goes on from here.
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogUnindexed(log, fault);
        }
    }

    [LoggerMessage(1121, LogLevel.Information, "Audit heads: {Heads}")]
    private static partial void LogHeads(ILogger log, string heads);

    [LoggerMessage(1123, LogLevel.Error, "The index of the audit could not be brought on")]
    private static partial void LogUnindexed(ILogger log, Exception fault);

    [LoggerMessage(1122, LogLevel.Error, "The audit chains could not be anchored")]
    private static partial void LogFailed(ILogger log, Exception fault);
}
