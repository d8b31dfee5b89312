using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using HuskyFhir.Server.Security.Clients;
using HuskyFhir.Server.Tests.Security.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HuskyFhir.Server.Tests.Commands;

/// <summary><c>client</c> and <c>keys</c>: what is registered at the machine holds for the running service.</summary>
public sealed class ClientCommandTests : InFolder
{
    private const string Id = "ehr-example";

    [Fact]
    public async Task Client_Registered_GetsATokenUntilItIsDisabled()
    {
        var (first, second) = (SmartClient.NewKey("RS384"), SmartClient.NewKey("ES384"));
        WriteKeys("first.json", first);
        WriteKeys("second.json", second);
        var added = await RunAsync(
            "client",
            "add",
            Id,
            "--kind",
            "provider",
            "--npi",
            "1999900016",
            "--scopes",
            "system/Patient.rs",
            "--purposes",
            "TREAT BTG",
            "--name",
            "Example Family Health",
            "--jwks",
            "first.json"
        );
        Assert.Equal((0, ""), (added.Code, added.Error));
        var listed = await RunAsync("client", "list");
        Assert.All(
            (string[])[Id, "provider", "1999900016", "system/Patient.rs", "TREAT BTG", "enabled"],
            word => Assert.Contains(word, listed.Out, StringComparison.Ordinal)
        );
        var shown = await RunAsync("client", "show", Id);
        Assert.All(
            (string[])["Example Family Health", first.Kid],
            word => Assert.Contains(word, shown.Out, StringComparison.Ordinal)
        );

        var (server, url) = await HuskyProcess.ServeAsync(Folder);
        await using var running = server;
        var token = (await AskAsync(url, first, "RS384")).GetProperty("access_token").GetString();
        using var http = new HttpClient
        {
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"{url}/Patient?_count=1", Cancellation)).StatusCode);

        Assert.Equal(0, (await RunAsync("client", "rotate", Id, "--jwks", "second.json")).Code);
        Assert.Equal(0, (await RunAsync("keys", "rotate", "--now")).Code);
        await EventuallyAsync(async () => (await AskAsync(url, second, "ES384")).TryGetProperty("access_token", out _));
        Assert.True((await AskAsync(url, first, "RS384")).TryGetProperty("access_token", out _));

        Assert.Equal(0, (await RunAsync("client", "disable", Id)).Code);
        await EventuallyAsync(async () =>
            (await http.GetAsync($"{url}/Patient?_count=1", Cancellation)).StatusCode != HttpStatusCode.OK
        );
        Assert.Equal("invalid_client", (await AskAsync(url, second, "ES384")).GetProperty("error").GetString());

        await using var stored = await Stored.OpenAsync(Folder);
        var actions = await stored.QueryAsync(
            "SELECT action, client, detail FROM looks.audit WHERE client = 'operator' ORDER BY id",
            static row => $"{row.Text(0)} {row.Text(2)}"
        );
        Assert.Equal(
            [$"client-add {Id}", $"client-rotate {Id}", $"client-disable {Id}"],
            actions.Where(static action => action.StartsWith("client-", StringComparison.Ordinal))
        );
        Assert.Contains(actions, static action => action.StartsWith("keys-rotate ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2, "an NPI", "--kind", "provider", "--npi", "1999900017", "--jwks", "good.json")]
    [InlineData(2, "--npi", "--kind", "provider", "--jwks", "good.json")]
    [InlineData(2, "--npi", "--kind", "plan", "--npi", "1999900016", "--jwks", "good.json")]
    [InlineData(2, "--scopes", "--kind", "plan", "--scopes", "patient/*.rs", "--jwks", "good.json")]
    [InlineData(2, "--purposes", "--kind", "plan", "--purposes", "FUN", "--jwks", "good.json")]
    [InlineData(2, "private", "--kind", "plan", "--jwks", "private.json")]
    [InlineData(2, "RS384", "--kind", "plan", "--jwks", "weak.json")]
    [InlineData(2, "JSON Web Key Set", "--kind", "plan", "--jwks", "text.json")]
    [InlineData(2, "--jwks", "--kind", "plan")]
    [InlineData(2, "https", "--kind", "plan", "--jwks-url", "http://keys.example.org/jwks.json")]
    [InlineData(2, "KeyUrlReach", "--kind", "plan", "--jwks-url", "https://169.254.169.254/jwks.json")]
    public async Task Client_ThatDoesNotFit_IsRefusedWithASentence(int code, string said, params string[] arguments)
    {
        WriteKeys("good.json", SmartClient.NewKey("RS384"));
        WriteKeys("weak.json", SmartClient.NewKey("ES256"));
        Write("private.json", JsonSerializer.Serialize(new { keys = new[] { SmartClient.NewKey("RS384") } }));
        Write("text.json", "not json");
        var ended = await RunAsync(["client", "add", Id, .. arguments]);
        Assert.True(ended.Code == code, $"{ended.Code}: {ended.Out} {ended.Error}");
        Assert.StartsWith("huskyfhir: ", ended.Error, StringComparison.Ordinal);
        Assert.Contains(said, ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_Twice_OrNotThere_Is1()
    {
        WriteKeys("good.json", SmartClient.NewKey("RS384"));
        Assert.Equal(0, (await RunAsync("client", "add", Id, "--kind", "plan", "--jwks", "good.json")).Code);
        Assert.Equal(1, (await RunAsync("client", "add", Id, "--kind", "plan", "--jwks", "good.json")).Code);
        foreach (var command in (string[])["show", "disable", "enable"])
            Assert.Equal(1, (await RunAsync("client", command, "nobody")).Code);
        Assert.Equal(2, (await RunAsync("client", "disable", "no such\nclient")).Code);
    }

    [Fact]
    public async Task SigningKeys_Encrypted_NeedTheirSecret()
    {
        (string, string)[] secret = [("Security__SigningKeySecret", Convert.ToBase64String(new byte[32]))];
        Assert.Contains("active", (await RunWithAsync(secret, "keys", "rotate")).Out, StringComparison.Ordinal);
        Assert.Contains("next", (await RunWithAsync(secret, "keys", "rotate")).Out, StringComparison.Ordinal);
        await using (var stored = await Stored.OpenAsync(Folder))
            Assert.All(
                await stored.QueryAsync("SELECT secret FROM signing_keys", static row => row.Bytes(0)),
                static bytes => Assert.Equal(1, bytes[0])
            );
        Assert.Equal(0, (await RunWithAsync(secret, "keys", "rotate", "--revoke")).Code);
        await using (var stored = await Stored.OpenAsync(Folder))
            Assert.Equal(1, await stored.CountAsync("SELECT COUNT(*) FROM signing_keys"));
    }

    private void WriteKeys(string name, params JsonWebKey[] keys) =>
        Write(name, $"{{\"keys\":[{string.Join(',', keys.Select(KeyOf))}]}}");

    private static string KeyOf(JsonWebKey key) => KeySet.Write(key);

    /// <summary>
    /// Seconds later: there is no clock to move in another process. How many seconds is for the tests that can move
    /// one.
    /// </summary>
    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await holds())
            await Task.Delay(TimeSpan.FromMilliseconds(100), bound.Token);
    }

    private static async Task<JsonElement> AskAsync(string url, JsonWebKey key, string algorithm)
    {
        var assertion = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            JsonSerializer.Serialize(
                new
                {
                    iss = Id,
                    sub = Id,
                    aud = $"{url}/oauth/token",
                    exp = TimeProvider.System.GetUtcNow().AddMinutes(4).ToUnixTimeSeconds(),
                    jti = Guid.NewGuid(),
                }
            ),
            new SigningCredentials(key, algorithm)
        );
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent([
            new("grant_type", "client_credentials"),
            new("scope", "system/Patient.rs"),
            new("client_assertion_type", SmartClient.AssertionType),
            new("client_assertion", assertion),
        ]);
        using var answer = await http.PostAsync($"{url}/oauth/token", form, Cancellation);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
    }
}
