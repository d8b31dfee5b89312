using System.Collections.Concurrent;
using HuskyFhir.Core.Time;

namespace HuskyFhir.Server.Pipeline.Transport;

/// <summary>
/// How often each caller has come (the generic cell rate algorithm): a minute's calls may come at once, then they are
/// let in evenly. One number for each caller, by the service's own clock (which the limiters of
/// System.Threading.RateLimiting do not take), as it runs and not as it is set: a wall clock that goes back an hour
/// keeps nobody out for that hour.
/// </summary>
/// <param name="perMinute">Calls a minute; 0 for any number.</param>
/// <param name="clock">The service's clock.</param>
internal sealed class RateMeter(int perMinute, TimeProvider clock)
{
    /// <summary>Callers that are remembered at most; those whose minute has passed are forgotten first.</summary>
    private const int Most = 100_000;

    private readonly ConcurrentDictionary<string, Meter> meters = new(StringComparer.Ordinal);

    /// <summary>Lets a caller in; otherwise tells for how long it should wait.</summary>
    public TimeSpan? Take(string who)
    {
        if (perMinute == 0)
            return null;
        var now = clock.Steady().Ticks;
        var step = TimeSpan.TicksPerMinute / perMinute;
        var meter = meters.TryGetValue(who, out var known) ? known : Add(who, now);
        while (true)
        {
            var until = Interlocked.Read(ref meter.Until);
            var next = Math.Max(now, until) + step;
            if (next - now > TimeSpan.TicksPerMinute)
                return TimeSpan.FromTicks(next - now - TimeSpan.TicksPerMinute);
            // Lost to another call of the same caller: look again at what it left.
            if (Interlocked.CompareExchange(ref meter.Until, next, until) == until)
                return null;
        }
    }

    private Meter Add(string who, long now)
    {
        if (meters.Count >= Most)
            Forget(now);
        return meters.GetOrAdd(who, static _ => new());
    }

    private void Forget(long now)
    {
        foreach (var (who, meter) in meters)
            if (Interlocked.Read(ref meter.Until) <= now)
                meters.TryRemove(who, out _);
        if (meters.Count >= Most)
            meters.Clear(); // better to forget than to fall
    }

    /// <summary>Until when a caller has used up its calls, in ticks of the steady clock.</summary>
    private sealed class Meter
    {
        public long Until;
    }
}
