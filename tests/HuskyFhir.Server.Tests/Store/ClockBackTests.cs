using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Pipeline.Transport;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Server.Tests.Security.Tokens;

namespace HuskyFhir.Server.Tests.Store;

/// <summary>
/// The machine's clock is set back an hour. The versions of the store go on in their order, nobody is kept out for that
/// hour, and what was used once stays used.
/// </summary>
public sealed class ClockBackTests(PostgresServer postgres) : OnBoth(postgres)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    protected override bool Alone => true;

    protected override (string Name, string Value)[] Settings => [("Security:TokenEndpoint", "true")];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Versions_AfterTheClockWentBack_AreLaterThanAllBefore(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var site = await plan.CreateAsync(Made.Location(Made.Word()));
        var other = await plan.CreateAsync(Made.Location(Made.Word()));
        server.Clock.StepBack(Hour);
        try
        {
            using var later = server.As("plan-admin");
            var seen = Updated(other);
            site["status"] = "inactive";
            var second = (await later.PutAsync(site)).Expect(HttpStatusCode.OK);
            Assert.True(second.Json.GetProperty("meta").GetProperty("lastUpdated").GetDateTimeOffset() > seen);
            site["status"] = "active";
            var third = (await later.PutAsync(site)).Expect(HttpStatusCode.OK);
            Assert.True(Updated(third.Json) > Updated(second.Json));
            var made = await later.CreateAsync(Made.Location(Made.Word()));
            Assert.True(Updated(made) > Updated(third.Json));
            (await later.RemoveAsync(other.At())).Expect(HttpStatusCode.NoContent);
            // A client that has seen all until then, and asks for what came after.
            var since = Uri.EscapeDataString(seen.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            var history = (await later.AskAsync($"Location/_history?_since={since}&_count=100")).Expect(
                HttpStatusCode.OK
            );
            string[] news =
            [
                $"{site.At()} W/\"2\"",
                $"{site.At()} W/\"3\"",
                $"{made.At()} W/\"1\"",
                $"{other.At()} W/\"2\"",
            ];
            var found = history
                .Entries.Select(static entry =>
                    $"{string.Join('/', entry.GetProperty("fullUrl").GetString()!.Split('/')[^2..])} {entry.GetProperty("response").GetProperty("etag").GetString()}"
                )
                .ToList();
            Assert.All(news, each => Assert.Contains(each, found));
            Assert.Contains(
                made["id"]!.ToString(),
                (await later.AskAsync($"Location?_lastUpdated=gt{since}&_count=100")).Ids
            );
        }
        finally
        {
            server.Clock.StepBack(-Hour);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ChangedContent_IsNever304(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var site = await plan.CreateAsync(Made.Location(Made.Word()));
        var told = (await plan.AskAsync(site.At())).Header("Last-Modified")!;
        Assert.Equal(HttpStatusCode.NotModified, (await plan.AskAsync(site.At(), ("If-Modified-Since", told))).Status);
        server.Clock.StepBack(Hour);
        try
        {
            using var later = server.As("plan-admin");
            site["status"] = "inactive";
            (await later.PutAsync(site)).Expect(HttpStatusCode.OK);
            var reply = (await later.AskAsync(site.At(), ("If-Modified-Since", told))).Expect(HttpStatusCode.OK);
            Assert.Equal("inactive", reply.Json.GetProperty("status").GetString());
            // The same without a step: two versions within one second of the header.
            var quick = await later.CreateAsync(Made.Location(Made.Word()));
            var first = (await later.AskAsync(quick.At())).Header("Last-Modified")!;
            quick["status"] = "suspended";
            (await later.PutAsync(quick)).Expect(HttpStatusCode.OK);
            (await later.AskAsync(quick.At(), ("If-Modified-Since", first))).Expect(HttpStatusCode.OK);
        }
        finally
        {
            server.Clock.StepBack(-Hour);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task UsedAssertion_StaysUsed_ThoughTheClockWentOnAndBack(string database)
    {
        var server = await ServerAsync(database);
        var client = await SmartClient.RegisterAsync(server);
        var assertion = client.Assertion();
        await client.TokenAsync(assertion: assertion);
        // By now it has expired, and the next request sweeps it away.
        server.Clock.Advance(TimeSpan.FromMinutes(30));
        await client.TokenAsync();
        server.Clock.StepBack(TimeSpan.FromMinutes(30));
        try
        {
            (await client.AskAsync(assertion: assertion)).Expect(HttpStatusCode.Unauthorized);
            await client.TokenAsync();
        }
        finally
        {
            server.Clock.StepBack(-TimeSpan.FromMinutes(30));
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task DisabledClient_IsOutInTime_ThoughTheClockWentBack(string database)
    {
        var server = await ServerAsync(database);
        var client = await SmartClient.RegisterAsync(server);
        using var http = server.Anonymous().With(await client.TokenAsync());
        (await http.AskAsync("Location?_count=1")).Expect(HttpStatusCode.OK);
        server.Clock.StepBack(TimeSpan.FromSeconds(25)); // within the skew that a token allows
        try
        {
            await SmartClient.Store(server).EnableAsync(client.Id, false, default);
            server.Clock.Advance(TimeSpan.FromSeconds(11));
            (await http.AskAsync("Location?_count=1")).Expect(HttpStatusCode.Forbidden);
        }
        finally
        {
            server.Clock.StepBack(-TimeSpan.FromSeconds(25));
        }
    }

    [Fact]
    public void Meter_WhenTheClockGoesBack_LetsInAsBefore()
    {
        var clock = new SteppingClock(new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero));
        var meter = new RateMeter(60, clock);
        Assert.All(Enumerable.Range(0, 30), _ => Assert.Null(meter.Take("a")));
        clock.StepBack(Hour);
        Assert.All(Enumerable.Range(0, 30), _ => Assert.Null(meter.Take("a")));
        Assert.Equal(TimeSpan.FromSeconds(1), meter.Take("a"));
        clock.StepBack(-2 * Hour);
        Assert.Equal(TimeSpan.FromSeconds(1), meter.Take("a"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(meter.Take("a"));
    }

    private static DateTimeOffset Updated(JsonObject resource) =>
        DateTimeOffset.Parse((string)resource["meta"]!["lastUpdated"]!, CultureInfo.InvariantCulture);

    private static DateTimeOffset Updated(System.Text.Json.JsonElement resource) =>
        resource.GetProperty("meta").GetProperty("lastUpdated").GetDateTimeOffset();
}
