using System.Globalization;

namespace HuskyFhir.Benchmarks.Http.Running;

/// <summary>Processor time from /proc, in ticks of 10 ms.</summary>
internal static class CpuTime
{
    private const double TicksPerSecond = 100;
    private const int Parent = 1;
    private const int User = 11;
    private const int ChildrenSystem = 14;

    /// <summary>
    /// Seconds that the processes have used, their children (such as PostgreSQL's backends, ended or not) included.
    /// </summary>
    public static double Of(IReadOnlyCollection<int> processes)
    {
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (
                !int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                || Fields(folder) is not { } fields
            )
                continue;
            if (processes.Contains(id))
                ticks += fields[User..(ChildrenSystem + 1)].Sum(Number);
            else if (processes.Contains((int)Number(fields[Parent])))
                ticks += fields[User..(User + 2)].Sum(Number);
        }

        return ticks / TicksPerSecond;
    }

    /// <summary>Seconds that all cores together have been busy since the machine started.</summary>
    public static double OfMachine()
    {
        // user nice system idle iowait irq softirq steal
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (
                Number(fields[1])
                + Number(fields[2])
                + Number(fields[3])
                + Number(fields[6])
                + Number(fields[7])
                + Number(fields[8])
            ) / TicksPerSecond;
    }

    private static string[]? Fields(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null; // it ended meanwhile
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
