using System.Diagnostics;

namespace HuskyFhir.Benchmarks.Http.Running;

/// <summary>A server under test, ours or the bare one, in a process of its own.</summary>
internal sealed class ServerProcess(string name, Uri address, Leash process) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    public string Name => name;

    public Uri Address => address;

    public int Process => process.Id;

    public bool Alive => process.Alive;

    public string Log => process.Log;

    /// <summary>How long it took from the start of the process to the first 200.</summary>
    public TimeSpan Ready { get; private init; }

    /// <summary>Our service, a release build, on a port of its own.</summary>
    /// <param name="folder">Its data folder.</param>
    /// <param name="store">Its database.</param>
    /// <param name="settings">Further settings, as environment variables.</param>
    /// <param name="pinned">Whether it is bound to the server's core.</param>
    public static Task<ServerProcess> OursAsync(
        string folder,
        Data.StoreAddress store,
        IReadOnlyDictionary<string, string> settings,
        bool pinned
    ) => OursAsync("ours", folder, store, settings, pinned, Tools.Assembly("HuskyFhir.Server.dll"));

    /// <summary>The same build without audit, and asked by the plan, for which the policy filters no rows.</summary>
    public static Task<ServerProcess> UnguardedAsync(
        string folder,
        Data.StoreAddress store,
        IReadOnlyDictionary<string, string> settings
    ) => OursAsync("unguarded", folder, store, settings, true, Tools.Assembly("HuskyFhir.Benchmarks.dll"), "unguarded");

    private static Task<ServerProcess> OursAsync(
        string name,
        string folder,
        Data.StoreAddress store,
        IReadOnlyDictionary<string, string> settings,
        bool pinned,
        params string[] command
    )
    {
        var environment = new Dictionary<string, string>(settings)
        {
            ["Store__Provider"] = store.Provider,
            ["ConnectionStrings__Husky"] = store.ConnectionString,
            ["Http__RequestsPerMinute"] = "0",
            ["Http__AnonymousRequestsPerMinute"] = "0",
            ["Security__Sandbox"] = "true",
            ["Security__SandboxKeyFile"] = Path.Combine(folder, "sandbox-key.json"),
        };
        return StartAsync(name, folder, environment, pinned, "/fhir/metadata", command);
    }

    /// <summary>The bare endpoint: a row by its key, and nothing else.</summary>
    public static Task<ServerProcess> BareAsync(string folder, Data.StoreAddress? store, bool pinned) =>
        StartAsync(
            "bare",
            folder,
            new Dictionary<string, string>(),
            pinned,
            "/",
            [
                Tools.Assembly("HuskyFhir.Benchmarks.dll"),
                "bare",
                .. store is null ? [] : new[] { "--database", store.Provider, "--connection", store.ConnectionString },
            ]
        );

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static async Task<ServerProcess> StartAsync(
        string name,
        string folder,
        Dictionary<string, string> environment,
        bool pinned,
        string probe,
        params string[] command
    )
    {
        Directory.CreateDirectory(folder);
        var address = new Uri($"http://127.0.0.1:{Tools.FreePort()}");
        environment["ASPNETCORE_URLS"] = address.ToString().TrimEnd('/');
        environment["Logging__LogLevel__Default"] = "Warning";
        string[] run = [Tools.Dotnet, .. command];
        var watch = Stopwatch.StartNew();
        var process = await Leash.StartAsync(
            Path.Combine(folder, name + ".log"),
            environment,
            "TERM",
            pinned ? Cores.On(Cores.Server, run) : run
        );
        using var http = new HttpClient { BaseAddress = address };
        while (!await AnswersAsync(http, probe))
        {
            if (!process.Alive || watch.Elapsed > Patience)
            {
                await process.DisposeAsync();
                throw new InvalidOperationException(
                    $"The {name} endpoint did not start: {await File.ReadAllTextAsync(process.Log)}"
                );
            }

            await Task.Delay(Pause);
        }

        return new(name, address, process) { Ready = watch.Elapsed };
    }

    private static async Task<bool> AnswersAsync(HttpClient http, string probe)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(probe, UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
