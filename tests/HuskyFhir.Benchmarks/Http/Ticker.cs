using System.Diagnostics;

namespace HuskyFhir.Benchmarks.Http;

/// <summary>
/// Progress of long work on stderr: a line that moves on a terminal, a line every ten seconds elsewhere.
/// </summary>
internal sealed class Ticker(string what) : IProgress<long>
{
    private static readonly TimeSpan Every = Console.IsErrorRedirected
        ? TimeSpan.FromSeconds(10)
        : TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch whole = Stopwatch.StartNew();
    private TimeSpan last;

    public static void Say(string line) => Console.Error.WriteLine(line);

    public void Report(long value)
    {
        if (whole.Elapsed - last < Every)
            return;
        last = whole.Elapsed;
        var line = $"{what}: {value:N0}, {value / whole.Elapsed.TotalSeconds:N0} a second";
        if (Console.IsErrorRedirected)
            Say(line);
        else
            Console.Error.Write($"\r{line}   ");
    }
}
