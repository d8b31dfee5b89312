using System.Net;
using HuskyFhir.Core.Access;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Tokens;

/// <summary>
/// Introspection (RFC 7662): what a registered client learns of a token, which is nothing of another's unless it is the
/// plan.
/// </summary>
public sealed class IntrospectionTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Alone => true;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Token_OfOnesOwn_OrAskedByThePlan_IsDescribed(string database)
    {
        var server = await ServerAsync(database);
        var provider = await SmartClient.RegisterAsync(
            server,
            CallerKind.Provider,
            "system/Patient.rs",
            "TREAT",
            npi: "1999900016"
        );
        var plan = await SmartClient.RegisterAsync(server);
        var token = await provider.TokenAsync(
            "system/Patient.rs",
            provider.Assertion(more: SmartClient.Purpose("TREAT"))
        );
        foreach (var asking in (SmartClient[])[provider, plan])
        {
            var told = (await asking.IntrospectAsync(token)).Expect(HttpStatusCode.OK).Json;
            Assert.True(told.GetProperty("active").GetBoolean());
            Assert.Equal(
                (provider.Id, "system/Patient.rs", "TREAT", server.Url),
                (
                    told.GetProperty("client_id").GetString(),
                    told.GetProperty("scope").GetString(),
                    told.GetProperty("purpose_of_use").GetString(),
                    told.GetProperty("iss").GetString()
                )
            );
            Assert.InRange(told.GetProperty("exp").GetInt64() - told.GetProperty("iat").GetInt64(), 1, 300);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Token_ThatIsNobodysBusiness_OrNotGood_IsInactiveAndNoMore(string database)
    {
        var server = await ServerAsync(database);
        var owner = await SmartClient.RegisterAsync(server, CallerKind.Provider, npi: "1999900016");
        var other = await SmartClient.RegisterAsync(server, CallerKind.Provider, npi: "1999900024");
        var plan = await SmartClient.RegisterAsync(server);
        var token = await owner.TokenAsync();
        await InactiveAsync(other, token);
        await InactiveAsync(plan, "garbage");
        await InactiveAsync(plan, owner.Assertion());
        await InactiveAsync(plan, token[..^4] + "AAAA");
        Assert.True(
            await SmartClient.Store(server).EnableAsync(owner.Id, enabled: false, TestContext.Current.CancellationToken)
        );
        server.Clock.Advance(TimeSpan.FromSeconds(6));
        await InactiveAsync(plan, token);
        var old = await plan.TokenAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(335));
        await InactiveAsync(plan, old);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Asker_WithoutAnAssertion_Is401(string database)
    {
        var server = await ServerAsync(database);
        var client = await SmartClient.RegisterAsync(server);
        using var http = server.Anonymous().With(await client.TokenAsync());
        var refused = (await http.FormAsync("oauth/introspect", ("token", await client.TokenAsync()))).Expect(
            HttpStatusCode.Unauthorized
        );
        Assert.Equal("invalid_client", refused.Json.GetProperty("error").GetString());
    }

    private static async Task InactiveAsync(SmartClient asking, string token)
    {
        var told = (await asking.IntrospectAsync(token)).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(["active"], told.EnumerateObject().Select(static member => member.Name));
        Assert.False(told.GetProperty("active").GetBoolean());
    }
}
