using System.Diagnostics;

namespace HuskyFhir.Server.Tests.Clients;

/// <summary>
/// Node.js with the packages of <c>Clients/node</c>, restored once for the run; why not, where that cannot be.
/// </summary>
public sealed class Node : IAsyncLifetime
{
    private string? missing;

    public string Folder { get; } = Directory.CreateTempSubdirectory("husky-node-").FullName;

    /// <summary>Skips the test where there is no Node.js, or fails it when <c>HUSKY_REQUIRE_NODE</c> is set.</summary>
    public void Require()
    {
        if (missing is not null && Environment.GetEnvironmentVariable("HUSKY_REQUIRE_NODE") is { Length: > 0 })
            Assert.Fail($"HUSKY_REQUIRE_NODE is set. {missing}");
        Assert.SkipWhen(missing is not null, missing ?? "");
    }

    public async ValueTask InitializeAsync()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Clients", "node")))
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        var (code, output, error) = await RunAsync(
            "npm",
            [],
            "ci",
            "--legacy-peer-deps",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts"
        );
        if (code != 0)
            missing =
                code < 0
                    ? "There is no Node.js with npm here: install them to test with its clients."
                    : $"npm could not restore the packages: {output} {error}";
    }

    /// <summary>Runs a program in the folder; −1 when there is no such program.</summary>
    public async Task<(int Code, string Out, string Error)> RunAsync(
        string program,
        (string Name, string Value)[] settings,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "", "");
        }

        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var output = process.StandardOutput.ReadToEndAsync(bound.Token);
        var error = process.StandardError.ReadToEndAsync(bound.Token);
        await process.WaitForExitAsync(bound.Token);
        return (process.ExitCode, await output, await error);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
