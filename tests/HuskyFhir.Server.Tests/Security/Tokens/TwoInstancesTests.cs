using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HuskyFhir.Core.Access;
using HuskyFhir.Plan.Catalog.Schema;
using HuskyFhir.Plan.Clients;
using HuskyFhir.Server.Security.Clients;
using HuskyFhir.Server.Tests.Commands;
using HuskyFhir.Server.Tests.Running;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HuskyFhir.Server.Tests.Security.Tokens;

/// <summary>
/// Two instances of the service over one database: each assertion is good once, and each verifies what the other signed
/// (attack 15).
/// </summary>
public sealed class TwoInstancesTests(PostgresServer postgres) : InFolder
{
    private const string Base = "https://fhir.example.org/fhir";

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public async Task Assertion_AtBothAtOnce_IsTakenByOne(string provider)
    {
        (string Name, string Value)[] settings =
        [
            .. await Databases.SettingsAsync(provider, Folder, postgres),
            ("Http__BaseUrl", Base),
            ("Http__AnonymousRequestsPerMinute", "0"),
        ];
        var (first, firstUrl) = await ServeAsync(settings);
        await using var one = first;
        var (second, secondUrl) = await ServeAsync(settings);
        await using var two = second;
        var key = SmartClient.NewKey("RS384");
        await RegisterAsync(provider, settings, key);
        using var http = new HttpClient();
        for (var round = 0; round < 15; round++)
        {
            var assertion = Assertion(key);
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 4).Select(at => AskAsync(http, at % 2 == 0 ? firstUrl : secondUrl, assertion))
            );
            Assert.Single(answers, static answer => answer.Status == HttpStatusCode.OK);
            Assert.All(
                answers.Where(static answer => answer.Status != HttpStatusCode.OK),
                static answer => Assert.Equal("invalid_client", answer.Body.GetProperty("error").GetString())
            );
            // What one of them signed, both take.
            var token = answers
                .Single(static answer => answer.Status == HttpStatusCode.OK)
                .Body.GetProperty("access_token")
                .GetString()!;
            foreach (var url in (string[])[firstUrl, secondUrl])
            {
                using var read = new HttpRequestMessage(HttpMethod.Get, $"{url}/fhir/Patient?_count=1")
                {
                    Headers = { Authorization = new("Bearer", token) },
                };
                Assert.Equal(HttpStatusCode.OK, (await http.SendAsync(read, Cancellation)).StatusCode);
            }
        }
    }

    /// <summary>Its ready line has the public base, so the port is chosen here.</summary>
    private async Task<(HuskyProcess Process, string Url)> ServeAsync((string Name, string Value)[] settings)
    {
        using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var url = $"http://{free.LocalEndpoint}";
        free.Stop();
        var run = HuskyProcess.Start(Folder, [("ASPNETCORE_URLS", url), .. settings], "HuskyFhir is ready at ");
        await run.ReadyAsync();
        return (run, url);
    }

    private static async Task RegisterAsync(string provider, (string Name, string Value)[] settings, JsonWebKey key)
    {
        await using var database = new StoreOptions(
            provider,
            settings.Single(static pair => pair.Name == "ConnectionStrings__Husky").Value
        ).Open();
        var client = new RegisteredClient("twice", CallerKind.Plan)
        {
            Scopes = ["system/*.rs"],
            Keys = [new(key.Kid, KeySet.Write(key), DateTimeOffset.UnixEpoch)],
        };
        Assert.True(await new ClientStore(database, TimeProvider.System).AddAsync(client, Cancellation));
    }

    private static string Assertion(JsonWebKey key) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            JsonSerializer.Serialize(
                new
                {
                    iss = "twice",
                    sub = "twice",
                    aud = $"{Base}/oauth/token",
                    exp = TimeProvider.System.GetUtcNow().AddMinutes(4).ToUnixTimeSeconds(),
                    jti = Guid.NewGuid(),
                }
            ),
            new SigningCredentials(key, SecurityAlgorithms.RsaSha384)
        );

    private static async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(
        HttpClient http,
        string url,
        string assertion
    )
    {
        using var form = new FormUrlEncodedContent([
            new("grant_type", "client_credentials"),
            new("scope", "system/*.rs"),
            new("client_assertion_type", SmartClient.AssertionType),
            new("client_assertion", assertion),
        ]);
        using var answer = await http.PostAsync($"{url}/fhir/oauth/token", form, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation));
    }
}
