using System.Collections.Concurrent;
using System.Text;
using HuskyFhir.Core.Time;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Outbound;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace HuskyFhir.Server.Security.Clients;

/// <summary>
/// The keys of clients that publish them at an address. A set is kept as long as its <c>Cache-Control</c> says, one
/// minute to one day, and fetched again before that when a key is asked for that is not in it, but at most twice a
/// minute. A set that cannot be fetched leaves the one before, for an hour. One fetch at a time for each address; each
/// is bounded in size and time and goes to a checked address.
/// </summary>
internal sealed partial class PublishedKeys(
    IOptions<SecuritySettings> settings,
    TimeProvider clock,
    ILogger<PublishedKeys> log
) : IDisposable
{
    private const int MostBytes = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan BetweenFetches = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Stale = TimeSpan.FromHours(1);

    private readonly HttpClient http = OutboundHttp.Client(settings.Value.KeyUrlReach, connections: 2);
    private readonly ConcurrentDictionary<Uri, Place> places = new();

    /// <summary>A key of a set; null when it is not there, or the set cannot be had.</summary>
    public async Task<JsonWebKey?> FindAsync(Uri address, string kid, CancellationToken cancellation)
    {
        var place = places.GetOrAdd(address, static _ => new());
        if (place.Fresh(clock.Steady(), kid) is { } found)
            return found;
        await place.Turn.WaitAsync(cancellation);
        try
        {
            var now = clock.Steady();
            if (place.Fresh(now, kid) is { } meanwhile)
                return meanwhile;
            if (now >= place.NotBefore)
                await FetchAsync(address, place, cancellation);
            return clock.Steady() < place.Usable ? place.Keys.GetValueOrDefault(kid) : null;
        }
        finally
        {
            place.Turn.Release();
        }
    }

    public void Dispose() => http.Dispose();

    private async Task FetchAsync(Uri address, Place place, CancellationToken cancellation)
    {
        place.NotBefore = clock.Steady() + BetweenFetches;
        using var patient = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patient.CancelAfter(Patience);
        try
        {
            using var response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, patient.Token);
            if (!response.IsSuccessStatusCode)
                LogFailure(log, address.Host, $"it answered with status {(int)response.StatusCode}");
            else if (await OutboundHttp.ReadAsync(response.Content, MostBytes, patient.Token) is not { } body)
                LogFailure(log, address.Host, $"it answered with more than {MostBytes} bytes");
            else if (KeySet.Read(Encoding.UTF8.GetString(body.Span)).Try(out var keys, out var fault))
                place.Take(keys, clock.Steady(), Lifetime(response));
            else
                LogFailure(log, address.Host, fault.Summary);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            LogFailure(log, address.Host, "it did not answer in time");
        }
        catch (Exception bad) when (bad is HttpRequestException or IOException)
        {
            LogFailure(log, address.Host, "it cannot be reached, or stands where Security:KeyUrlReach does not allow");
        }
    }

    private static TimeSpan Lifetime(HttpResponseMessage response)
    {
        var said = response.Headers.CacheControl;
        var wanted = said is { NoStore: true } or { NoCache: true } ? Least : said?.MaxAge ?? Usual;
        return wanted < Least ? Least
            : wanted > Longest ? Longest
            : wanted;
    }

    [LoggerMessage(1201, LogLevel.Warning, "The keys of a client at {Host} cannot be had: {Reason}")]
    private static partial void LogFailure(ILogger log, string host, string reason);

    private sealed class Place
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public IReadOnlyDictionary<string, JsonWebKey> Keys { get; private set; } =
            new Dictionary<string, JsonWebKey>();

        /// <summary>Before this moment it is not fetched again.</summary>
        public TimeSpan NotBefore { get; set; } = TimeSpan.MinValue;

        /// <summary>Until when the set may serve where no newer one can be had.</summary>
        public TimeSpan Usable { get; private set; } = TimeSpan.MinValue;

        private TimeSpan freshUntil = TimeSpan.MinValue;

        public JsonWebKey? Fresh(TimeSpan now, string kid) => now < freshUntil ? Keys.GetValueOrDefault(kid) : null;

        public void Take(IReadOnlyDictionary<string, JsonWebKey> keys, TimeSpan now, TimeSpan lifetime) =>
            (Keys, freshUntil, Usable) = (keys, now + lifetime, now + lifetime + Stale);
    }
}
