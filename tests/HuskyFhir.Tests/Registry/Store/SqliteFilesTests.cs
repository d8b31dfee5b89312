using HuskyFhir.Core.Files;
using HuskyFhir.Plan.Catalog.Schema;
using HuskyFhir.Storage;
using Microsoft.Data.Sqlite;

namespace HuskyFhir.Tests.Registry.Store;

/// <summary>
/// The files of an embedded store: nobody else's, and in plain words where the disk does not take them.
/// </summary>
public sealed class SqliteFilesTests : IDisposable
{
    private readonly string above = Directory.CreateTempSubdirectory("husky-files-").FullName;

    private string Folder => Path.Combine(above, "data");

    private string File => Path.Combine(Folder, "husky.db");

    private StoreOptions Options => new("Sqlite", $"Data Source={File}");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(above, recursive: true);

    [Fact]
    public async Task Store_ThatIsMade_IsReadableForItsOwnerAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no Unix permissions here.");
        await Options.Schema().RunAsync(Cancellation);
        await using var database = Options.Open();
        await WriteAsync(database, "CREATE TABLE a (b TEXT)");
        await database.WriteBehindAsync(work => Done(work, "CREATE TABLE a (b TEXT)"), Cancellation);
        var files = Directory.GetFiles(Folder);
        foreach (
            var expected in (string[])
                ["husky.db", "husky.db-wal", "husky.db-shm", "husky.looks.db", "husky.looks.db-wal"]
        )
            Assert.Contains(expected, files.Select(static file => Path.GetFileName(file)));
        Assert.All(files, static file => PrivateFiles.Demand(file));
        PrivateFiles.Demand(Folder);
    }

    [Theory]
    [InlineData("husky.db")]
    [InlineData("husky.db-wal")]
    [InlineData("husky.looks.db")]
    [InlineData("")]
    public async Task Store_ThatOthersMayRead_IsNotOpened_UnlessASettingSaysSo(string exposed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no Unix permissions here.");
        await Options.Schema().RunAsync(Cancellation);
        PrivateFiles.CreateFile(Path.Combine(Folder, "husky.db-wal"));
        var path = exposed.Length == 0 ? Folder : Path.Combine(Folder, exposed);
        System.IO.File.SetUnixFileMode(path, System.IO.File.GetUnixFileMode(path) | UnixFileMode.OtherRead);
        Assert.Contains("chmod", Assert.Throws<ExposedFileException>(Options.Open).Message, StringComparison.Ordinal);
        Assert.Contains(
            path,
            (await Assert.ThrowsAsync<ExposedFileException>(() => Options.Schema().RunAsync(Cancellation))).Message,
            StringComparison.Ordinal
        );
        var shared = Options with { AllowSharedFiles = true };
        await shared.Schema().RunAsync(Cancellation);
        await shared.Open().DisposeAsync();
    }

    [Fact]
    public async Task Disk_ThatIsFull_IsSaidSo_AndTheStoreGoesOnWhenThereIsRoom()
    {
        await Options.Schema().RunAsync(Cancellation);
        await using var database = Options.Open();
        await WriteAsync(database, "CREATE TABLE a (b TEXT)");
        // SQLite answers a database at its largest as it answers a full disk.
        await WriteAsync(database, "PRAGMA max_page_count = 1");
        var full = await Assert.ThrowsAsync<StoreUnusableException>(() =>
            WriteAsync(database, "INSERT INTO a VALUES (hex(zeroblob(100000)))")
        );
        Assert.Contains($"The disk that holds '{File}' is full", full.Message, StringComparison.Ordinal);
        Assert.Equal(13, Assert.IsType<SqliteException>(full.InnerException).SqliteErrorCode);
        await WriteAsync(database, "PRAGMA max_page_count = 1000000");
        await WriteAsync(database, "INSERT INTO a VALUES (hex(zeroblob(100000)))");
        Assert.Single(await database.QueryAsync(new("SELECT b FROM a"), static row => row.Text(0), Cancellation));
    }

    [Fact]
    public async Task File_ThatCannotBeWrittenOrOpened_IsNamed_WithTheWayToMendIt()
    {
        await Options.Schema().RunAsync(Cancellation);
        await Options.Open().DisposeAsync();
        await using var database = new StoreOptions("Sqlite", $"Data Source={File};Mode=ReadOnly").Open();
        var refused = await Assert.ThrowsAsync<StoreUnusableException>(() =>
            WriteAsync(database, "CREATE TABLE a (b TEXT)")
        );
        Assert.Contains($"'{File}' cannot be written", refused.Message, StringComparison.Ordinal);
        Assert.Contains("chown", refused.Message, StringComparison.Ordinal);
        await using var absent = new StoreOptions("Sqlite", $"Data Source={above}/nowhere/husky.db").Open();
        Assert.Contains(
            "cannot be opened",
            (
                await Assert.ThrowsAsync<StoreUnusableException>(() =>
                    absent.QueryAsync(new("SELECT 1"), static row => row.Long(0), Cancellation)
                )
            ).Message,
            StringComparison.Ordinal
        );
    }

    private static Task WriteAsync(Database database, string sql) =>
        database.WriteAsync(work => Done(work, sql), Cancellation);

    private static Task<bool> Done(Work work, string sql)
    {
        work.Run(new(sql));
        return Task.FromResult(true);
    }
}
