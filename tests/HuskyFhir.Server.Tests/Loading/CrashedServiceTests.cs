using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HuskyFhir.Server.Tests.Commands;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Loading;

/// <summary>
/// A serving instance killed (SIGKILL) under concurrent reads and writes: what was answered is there afterwards, with
/// its trace, and the audit's chains are whole.
/// </summary>
public sealed class CrashedServiceTests(PostgresServer postgres, ITestOutputHelper output) : InFolder
{
    private const int Writers = 8;
    private const int Readers = 4;

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public async Task Service_KilledUnderWrites_KeepsEveryWriteThatItAnswered(string provider)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}, {provider}");
        var chance = new Random(seed);
        var settings = await Databases.SettingsAsync(provider, Folder, postgres);
        Assert.Equal(0, (await RunWithAsync(settings, "migrate")).Code);
        var token = (await RunAsync("token", "--client", "plan-admin")).Out.Trim();
        var answered = new ConcurrentDictionary<string, long>();
        var looks = new ConcurrentBag<string>();
        for (var round = 0; round < 3; round++)
        {
            var (server, url) = await HuskyProcess.ServeAsync(Folder, settings);
            await using var running = server;
            using var http = new HttpClient { BaseAddress = new($"{url}/") };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            foreach (var (id, version) in answered)
                await ThereAsync(http, id, version);
            var enough = new TaskCompletionSource();
            var limit = answered.Count + chance.Next(60, 200);
            var writers = Enumerable
                .Range(0, Writers)
                .Select(writer =>
                    Task.Run(
                        () => WriteAsync(http, answered, $"{round}-{writer}", () => answered.Count >= limit, enough),
                        Cancellation
                    )
                )
                .ToArray();
            var readers = Enumerable
                .Range(0, Readers)
                .Select(_ => Task.Run(() => ReadAsync(http, answered, looks), Cancellation))
                .ToArray();
            await enough.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
            server.Kill();
            await Task.WhenAll([.. writers, .. readers]);
            var verified = await RunWithAsync(settings, "audit", "verify");
            Assert.True(verified.Code == 0, $"{verified.Out} (seed {seed})");
        }

        output.WriteLine($"{answered.Count} resources, {answered.Values.Sum()} writes answered");
        await using var stored = await Stored.OpenAsync(settings[0].Value, settings[1].Value);
        await WholeTransactions.CheckAsync(stored, $"seed {seed}");
        var traced = (
            await stored.QueryAsync($"SELECT DISTINCT request FROM {stored.Audit} a", static row => row.Text(0))
        ).ToHashSet(StringComparer.Ordinal);
        Assert.True(looks.Count > 20, $"Too few looks were answered (seed {seed}): {looks.Count}.");
        Assert.All(
            looks,
            request => Assert.True(traced.Contains(request), $"{request} was answered and left no trace (seed {seed})")
        );
        var versions = (
            await stored.QueryAsync("SELECT id, version FROM resources", static row => (row.Uuid(0), row.Long(1)))
        ).ToDictionary(static row => row.Item1.ToString("D"), static row => row.Item2);
        Assert.All(
            answered,
            write =>
                Assert.True(
                    versions.TryGetValue(write.Key, out var version) && version >= write.Value,
                    $"{write} was answered and is not there (seed {seed})"
                )
        );
    }

    /// <summary>Creates and updates until the service is gone, and keeps note of what it answered.</summary>
    private static async Task WriteAsync(
        HttpClient http,
        ConcurrentDictionary<string, long> answered,
        string name,
        Func<bool> done,
        TaskCompletionSource enough
    )
    {
        for (var n = 0; ; n++)
        {
            try
            {
                var id = await KeepAsync(
                    await http.PostAsync("Patient", Body(Keyed("x", $"W{name}-{n}", "Before")), Cancellation),
                    HttpStatusCode.Created,
                    answered
                );
                await KeepAsync(
                    await http.PutAsync($"Patient/{id}", Body(Keyed(id, $"W{name}-{n}", "After")), Cancellation),
                    HttpStatusCode.OK,
                    answered
                );
                if (done())
                    enough.TrySetResult();
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    /// <summary>Reads until the service is gone, and keeps note of each request that it answered.</summary>
    private static async Task ReadAsync(
        HttpClient http,
        ConcurrentDictionary<string, long> answered,
        ConcurrentBag<string> looks
    )
    {
        while (true)
        {
            try
            {
                foreach (
                    var address in answered
                        .Keys.Take(5)
                        .Select(static id => $"Patient/{id}")
                        .Append("Patient?family=after&_count=5")
                )
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, address);
                    var id = Guid.NewGuid().ToString("N");
                    request.Headers.Add("X-Request-Id", id);
                    using var answer = await http.SendAsync(
                        request,
                        HttpCompletionOption.ResponseHeadersRead,
                        Cancellation
                    );
                    if (answer.StatusCode == HttpStatusCode.OK)
                        looks.Add(id); // the headers alone are an answer
                }
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static async Task<string> KeepAsync(
        HttpResponseMessage answer,
        HttpStatusCode expected,
        ConcurrentDictionary<string, long> answered
    )
    {
        // The body may be cut off by the kill: the headers alone are an answer.
        Assert.Equal(expected, answer.StatusCode);
        var tag = long.Parse(answer.Headers.ETag!.Tag.Trim('"'), System.Globalization.CultureInfo.InvariantCulture);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        var id = body.RootElement.GetProperty("id").GetString()!;
        answered[id] = tag;
        return id;
    }

    private static async Task ThereAsync(HttpClient http, string id, long version)
    {
        using var read = await http.GetAsync($"Patient/{id}/_history/{version}", Cancellation);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    private static string Keyed(string id, string key, string family) =>
        Files.Patient(id, family, $$""","identifier":[{"system":"{{Files.ClientSystem}}","value":"{{key}}"}]""");

    private static StringContent Body(string json) => new(json, Encoding.UTF8, "application/fhir+json");
}
