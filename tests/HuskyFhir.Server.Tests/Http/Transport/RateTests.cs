using System.Globalization;
using System.Net;
using HuskyFhir.Server.Pipeline.Transport;
using HuskyFhir.Server.Tests.BadInput;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Extensions.Time.Testing;

namespace HuskyFhir.Server.Tests.Http.Transport;

/// <summary>Limits on how often a caller may come, by the test's clock.</summary>
public sealed class RateTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Alone => true;

    protected override bool Samples => false;

    protected override (string Name, string Value)[] Settings =>
        [("Http:RequestsPerMinute", "20"), ("Http:AnonymousRequestsPerMinute", "10")];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Caller_WhoComesTooOften_Is429_AndComesAgainLater(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var other = server.As("dss");
        using var nobody = server.Anonymous();
        var refused = await DriveAsync(plan, "Patient?_count=0", 20);
        Outcomes.Check(refused.Refused(HttpStatusCode.TooManyRequests, "too-many-requests"));
        var wait = int.Parse(refused.Header("Retry-After")!, CultureInfo.InvariantCulture);
        Assert.InRange(wait, 1, 3);
        (await other.AskAsync("Patient?_count=0")).Expect(HttpStatusCode.OK);
        Outcomes.Check(
            (await DriveAsync(nobody, "metadata", 10)).Refused(HttpStatusCode.TooManyRequests, "too-many-requests")
        );
        using var forger = server.Anonymous().With("not.a.token");
        (await forger.AskAsync("Patient")).Refused(HttpStatusCode.TooManyRequests, "too-many-requests");
        server.Clock.Advance(TimeSpan.FromSeconds(wait));
        (await plan.AskAsync("Patient?_count=0")).Expect(HttpStatusCode.OK);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        (await nobody.AskAsync("metadata")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public void Meter_LetsInAMinutesCallsAtOnce_ThenEvenly()
    {
        var clock = new FakeTimeProvider();
        var meter = new RateMeter(60, clock);
        Assert.All(Enumerable.Range(0, 60), _ => Assert.Null(meter.Take("a")));
        Assert.Equal(TimeSpan.FromSeconds(1), meter.Take("a"));
        Assert.Null(meter.Take("b"));
        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(TimeSpan.FromMilliseconds(1), meter.Take("a"));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(meter.Take("a"));
        Assert.NotNull(meter.Take("a"));
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.All(Enumerable.Range(0, 60), _ => Assert.Null(meter.Take("a")));
        Assert.NotNull(meter.Take("a"));
    }

    [Fact]
    public void Meter_UnderManyThreads_LetsInAsManyAsItSays()
    {
        var meter = new RateMeter(1000, new FakeTimeProvider());
        var let = 0;
        Parallel.For(
            0,
            5000,
            _ =>
            {
                if (meter.Take("a") is null)
                    Interlocked.Increment(ref let);
            }
        );
        Assert.Equal(1000, let);
    }

    [Fact]
    public void Meter_OfZero_LetsInEveryone()
    {
        var meter = new RateMeter(0, new FakeTimeProvider());
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Null(meter.Take("a")));
    }

    /// <summary>
    /// Calls until the limit is met: the clock moves a little with every look at it, so a few more than the limit may
    /// pass.
    /// </summary>
    private static async Task<Reply> DriveAsync(HttpClient http, string address, int limit)
    {
        for (var call = 1; ; call++)
        {
            var reply = await http.AskAsync(address);
            if (reply.Status == HttpStatusCode.TooManyRequests)
            {
                Assert.InRange(call, limit + 1, limit + 3);
                return reply;
            }

            Assert.True(call < limit * 2, "There is no limit.");
        }
    }
}
