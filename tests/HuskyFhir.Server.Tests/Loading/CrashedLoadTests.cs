using System.Diagnostics;
using HuskyFhir.Server.Tests.Commands;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Loading;

/// <summary><c>load</c>, killed (SIGKILL) again and again at moments drawn by chance, on SQLite.</summary>
public sealed class CrashedSqliteLoadTests(PostgresServer postgres, ITestOutputHelper output)
    : CrashedLoad(postgres, output)
{
    [Fact]
    public Task Load_KilledAtAnyMoment_LeavesWholeTransactionsAndEndsWithTheFullSet() => KillAsync("Sqlite");
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class CrashedPostgresLoadTests(PostgresServer postgres, ITestOutputHelper output)
    : CrashedLoad(postgres, output)
{
    [Fact]
    public Task Load_KilledAtAnyMoment_LeavesWholeTransactionsAndEndsWithTheFullSet() => KillAsync("Postgres");
}

/// <summary>
/// What both do: kill, look, go on from there; then load to the end and compare with a load that nothing disturbed.
/// </summary>
public abstract class CrashedLoad(PostgresServer postgres, ITestOutputHelper output) : InFolder
{
    private const int Kills = 10;
    private const int KillsOfOneDatabase = 4;

    protected async Task KillAsync(string provider)
    {
        var seed = Environment.TickCount;
        var told = $"seed {seed}, {provider}";
        output.WriteLine(told);
        var chance = new Random(seed);
        var files = Path.Combine(Folder, "files");
        var total = CrashFiles.Write(files, Cancellation);
        var states = new HashSet<long>();
        var settings = Array.Empty<(string Name, string Value)>();
        var kills = 0;
        for (var run = 0; kills < Kills && run < 3 * Kills; run++)
        {
            if (kills % KillsOfOneDatabase == 0 || run == 0)
                settings = await NewAsync(provider, run);
            if (await KillOnceAsync(settings, files, chance))
                kills++;
            await using var stored = await OpenAsync(settings);
            await WholeTransactions.CheckAsync(stored, told);
            states.Add(await stored.CountAsync("SELECT count(*) FROM resources"));
        }

        output.WriteLine($"{kills} kills left {string.Join(", ", states.Order())} of {total} resources");
        Assert.Equal(Kills, kills);
        Assert.True(
            states.Count >= 3,
            $"The kills came at too few different moments ({told}): {string.Join(", ", states)}."
        );
        await FinishAsync(settings, await NewAsync(provider, -1), files, total, told);
    }

    private async Task FinishAsync(
        (string Name, string Value)[] crashed,
        (string Name, string Value)[] undisturbed,
        string files,
        long total,
        string told
    )
    {
        foreach (var settings in ((string, string)[][])[crashed, undisturbed])
        {
            var ended = await RunWithAsync(settings, "load", files);
            Assert.True(ended.Code == 0, $"{ended.Out} {ended.Error} ({told})");
        }

        await using var after = await OpenAsync(crashed);
        await using var expected = await OpenAsync(undisturbed);
        await WholeTransactions.CheckAsync(after, told);
        Assert.Equal(await WholeTransactions.CountsAsync(expected), await WholeTransactions.CountsAsync(after));
        // That nothing was written twice is told by the number of versions above: one that replaces another changes it.
        Assert.Equal(
            total,
            await after.CountAsync(
                "SELECT count(*) FROM resources WHERE type NOT IN ('CareTeam', 'Group') AND NOT EXISTS (SELECT 1 FROM observation_token t WHERE t.owner = resources.id AND t.code = '45473-6')"
            )
        );
    }

    /// <summary>
    /// A load killed when some more has been stored, or simply after a while; false when it ended before.
    /// </summary>
    private async Task<bool> KillOnceAsync((string Name, string Value)[] settings, string files, Random chance)
    {
        await using var load = HuskyProcess.Start(Folder, settings, null, "load", files);
        var more = chance.Next(3) == 0 ? long.MaxValue : chance.Next(1, 900);
        var longest = TimeSpan.FromMilliseconds(more == long.MaxValue ? chance.Next(200, 1200) : 20_000);
        var ended = load.EndAsync();
        await using var stored = await OpenAsync(settings);
        var before = await stored.CountAsync("SELECT count(*) FROM changes");
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < longest && !ended.IsCompleted; )
        {
            if (await stored.CountAsync("SELECT count(*) FROM changes") >= before + Math.Min(more, 1_000_000))
                break;
            await Task.WhenAny(ended, Task.Delay(5, Cancellation));
        }

        await Task.WhenAny(ended, Task.Delay(chance.Next(0, 150), Cancellation));
        var killed = !ended.IsCompleted;
        if (killed)
            load.Kill();
        await ended;
        return killed;
    }

    private async Task<(string Name, string Value)[]> NewAsync(string provider, int run)
    {
        var folder = Directory
            .CreateDirectory(
                Path.Combine(Folder, $"run{run}"),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            )
            .FullName;
        var settings = await Databases.SettingsAsync(provider, folder, postgres);
        var migrated = await RunWithAsync(settings, "migrate");
        Assert.True(migrated.Code == 0, migrated.Error);
        return settings;
    }

    private static Task<Stored> OpenAsync((string Name, string Value)[] settings) =>
        Stored.OpenAsync(settings[0].Value, settings[1].Value);
}
