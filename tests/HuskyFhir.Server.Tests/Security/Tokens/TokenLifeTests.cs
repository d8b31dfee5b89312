using System.Net;
using HuskyFhir.Plan.Clients;
using HuskyFhir.Server.Security.Keys;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace HuskyFhir.Server.Tests.Security.Tokens;

/// <summary>What time does to tokens, to clients and to keys, by a clock that the tests move.</summary>
public sealed class TokenLifeTests(PostgresServer postgres) : OnBoth(postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected override bool Alone => true;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task DisabledClient_GetsNoToken_AndItsTokensEndWithinTenSeconds(string database)
    {
        var server = await ServerAsync(database);
        var client = await SmartClient.RegisterAsync(server);
        using var http = server.Anonymous().With(await client.TokenAsync());
        (await http.AskAsync("Patient?_count=1")).Expect(HttpStatusCode.OK);
        Assert.True(await SmartClient.Store(server).EnableAsync(client.Id, enabled: false, Cancellation));
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        (await http.AskAsync("Patient?_count=1")).Refused(HttpStatusCode.Forbidden, "unknown-client");
        Assert.Equal(
            "invalid_client",
            (await client.AskAsync()).Expect(HttpStatusCode.Unauthorized).Json.GetProperty("error").GetString()
        );
        Assert.True(await SmartClient.Store(server).EnableAsync(client.Id, enabled: true, Cancellation));
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        (await http.AskAsync("Patient?_count=1")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Token_PastItsFiveMinutes_Is401(string database)
    {
        var server = await ServerAsync(database);
        var client = await SmartClient.RegisterAsync(server);
        using var http = server.Anonymous().With(await client.TokenAsync());
        server.Clock.Advance(TimeSpan.FromSeconds(335));
        Assert.Contains(
            "expired",
            (await http.AskAsync("Patient?_count=1")).Refused(HttpStatusCode.Unauthorized, "token").Diagnostics,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ClientKey_Replaced_HoldsForTheOverlapAndNoLonger(string database)
    {
        var server = await ServerAsync(database);
        var client = await SmartClient.RegisterAsync(server);
        var next = client.With(SmartClient.NewKey("ES384"), "ES384");
        Assert.True(
            await SmartClient
                .Store(server)
                .RotateAsync(client.Id, [SmartClient.Stored(server, next.Key)], TimeSpan.FromHours(1), Cancellation)
        );
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        (await client.AskAsync()).Expect(HttpStatusCode.OK);
        (await next.AskAsync()).Expect(HttpStatusCode.OK);
        server.Clock.Advance(TimeSpan.FromHours(1));
        (await client.AskAsync()).Expect(HttpStatusCode.Unauthorized);
        (await next.AskAsync()).Expect(HttpStatusCode.OK);
        var last = next.With(SmartClient.NewKey("RS384"), "RS384");
        Assert.True(
            await SmartClient
                .Store(server)
                .RotateAsync(client.Id, [SmartClient.Stored(server, last.Key)], TimeSpan.Zero, Cancellation)
        );
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        (await next.AskAsync()).Expect(HttpStatusCode.Unauthorized);
        (await last.AskAsync()).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task SigningKey_Rotated_LeavesEveryTokenGood(string database)
    {
        var server = await ServerAsync(database);
        var client = await SmartClient.RegisterAsync(server);
        var keys = server.Services.GetRequiredService<SigningKeys>();
        var before = await client.TokenAsync();
        var next = await keys.RotateAsync(SigningKeys.Lead, null, Cancellation);
        server.Clock.Advance(TimeSpan.FromSeconds(6));
        // Published at once, and signing later.
        Assert.Contains(next!.Id, await PublishedAsync(server));
        Assert.Equal(Kid(before), Kid(await client.TokenAsync()));
        server.Clock.Advance(SigningKeys.Lead - TimeSpan.FromSeconds(10));
        var last = await client.TokenAsync();
        Assert.Equal(Kid(before), Kid(last));
        server.Clock.Advance(TimeSpan.FromSeconds(20));
        var after = await client.TokenAsync();
        Assert.Equal(next.Id, Kid(after));
        foreach (var token in (string[])[last, after])
        {
            using var http = server.Anonymous().With(token);
            (await http.AskAsync("Patient?_count=1")).Expect(HttpStatusCode.OK);
        }

        server.Clock.Advance(KeyRing.Linger);
        Assert.DoesNotContain(Kid(before), await PublishedAsync(server));
        // The next rotation takes the key that verifies nothing any more with it.
        await keys.RotateAsync(TimeSpan.Zero, null, Cancellation);
        Assert.DoesNotContain(
            Kid(before),
            (await server.Services.GetRequiredService<SigningKeyStore>().ListAsync(Cancellation)).Select(static key =>
                key.Id
            )
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task SigningKey_PastItsTerm_IsFollowedByItself(string database)
    {
        var server = await ServerAsync(database);
        var client = await SmartClient.RegisterAsync(server);
        server.Clock.Advance(SigningKeys.Lead + TimeSpan.FromSeconds(10)); // what another test made may be on its way
        var first = Kid(await client.TokenAsync());
        server.Clock.Advance(TimeSpan.FromDays(91));
        Assert.Equal(first, Kid(await client.TokenAsync()));
        server.Clock.Advance(SigningKeys.Lead + TimeSpan.FromSeconds(1));
        Assert.NotEqual(first, Kid(await client.TokenAsync()));
    }

    private static string Kid(string token) => new JsonWebToken(token).Kid;

    private static async Task<IReadOnlyList<string>> PublishedAsync(HuskyServer server)
    {
        using var http = server.Anonymous();
        return
        [
            .. (await http.AskAsync(".well-known/jwks.json"))
                .Json.GetProperty("keys")
                .EnumerateArray()
                .Select(static key => key.GetProperty("kid").GetString()!),
        ];
    }
}
