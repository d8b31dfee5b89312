using System.Text.Json;
using HuskyFhir.Server.Security.Clients;
using HuskyFhir.Server.Tests.Commands;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Server.Tests.Security.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace HuskyFhir.Server.Tests.Clients;

/// <summary>
/// A SMART backend service written with the npm package jose, which gets its token by discovery alone and reads a
/// Patient with it.
/// </summary>
public sealed class SmartJoseTests(PostgresServer postgres, Node node) : InFolder, IClassFixture<Node>
{
    [Theory]
    [InlineData("Sqlite", "RS384")]
    [InlineData("Sqlite", "ES384")]
    [InlineData("Postgres", "RS384")]
    [InlineData("Postgres", "ES384")]
    public async Task Client_ThatKnowsTheBaseAlone_GetsATokenAndReads(string provider, string algorithm)
    {
        node.Require();
        var settings = await Databases.SettingsAsync(provider, Folder, postgres);
        var key = SmartClient.NewKey(algorithm);
        key.Alg = algorithm;
        Write("ehr.jwks.json", $"{{\"keys\":[{KeySet.Write(key)}]}}");
        var added = await RunWithAsync(
            settings,
            "client",
            "add",
            "ehr-jose",
            "--kind",
            "provider",
            "--npi",
            "1999900016",
            "--scopes",
            "system/Patient.rs",
            "--jwks",
            "ehr.jwks.json"
        );
        Assert.True(added.Code == 0, added.Error + added.Out);
        var (server, url) = await HuskyProcess.ServeAsync(Folder, settings);
        await using var running = server;
        var (code, output, error) = await node.RunAsync(
            "node",
            [("HUSKY_URL", url), ("HUSKY_CLIENT", "ehr-jose"), ("HUSKY_KEY", Private(key))],
            "smart.js"
        );
        Assert.True(code == 0, $"{output}\n{error}");
        using var report = JsonDocument.Parse(output);
        Assert.Equal(
            """{"algorithms":["RS384","ES384"],"granted":{"status":200,"type":"bearer","expires":true,"scope":"system/Patient.rs"},"again":{"status":401,"error":"invalid_client"},"read":{"type":"Patient","same":true},"verified":{"client":true,"alg":"RS384","typ":"at+jwt"}}""",
            report.RootElement.GetRawText()
        );
    }

    /// <summary>
    /// The private key as clients keep it; the library's own form has empty members that a browser's cryptography does
    /// not take.
    /// </summary>
    private static string Private(JsonWebKey key) =>
        JsonSerializer.Serialize(
            new Dictionary<string, string?>
            {
                ["kty"] = key.Kty,
                ["kid"] = key.Kid,
                ["alg"] = key.Alg,
                ["crv"] = key.Crv,
                ["x"] = key.X,
                ["y"] = key.Y,
                ["d"] = key.D,
                ["n"] = key.N,
                ["e"] = key.E,
                ["p"] = key.P,
                ["q"] = key.Q,
                ["dp"] = key.DP,
                ["dq"] = key.DQ,
                ["qi"] = key.QI,
            }
                .Where(static member => member.Value is not null)
                .ToDictionary()
        );
}
