using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Disclosures.Chains;
using HuskyFhir.Server.Http;
using HuskyFhir.Storage.Audit;

namespace HuskyFhir.Server.Security.Clients;

/// <summary>
/// The trace of those who were not let in. In ten seconds the first twenty have a record each; of a flood the rest is
/// counted, and its number is one record more. What is recorded of a stranger is ours to choose: no text of the request
/// is in it.
/// </summary>
internal sealed class AuthFailureAudit(AuditTrail audit, TimeProvider clock) : IHostedService
{
    /// <summary>As in the audit, for whoever did not prove to be a client.</summary>
    public const string Nobody = "unauthenticated";

    private const int Singly = 20;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Lock guard = new();
    private ITimer? timer;
    private TimeSpan? started;
    private int recorded;
    private long counted;

    /// <summary>The number of a flood that is being written down; complete when it is durable.</summary>
    public Task Writing { get; private set; } = Task.CompletedTask;

    /// <summary>A call without a valid token.</summary>
    /// <param name="context">The call.</param>
    /// <param name="reason">A word of ours.</param>
    public Task RecordAsync(HttpContext context, string reason) =>
        RecordAsync(
            Nobody,
            context.GetEndpoint()?.Metadata.GetMetadata<InteractionMetadata>()?.Name ?? "call",
            ErrorMiddleware.RequestId(context),
            reason
        );

    /// <summary>A refusal; complete when it is durable, or counted.</summary>
    /// <param name="client">The client's id where it is registered; <see cref="Nobody"/> otherwise.</param>
    /// <param name="action">What was asked for.</param>
    /// <param name="request">The request's id.</param>
    /// <param name="reason">A word of ours.</param>
    public async Task RecordAsync(string client, string action, string request, string reason)
    {
        var now = clock.GetUtcNow();
        bool single;
        long before;
        lock (guard)
        {
            before = Roll();
            single = recorded < Singly;
            if (single)
                recorded++;
            else
                counted++;
        }

        if (before > 0)
            await SumAsync(before, now);
        if (single)
            await audit.RecordAsync(
                new AuditRecord(now, client, action, null, null, null, null, "unauthenticated", request, reason)
            );
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        timer = clock.CreateTimer(
            _ => Writing = Task.WhenAll(Writing, FlushAsync(ending: false)),
            null,
            Window,
            Window
        );
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (timer is not null)
            await timer.DisposeAsync();
        await Writing;
        await FlushAsync(ending: true);
    }

    /// <summary>A flood that has ended is written down although nobody else comes.</summary>
    private async Task FlushAsync(bool ending)
    {
        var now = clock.GetUtcNow();
        long before;
        lock (guard)
            before = Roll(ending);
        if (before == 0)
            return;
        try
        {
            await SumAsync(before, now);
        }
#pragma warning disable CA1031 // The store is away; the number waits for it.
        catch (Exception)
#pragma warning restore CA1031
        {
            lock (guard)
                counted += before;
        }
    }

    /// <summary>Begins the next window where this one is over; answers what was only counted in it.</summary>
    private long Roll(bool ending = false)
    {
        var now = clock.Steady();
        if (now - started < Window && !ending)
            return 0;
        var before = counted;
        (started, recorded, counted) = (now, 0, 0);
        return before;
    }

    private Task SumAsync(long count, DateTimeOffset now) =>
        audit.RecordAsync(
            new AuditRecord(now, Nobody, "refusals", null, null, null, null, "unauthenticated", "-", $"count={count}")
        );
}
