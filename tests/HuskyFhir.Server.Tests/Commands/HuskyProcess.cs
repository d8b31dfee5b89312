using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace HuskyFhir.Server.Tests.Commands;

/// <summary>
/// The built executable as a user runs it: a process of its own in a folder of its own, without settings of the test's
/// environment.
/// </summary>
public sealed class HuskyProcess : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);
    private static readonly string[] Sections =
    [
        "ASPNETCORE_",
        "DOTNET_ENVIRONMENT",
        "Store__",
        "Http__",
        "Security__",
        "ConnectionStrings__",
        "Kestrel__",
        "Logging__",
        "GITHUB_ACTIONS",
        "CI",
    ];

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();
    private readonly TaskCompletionSource<string> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string? awaited;

    private HuskyProcess(ProcessStartInfo start, string? awaited)
    {
        this.awaited = awaited;
        process = new() { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
    }

    /// <summary>What a command left behind.</summary>
    public sealed record Ended(int Code, string Out, string Error);

    public string Out => Text(output);

    public string Error => Text(errors);

    public int Id => process.Id;

    public static string Executable =>
        Path.Combine(
            AppContext.BaseDirectory,
            OperatingSystem.IsWindows() ? "HuskyFhir.Server.exe" : "HuskyFhir.Server"
        );

    /// <summary>Runs a command to its end.</summary>
    public static async Task<Ended> RunAsync(
        string folder,
        (string Name, string Value)[] settings,
        params string[] arguments
    )
    {
        await using var run = Start(folder, settings, null, arguments);
        return await run.EndAsync();
    }

    /// <summary>
    /// Starts a command; <see cref="ReadyAsync"/> waits for a line that contains <paramref name="awaited"/>.
    /// </summary>
    public static HuskyProcess Start(
        string folder,
        (string Name, string Value)[] settings,
        string? awaited,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(Executable, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (
            var name in start
                .Environment.Keys.Where(static name =>
                    Sections.Any(section => name.StartsWith(section, StringComparison.OrdinalIgnoreCase))
                )
                .ToList()
        )
            start.Environment.Remove(name);
        start.Environment["DOTNET_TieredPGO"] = "0"; // short lives are not worth measuring for the optimiser
        start.Environment["Validation__RequireOwnProfiles"] = "false"; // most tests send the least that R4 allows
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var run = new HuskyProcess(start, awaited);
        run.process.Start();
        run.process.BeginOutputReadLine();
        run.process.BeginErrorReadLine();
        return run;
    }

    /// <summary>Starts to serve on a free port, and waits until it says that it does.</summary>
    public static async Task<(HuskyProcess Process, string Url)> ServeAsync(
        string folder,
        params (string Name, string Value)[] settings
    )
    {
        var run = Start(folder, [("ASPNETCORE_URLS", "http://127.0.0.1:0"), .. settings], "HuskyFhir is ready at ");
        var line = await run.ReadyAsync();
        var url = line[(line.IndexOf(" at ", StringComparison.Ordinal) + 4)..].Split(' ')[0];
        return (run, url);
    }

    /// <summary>The awaited line.</summary>
    public async Task<string> ReadyAsync()
    {
        var ended = process.WaitForExitAsync();
        if (await Task.WhenAny(ready.Task, ended, Task.Delay(Bound)) != ready.Task)
            Assert.Fail($"It did not say '{awaited}'. Exited: {process.HasExited}. Out: {Out} Error: {Error}");
        return await ready.Task;
    }

    /// <summary>Waits for the end.</summary>
    public async Task<Ended> EndAsync()
    {
        using var bound = new CancellationTokenSource(Bound);
        await process.WaitForExitAsync(bound.Token);
        return new(process.ExitCode, Out, Error);
    }

    /// <summary>Asks it to end, as a service manager does.</summary>
    public void Terminate() => _ = NativeKill(process.Id, 15);

    /// <summary>Ends it at once, as a power cut does.</summary>
    public void Kill() => process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeKill(int process, int signal);

    private static string Text(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }

    private void Keep(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.Append(line).Append('\n');
        if (awaited is not null && line.Contains(awaited, StringComparison.Ordinal))
            ready.TrySetResult(line);
    }
}
