using System.Net;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Tokens;

/// <summary>An address of keys that leads to this machine is not called, by whatever name (attack 20).</summary>
public sealed class KeyAddressTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("Public")]
    [InlineData("Private")]
    public async Task Address_OnThisMachine_IsNotCalledWhereItIsNotAllowed(string reach)
    {
        await using var server = await HuskyServer.StartAsync(
            "Sqlite",
            postgres,
            settings: ("Security:KeyUrlReach", reach)
        );
        await using var stand = await KeyStand.StartAsync();
        foreach (var host in (string[])["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"])
        {
            var client = await SmartClient.RegisterAsync(
                server,
                keysUrl: new UriBuilder(stand.Address) { Host = host }.Uri
            );
            stand.Keys = [client.Key];
            (await client.AskAsync()).Expect(HttpStatusCode.Unauthorized);
        }

        Assert.Equal(0, stand.Asked);
    }
}
