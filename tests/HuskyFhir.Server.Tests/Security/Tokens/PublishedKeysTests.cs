using System.Net;
using HuskyFhir.Server.Tests.Running;
using Microsoft.AspNetCore.Http;

namespace HuskyFhir.Server.Tests.Security.Tokens;

/// <summary>
/// Keys that a client publishes at an address: kept as it says, fetched again when it changes them, and never from a
/// place that was not meant (attack 20).
/// </summary>
public sealed class PublishedKeysTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Alone => true;

    protected override bool Samples => false;

    protected override (string Name, string Value)[] Settings => [("Security:KeyUrlReach", "Loopback")];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Set_IsKeptAsLongAsItSays(string database)
    {
        var server = await ServerAsync(database);
        await using var stand = await KeyStand.StartAsync();
        stand.CacheControl = "max-age=3600";
        var client = await RegisterAsync(server, stand);
        for (var call = 0; call < 5; call++)
            (await client.AskAsync()).Expect(HttpStatusCode.OK);
        Assert.Equal(1, stand.Asked);
        server.Clock.Advance(TimeSpan.FromMinutes(50));
        (await client.AskAsync()).Expect(HttpStatusCode.OK);
        Assert.Equal(1, stand.Asked);
        server.Clock.Advance(TimeSpan.FromMinutes(11));
        (await client.AskAsync()).Expect(HttpStatusCode.OK);
        Assert.Equal(2, stand.Asked);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task KeyThatIsNotInTheSet_IsLookedForAgain_ButNotForEachAssertion(string database)
    {
        var server = await ServerAsync(database);
        await using var stand = await KeyStand.StartAsync();
        stand.CacheControl = "max-age=86400";
        var client = await RegisterAsync(server, stand);
        (await client.AskAsync()).Expect(HttpStatusCode.OK);
        for (var call = 0; call < 20; call++)
            (await client.With(SmartClient.NewKey("ES384"), "ES384").AskAsync()).Expect(HttpStatusCode.Unauthorized);
        Assert.InRange(stand.Asked, 1, 2);
        var next = client.With(SmartClient.NewKey("ES384"), "ES384");
        stand.Keys = [client.Key, next.Key];
        server.Clock.Advance(TimeSpan.FromSeconds(31));
        (await next.AskAsync()).Expect(HttpStatusCode.OK);
        stand.Keys = [next.Key];
        server.Clock.Advance(TimeSpan.FromDays(1));
        (await next.AskAsync()).Expect(HttpStatusCode.OK);
        (await client.AskAsync()).Expect(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Server_ThatMisbehaves_LetsNobodyIn_AndKeepsTheFormerKeysForAnHour(string database)
    {
        var server = await ServerAsync(database);
        await using var stand = await KeyStand.StartAsync();
        await using var other = await KeyStand.StartAsync();
        var client = await RegisterAsync(server, stand);
        other.Keys = [client.Key];
        foreach (
            var instead in new Func<HttpContext, Task>[]
            {
                context => Task.Run(() => context.Response.Redirect(other.Address.AbsoluteUri)),
                static context => context.Response.WriteAsync(new string(' ', 100_000), context.RequestAborted),
                static context => context.Response.WriteAsync("<keys/>", context.RequestAborted),
                static context => Task.Run(() => context.Response.StatusCode = 500),
            }
        )
        {
            stand.Instead = instead;
            (await client.AskAsync()).Expect(HttpStatusCode.Unauthorized);
            server.Clock.Advance(TimeSpan.FromSeconds(31));
        }

        Assert.Equal((4, 0), (stand.Asked, other.Asked));
        var failing = stand.Instead;
        stand.Instead = null;
        (await client.AskAsync()).Expect(HttpStatusCode.OK);
        stand.Instead = failing;
        server.Clock.Advance(TimeSpan.FromMinutes(30));
        (await client.AskAsync()).Expect(HttpStatusCode.OK);
        server.Clock.Advance(TimeSpan.FromMinutes(60));
        (await client.AskAsync()).Expect(HttpStatusCode.Unauthorized);
    }

    private static async Task<SmartClient> RegisterAsync(HuskyServer server, KeyStand stand)
    {
        var client = await SmartClient.RegisterAsync(server, keysUrl: stand.Address);
        stand.Keys = [client.Key];
        return client;
    }
}
