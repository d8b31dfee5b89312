using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HuskyFhir.Server.Tests.Commands;

/// <summary><c>generate</c>, then <c>load</c>, then a search at the running service.</summary>
public sealed partial class GenerateTests : InFolder
{
    [Fact]
    public async Task Population_GeneratedAndLoaded_IsFoundBySearch()
    {
        var made = await RunAsync("generate", "--members", "120", "--seed", "5", "--out", "people");
        Assert.Equal((0, ""), (made.Code, made.Error));
        var files = Directory.GetFiles(Path.Combine(Folder, "people")).Select(Path.GetFileName).ToList();
        Assert.All(ReportedFile().Matches(made.Out), found => Assert.Contains(found.Groups[1].Value, files));
        Assert.Equal(files.Count, ReportedFile().Count(made.Out));

        var loaded = await RunAsync("load", "people");
        Assert.Equal(0, loaded.Code);
        Assert.Contains("unchanged 0, refused 0", loaded.Out, StringComparison.Ordinal);

        var patient = JsonDocument
            .Parse(File.ReadLines(Path.Combine(Folder, "people", "Patient.ndjson")).Skip(41).First())
            .RootElement;
        var identifier = patient.GetProperty("identifier")[0];
        var token = (await RunAsync("token", "--client", "plan-admin")).Out.Trim();
        var (server, url) = await HuskyProcess.ServeAsync(Folder);
        await using var running = server;
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Equal(120, await TotalAsync(http, $"{url}/Patient?_summary=count&_total=accurate"));
        Assert.Equal(
            1,
            await TotalAsync(
                http,
                $"{url}/Patient?_total=accurate&identifier={Uri.EscapeDataString($"{identifier.GetProperty("system")}|{identifier.GetProperty("value")}")}"
            )
        );
    }

    [Fact]
    public async Task Population_OfTheSameSeed_IsTheSame()
    {
        await RunAsync("generate", "--members", "40", "--seed", "9", "--out", "one");
        await RunAsync("generate", "--members", "40", "--seed", "9", "--out", "two");
        foreach (var file in Directory.GetFiles(Path.Combine(Folder, "one")))
            Assert.Equal(
                await File.ReadAllBytesAsync(file, Cancellation),
                await File.ReadAllBytesAsync(Path.Combine(Folder, "two", Path.GetFileName(file)), Cancellation)
            );
    }

    private static async Task<int> TotalAsync(HttpClient http, string url)
    {
        using var found = JsonDocument.Parse(await http.GetStringAsync(url, Cancellation));
        return found.RootElement.GetProperty("total").GetInt32();
    }

    [GeneratedRegex(@"^\s*[\d,]+  (\S+\.ndjson)$", RegexOptions.Multiline)]
    private static partial Regex ReportedFile();
}
