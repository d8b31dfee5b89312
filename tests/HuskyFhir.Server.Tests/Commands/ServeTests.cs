using System.Diagnostics;
using System.Text.Json;

namespace HuskyFhir.Server.Tests.Commands;

/// <summary>No command: the service in an empty folder.</summary>
public sealed class ServeTests : InFolder
{
    [Fact]
    public async Task Development_InAnEmptyFolder_LoadsTheSamplesAndPrintsACurlThatWorks()
    {
        var (server, _) = await HuskyProcess.ServeAsync(Folder);
        await using var running = server;
        var curl = await LineAsync(server, "curl ");
        Assert.Contains("Loaded the sample story: 399 resources", server.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', server.Out);
        using var answer = JsonDocument.Parse(await ShellAsync(curl));
        Assert.Equal("Bundle", answer.RootElement.GetProperty("resourceType").GetString());
        Assert.Equal(5, answer.RootElement.GetProperty("total").GetInt32());
        Assert.True(File.Exists(Path.Combine(Folder, "data", "husky.db")));
    }

    [Fact]
    public async Task Development_StartedAgain_DoesNotLoadAgain()
    {
        var (first, _) = await HuskyProcess.ServeAsync(Folder);
        await using (first)
            first.Terminate();
        var (second, _) = await HuskyProcess.ServeAsync(Folder);
        await using var running = second;
        Assert.DoesNotContain("Loaded", second.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_Terminated_EndsCleanly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        var (server, url) = await HuskyProcess.ServeAsync(Folder);
        await using var running = server;
        using var http = new HttpClient();
        _ = await http.GetAsync($"{url}/metadata", Cancellation);
        server.Terminate();
        var ended = await server.EndAsync();
        Assert.Equal((0, ""), (ended.Code, ended.Error));
    }

    private static async Task<string> LineAsync(HuskyProcess process, string start)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            if (
                process.Out.Split('\n').FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) is
                { } line
            )
                return line;
            await Task.Delay(25, Cancellation);
        }

        throw new InvalidOperationException($"No line starts with '{start}': {process.Out}");
    }

    private static async Task<string> ShellAsync(string line)
    {
        Assert.SkipWhen(
            !File.Exists("/bin/bash") || !File.Exists("/usr/bin/curl"),
            "There is no bash or no curl here."
        );
        using var bash = Process.Start(
            new ProcessStartInfo("/bin/bash", ["-c", line]) { RedirectStandardOutput = true }
        )!;
        var text = await bash.StandardOutput.ReadToEndAsync(Cancellation);
        await bash.WaitForExitAsync(Cancellation);
        Assert.Equal(0, bash.ExitCode);
        return text;
    }
}
