using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Commands;

/// <summary>
/// <c>validate</c>: the exit code, the two forms of output, and the same answer as a POST of the same body.
/// </summary>
public sealed class ValidateTests : InFolder
{
    private static readonly string[] Bad =
    [
        """{"resourceType":"Patient","gender":"none","name":[{"family":"A"}]}""",
        """{"resourceType":"Patient","birthDate":"1980-02-30"}""",
        """{"resourceType":"Patient","Name":[{"family":"A"}],"unknown":1}""",
        """{"resourceType":"Patient","contact":[{"gender":"male"}],"communication":[{"preferred":true}]}""",
        """{"resourceType":"Patient","deceasedBoolean":true,"deceasedDateTime":"2020"}""",
        """{"resourceType":"Patient","name":[]}""",
        """{"resourceType":"Patient","active":"yes"}""",
        """{"resourceType":"Patient","name":[{"family":"A"}],}""",
        """{"resourceType":"Patient","text":{"status":"generated","div":"<div>no namespace</div>"}}""",
        """{"resourceType":"Patient"} {}""",
        "[]",
        "",
    ];

    [Fact]
    public async Task Samples_AreAllValid()
    {
        var ended = await RunAsync("validate", HuskyServer.SamplesFolder);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.EndsWith("15 valid, 0 not\n", ended.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', ended.Out);
    }

    [Fact]
    public async Task Folder_WithGoodAndBad_IsReportedFileByFile()
    {
        Write("in/good.json", Files.Patient("1", "Good"));
        Write("in/lines.ndjson", Files.Patient("1", "Good"), Bad[0], Files.Patient("2", "Good"), "{");
        Write("in/sub/bad.json", Bad[0]);
        var ended = await RunAsync("validate", "in");
        Assert.Equal(1, ended.Code);
        var lines = ended.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("valid   in/good.json", lines);
        Assert.Contains("invalid in/lines.ndjson", lines);
        Assert.Contains("invalid in/sub/bad.json", lines);
        Assert.Equal("1 valid, 2 not", lines[^1]);
        Assert.Contains(lines, static line => line.Contains("Patient.gender", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_OfSeveralFiles_IsOneObjectALine()
    {
        Write("good.json", Files.Patient("1", "Good"));
        Write("lines.ndjson", Files.Patient("1", "Good"), Bad[0]);
        var ended = await RunAsync("validate", "--json", "good.json", "lines.ndjson");
        Assert.Equal((1, ""), (ended.Code, ended.Error));
        var objects = ended
            .Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonDocument.Parse(line).RootElement)
            .ToList();
        Assert.Equal(
            ["good.json", "lines.ndjson"],
            objects.Select(static each => each.GetProperty("file").GetString())
        );
        Assert.Equal([true, false], objects.Select(static each => each.GetProperty("valid").GetBoolean()));
        Assert.Equal(["file", "valid", "issues"], objects[0].EnumerateObject().Select(static each => each.Name));
        Assert.DoesNotContain(objects[0].GetProperty("issues").EnumerateArray(), IsError);
        var issue = Assert.Single(objects[1].GetProperty("issues").EnumerateArray(), IsError);
        Assert.Equal(
            ["severity", "code", "expression", "diagnostics"],
            issue.EnumerateObject().Select(static each => each.Name)
        );
        Assert.Equal("error", issue.GetProperty("severity").GetString());
        Assert.Equal("Patient.gender", issue.GetProperty("expression").GetString());
        Assert.Contains("2", issue.GetProperty("diagnostics").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_Missing_Is2WithASentence()
    {
        var ended = await RunAsync("validate", "--json", "none.json");
        Assert.Equal(
            (2, "", "huskyfhir: There is no file or folder 'none.json'.\n"),
            (ended.Code, ended.Out, ended.Error)
        );
    }

    [Fact]
    public async Task Answer_IsThatOfTheServiceToTheSameBody()
    {
        for (var at = 0; at < Bad.Length; at++)
            Write($"bad-{at:D2}.json", Bad[at]);
        var ended = await RunAsync("validate", "--json", ".");
        var reported = ended
            .Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line =>
                JsonDocument.Parse(line).RootElement.GetProperty("issues").EnumerateArray().Select(Told).ToArray()
            )
            .ToList();
        Assert.Equal(Bad.Length, reported.Count);

        var token = (await RunAsync("token", "--client", "plan-admin")).Out.Trim();
        var (server, url) = await HuskyProcess.ServeAsync(Folder);
        await using var running = server;
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        for (var at = 0; at < Bad.Length; at++)
        {
            using var body = new StringContent(Bad[at], Encoding.UTF8, "application/fhir+json");
            using var answer = await http.PostAsync($"{url}/Patient", body, Cancellation);
            Assert.InRange((int)answer.StatusCode, 400, 422);
            var outcome = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
            Assert.Equal(outcome.GetProperty("issue").EnumerateArray().Select(Told), reported[at]);
        }
    }

    private static bool IsError(JsonElement issue) => issue.GetProperty("severity").GetString() is "error" or "fatal";

    private static (string? Severity, string? Code, string? Expression, string? Diagnostics) Told(JsonElement issue)
    {
        string? expression = null;
        if (issue.TryGetProperty("expression", out var found) && found.ValueKind != JsonValueKind.Null)
            expression = found.ValueKind == JsonValueKind.Array ? found[0].GetString() : found.GetString();
        return (
            issue.GetProperty("severity").GetString(),
            issue.GetProperty("code").GetString(),
            expression,
            issue.GetProperty("diagnostics").GetString()
        );
    }
}
