using HuskyFhir.Core.Files;

namespace HuskyFhir.Storage.Sqlite;

/// <summary>
/// The files of an embedded store: the database, and what SQLite and an upgrade put beside it. They hold every record
/// and the signing keys, so only the service's own account may open them. SQLite gives what it makes beside a database
/// the mode of the database.
/// </summary>
internal static class SqliteFiles
{
    private static readonly string[] Beside = ["", "-wal", "-shm", "-journal", ".upgrade"];

    /// <summary>
    /// Makes the folder and an empty database where they are missing; SQLite itself would make them readable by all.
    /// </summary>
    public static void Make(string path)
    {
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        PrivateFiles.CreateFile(path);
    }

    /// <summary>Refuses a store that other accounts of the machine may read.</summary>
    /// <exception cref="ExposedFileException">The folder or one of the files is open to others.</exception>
    public static void Demand(string path)
    {
        if (!File.Exists(path))
            return;
        PrivateFiles.Demand(Path.GetDirectoryName(path)!);
        foreach (var suffix in Beside)
            PrivateFiles.Demand(path + suffix);
    }
}
