using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace HuskyFhir.Server.Tests.Running;

/// <summary>
/// Puts the databases of a test run into memory where the machine has room: the suite commits hundreds of thousands of
/// transactions, and a disk that is flushed for each makes it twice as long. What durability promises is tested by
/// killing processes, and those do not lose what the system holds for them.
/// </summary>
internal static class ScratchFolder
{
    private const string Memory = "/dev/shm";
    private const string Prefix = "husky-tests-";
    private const long RoomBytes = 4L * 1024 * 1024 * 1024;

    /// <summary>Every temporary folder of this process and of its children is made in here.</summary>
    [ModuleInitializer]
    internal static void Choose()
    {
        // Each host would watch its settings files, and a user may have 128 such watches: more services run here.
        Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
        if (!Directory.Exists(Memory) || new DriveInfo(Memory).AvailableFreeSpace < RoomBytes)
            return;
        RemoveLeftBehind();
        var folder = Path.Combine(Memory, Prefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        // The database server of the tests runs as a user of its own where the tests run as root.
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        Environment.SetEnvironmentVariable("TMPDIR", folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(folder);
    }

    /// <summary>A run that was killed could not clean up, and memory is dear.</summary>
    private static void RemoveLeftBehind()
    {
        foreach (var folder in Directory.EnumerateDirectories(Memory, Prefix + "*"))
            if (
                !int.TryParse(Path.GetFileName(folder)[Prefix.Length..], CultureInfo.InvariantCulture, out var owner)
                || !Runs(owner)
            )
                Remove(folder);
    }

    private static bool Runs(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody else's, or still in use by a child that ends a moment later: the next run removes it.
        }
    }
}
