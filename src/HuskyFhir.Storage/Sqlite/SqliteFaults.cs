using Microsoft.Data.Sqlite;

namespace HuskyFhir.Storage.Sqlite;

/// <summary>What a failing disk means for the store: SQLite's own words name neither the file nor what to do.</summary>
internal static class SqliteFaults
{
    private const int ReadOnly = 8;
    private const int Failing = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;

    /// <summary>Whether the fault is of the disk or of the rights to it.</summary>
    public static bool IsOfTheDisk(SqliteException fault) =>
        fault.SqliteErrorCode is ReadOnly or Failing or Full or CannotOpen;

    /// <summary>The same fault with the file and the way to mend it.</summary>
    public static StoreUnusableException Of(SqliteException fault, string path) =>
        new(
            fault.SqliteErrorCode switch
            {
                Full =>
                    $"The disk that holds '{path}' is full. Nothing of this work was kept. Make room on it, or move the folder to a "
                        + "larger disk; the service then goes on by itself.",
                ReadOnly =>
                    $"'{path}' cannot be written by the user '{Environment.UserName}': the file, its folder or the disk is "
                        + "read-only. Give that user the right to write the file and its folder (chown, chmod u+w), or mount the disk for writing.",
                CannotOpen =>
                    $"'{path}' cannot be opened by the user '{Environment.UserName}'. Check that the folder is there, and that "
                        + "this user may read and write the file and its folder (chown, chmod u+rw).",
                _ =>
                    $"The disk that holds '{path}' does not work as it should: {fault.Message} Check the disk and the room on it.",
            },
            fault
        );
}
