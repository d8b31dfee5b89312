using HuskyFhir.Plan.Catalog.Schema;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Storage;

namespace HuskyFhir.Server.Tests.Store;

/// <summary>The upgrade of the schema: once, under a lock, never downward, and never behind the declarations.</summary>
public sealed class SchemaTests(PostgresServer postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("husky-schema-").FullName;

    public static TheoryData<string> Databases => OnBoth.Databases;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Upgrade_ByEightAtOnce_IsDoneByOne(string provider)
    {
        var options = await EmptyAsync(provider);
        var reports = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => options.Schema().RunAsync(default)))
        );
        Assert.Single(reports, static report => report.Applied.Count > 0);
        Assert.True(await options.Schema().IsCurrentAsync(TestContext.Current.CancellationToken));
        Assert.Empty((await options.Schema().RunAsync(TestContext.Current.CancellationToken)).Applied);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Upgrade_OfANewerDatabase_IsRefused(string provider)
    {
        var options = await WithMigrationAsync(provider, "20990101000000_Later");
        var refusal = await Assert.ThrowsAsync<NewerSchemaException>(() =>
            options.Schema().RunAsync(TestContext.Current.CancellationToken)
        );
        Assert.Contains("20990101000000_Later", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NewerSchemaException>(() =>
            options.Schema().IsCurrentAsync(TestContext.Current.CancellationToken)
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Upgrade_OfADatabaseBeforeTheFirstRelease_IsRefusedWithTheWayOut(string provider)
    {
        var options = await WithMigrationAsync(provider, "20261123141135_Initial");
        var refusal = await Assert.ThrowsAsync<UnreleasedSchemaException>(() =>
            options.Schema().RunAsync(TestContext.Current.CancellationToken)
        );
        Assert.Contains("20261123141135_Initial", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("load FOLDER", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Declarations_AndMigrations_Agree(string provider) =>
        Assert.False((await EmptyAsync(provider)).Schema().HasPendingModelChanges());

    [Fact]
    public async Task Upgrade_AfterAProcessDiedInTheMiddle_GoesOn()
    {
        var options = await EmptyAsync("Sqlite");
        Directory.CreateDirectory(
            Path.Combine(folder, "new"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );
        var file = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        await using (File.Open(Path.Combine(folder, "new", "husky.db"), file)) { }

        // What EF Core's own lock leaves behind when its process is killed.
        await using (var database = options.Open())
        {
            await database.WriteAsync<object?>(
                static work =>
                {
                    work.Run(
                        new(
                            "CREATE TABLE \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL PRIMARY KEY, \"Timestamp\" TEXT NOT NULL)"
                        )
                    );
                    work.Run(new("INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-01-01')"));
                    return Task.FromResult<object?>(null);
                },
                TestContext.Current.CancellationToken
            );
        }

        Assert.NotEmpty((await options.Schema().RunAsync(TestContext.Current.CancellationToken)).Applied);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task BusinessKey_Twice_IsRefusedByTheDatabaseItself(string provider)
    {
        var options = await EmptyAsync(provider);
        await options.Schema().RunAsync(TestContext.Current.CancellationToken);
        await using var database = options.Open();
        Task<object?> InsertAsync() =>
            database.WriteAsync<object?>(
                static work =>
                {
                    work.Insert(
                        ResourceTables.BusinessKeys,
                        ["Patient", "s", "v", Guid.CreateVersion7(DateTimeOffset.UnixEpoch)]
                    );
                    return Task.FromResult<object?>(null);
                },
                TestContext.Current.CancellationToken
            );
        await InsertAsync();
        await Assert.ThrowsAsync<WriteConflictException>(InsertAsync);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>A current database that also has a migration which this build does not know.</summary>
    private async Task<StoreOptions> WithMigrationAsync(string provider, string migration)
    {
        var options = await EmptyAsync(provider);
        Assert.False(await options.Schema().IsCurrentAsync(TestContext.Current.CancellationToken));
        await options.Schema().RunAsync(TestContext.Current.CancellationToken);
        await using var database = options.Open();
        await database.WriteAsync<object?>(
            work =>
            {
                work.Run(
                    new(
                        "INSERT INTO \"__EFMigrationsHistory\" (\"MigrationId\", \"ProductVersion\") "
                            + $"VALUES ('{migration}', '10')"
                    )
                );
                return Task.FromResult<object?>(null);
            },
            TestContext.Current.CancellationToken
        );
        return options;
    }

    /// <summary>In a folder that is not there yet.</summary>
    private async Task<StoreOptions> EmptyAsync(string provider) =>
        new(provider, provider == "Sqlite" ? $"Data Source={folder}/new/husky.db" : await postgres.NewDatabaseAsync());
}
