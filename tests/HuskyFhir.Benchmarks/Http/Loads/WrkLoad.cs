using System.Globalization;
using System.Text;

namespace HuskyFhir.Benchmarks.Http.Loads;

/// <summary>
/// wrk with a generated script: the calls are made before the clock starts, so that sending one costs a table look-up.
/// </summary>
internal sealed class WrkLoad(string folder) : Load
{
    private const string Mark = "RESULT ";

    public override string Name => "wrk";

    public override async Task<LoadResult> RunAsync(
        Calls calls,
        int connections,
        int seconds,
        CancellationToken cancellation
    )
    {
        var script = Path.Combine(folder, "calls.lua");
        await File.WriteAllTextAsync(script, Script(calls), cancellation);
        var output = await RunAsync(
            [
                "wrk",
                "-t1",
                $"-c{connections}",
                $"-d{seconds}s",
                "--timeout",
                "30s",
                "-s",
                script,
                calls.Address.ToString(),
            ],
            cancellation
        );
        var line = output.Split('\n').First(static line => line.StartsWith(Mark, StringComparison.Ordinal))[
            Mark.Length..
        ];
        var numbers = line.Split(' ').Select(static text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new((long)numbers[0], numbers[1] / 1e6, numbers[2] / 1e3, numbers[3] / 1e3, (long)numbers[4]);
    }

    private static string Script(Calls calls)
    {
        var lua = new StringBuilder("local calls = {}\nfunction init(args)\n  local headers = {\n");
        foreach (var (name, value) in calls.Headers)
            lua.AppendLine(CultureInfo.InvariantCulture, $"    [\"{name}\"] = {Quote(value)},");
        lua.AppendLine("  }").AppendLine("  local paths = {");
        foreach (var path in calls.Paths)
            lua.AppendLine(CultureInfo.InvariantCulture, $"    {Quote(path)},");
        return lua.AppendLine(
                $$"""
                  }
                  for at, path in ipairs(paths) do calls[at] = wrk.format("GET", path, headers) end
                end
                local at = 0
                function request()
                  at = at % #calls + 1
                  return calls[at]
                end
                function done(summary, latency, requests)
                  local errors = summary.errors
                  io.write(string.format("{{Mark}}%d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
                    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
                end
                """
            )
            .ToString();
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
