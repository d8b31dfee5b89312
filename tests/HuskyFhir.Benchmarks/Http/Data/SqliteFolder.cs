namespace HuskyFhir.Benchmarks.Http.Data;

/// <summary>
/// Where a run keeps its SQLite files: a folder of its own, since the service refuses one that others may look into, and
/// PostgreSQL, which runs as another user, must be able to pass through the folder above.
/// </summary>
internal static class SqliteFolder
{
    /// <summary>The connection string of a file in it; the folder is made where it is not there.</summary>
    public static string Connection(string scratch, string file)
    {
        var folder = Path.Combine(scratch, "sqlite");
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(
                folder,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        return $"Data Source={Path.Combine(folder, file)}";
    }
}
