using System.Diagnostics;
using System.Globalization;

namespace HuskyFhir.Benchmarks.Http.Running;

/// <summary>
/// A process that never outlives this one. A shell holds it by a pipe from here: when the pipe closes, for whatever
/// reason and be it SIGKILL, the shell ends it.
/// </summary>
internal sealed class Leash : IAsyncDisposable
{
    /// <summary>
    /// $0 is the signal that ends it (a minute later KILL does), $1 the log. The process's id is the first line; then
    /// the shell waits for the pipe to close.
    /// </summary>
    private const string Holder = """
        trap '' INT
        log=$1; shift
        "$@" </dev/null >"$log" 2>&1 &
        held=$!
        echo $held
        read -r _
        kill -$0 $held 2>/dev/null
        for _ in $(seq 120); do kill -0 $held 2>/dev/null || exit 0; sleep 0.5; done
        kill -KILL $held
        """;

    private readonly Process holder;

    private Leash(Process holder, int id, string log) => (this.holder, Id, Log) = (holder, id, log);

    /// <summary>The process itself, not the shell.</summary>
    public int Id { get; }

    /// <summary>What it writes.</summary>
    public string Log { get; }

    public bool Alive =>
        File.Exists($"/proc/{Id}/stat")
        && !File.ReadAllText($"/proc/{Id}/stat").Contains(") Z ", StringComparison.Ordinal);

    /// <param name="log">Where its output goes.</param>
    /// <param name="environment">Settings, besides those of this process.</param>
    /// <param name="signal">What ends it, such as <c>TERM</c>.</param>
    /// <param name="command">Program and arguments.</param>
    public static async Task<Leash> StartAsync(
        string log,
        IReadOnlyDictionary<string, string> environment,
        string signal,
        params string[] command
    )
    {
        var start = new ProcessStartInfo("sh", ["-c", Holder, signal, log, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(log)!,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var holder = Process.Start(start)!;
        var id = int.Parse((await holder.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        return new(holder, id, log);
    }

    public async ValueTask DisposeAsync()
    {
        holder.StandardInput.Close();
        await holder.WaitForExitAsync();
        holder.Dispose();
    }
}
