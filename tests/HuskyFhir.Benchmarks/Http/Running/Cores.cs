using System.Globalization;

namespace HuskyFhir.Benchmarks.Http.Running;

/// <summary>
/// What runs where: the server with its database on the first core, the load on the second. Where taskset is missing,
/// anywhere.
/// </summary>
internal static class Cores
{
    public const int Server = 0;
    public const int Load = 1;

    /// <summary>Whether both sides have a core of their own; without that, figures say little.</summary>
    public static bool Pinned { get; } = Tools.Find("taskset") is not null && Environment.ProcessorCount > 1;

    /// <summary>The command, bound to a core.</summary>
    public static string[] On(int core, params string[] command) =>
        Pinned ? ["taskset", "-c", core.ToString(CultureInfo.InvariantCulture), .. command] : command;
}
