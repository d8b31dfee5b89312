using System.Diagnostics;
using System.Globalization;
using System.Text;
using HuskyFhir.Server.Tests.Commands;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Enrolments;

/// <summary>
/// <c>enrol</c>, killed (SIGKILL) again and again at moments drawn by chance: each member is loaded once, and the
/// report is that of a run that nothing disturbed.
/// </summary>
public sealed class CrashedEnrolmentTests(PostgresServer postgres, ITestOutputHelper output) : InFolder
{
    private const int Kills = 8;
    private const int Members = 1_500;

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public async Task Enrol_KilledAtAnyMoment_LoadsEachMemberOnce(string provider)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}, {provider}");
        var chance = new Random(seed);
        (string, string)[] settings =
        [
            .. await Commands.Databases.SettingsAsync(provider, Folder, postgres),
            ("Validation__RequireOwnProfiles", "true"),
            ("Partners__dss__Test", "false"),
            ("Partners__dss__Enrolment__CheckParties", "false"),
        ];
        var file = Path.Combine(Folder, "many.834");
        var text = Files834.Of(
            "2",
            [
                .. Enumerable
                    .Range(0, Members)
                    .Select(static at => Files834.Subscriber($"K{at:D6}", "INVENTED" + (char)('A' + (at % 26)))),
            ]
        );
        await File.WriteAllBytesAsync(file, text, Cancellation);
        var migrated = await RunWithAsync(settings, "migrate");
        Assert.True(migrated.Code == 0, migrated.Error);
        var kills = 0;
        for (var run = 0; run < 3 * Kills && kills < Kills; run++)
            if (await KillOnceAsync(settings, file, kills + 1, chance))
                kills++;
        var ended = await RunWithAsync(settings, "enrol", file);
        Assert.True(ended.Code == 0, $"{ended.Out} {ended.Error} (seed {seed})");
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"done; {Members} created"),
            ended.Out,
            StringComparison.Ordinal
        );
        await using var stored = await Stored.OpenAsync(settings[0].Item2, settings[1].Item2);
        Assert.Equal(
            Members,
            await stored.CountAsync("SELECT COUNT(*) FROM resources WHERE type = 'Patient' AND version = 1")
        );
        Assert.Equal(
            Members,
            await stored.CountAsync("SELECT COUNT(*) FROM resources WHERE type = 'Coverage' AND version = 1")
        );
        Assert.Equal(2 * Members, await stored.CountAsync("SELECT COUNT(*) FROM resources"));
        Assert.Equal(
            Members,
            await stored.CountAsync("SELECT COUNT(*) FROM enrolment_outcomes WHERE outcome = 'created'")
        );
        Assert.Equal(1, await stored.CountAsync("SELECT COUNT(*) FROM enrolment_files"));
        var answer = Assert.Single(
            Directory.GetFiles(Path.Combine(Folder, "data", "exchange", "dss", "enrolment-answers"))
        );
        Assert.Contains(
            "AK9*A*1*1*1~",
            Encoding.Latin1.GetString(await File.ReadAllBytesAsync(answer, Cancellation)),
            StringComparison.Ordinal
        );
        Assert.True(kills >= 3, $"Only {kills} kills came in time (seed {seed}).");
        output.WriteLine($"{kills} kills; {ended.Out}");
    }

    /// <summary>Killed when some more members are settled; false when it ended before.</summary>
    private async Task<bool> KillOnceAsync((string Name, string Value)[] settings, string file, int nth, Random chance)
    {
        await using var run = HuskyProcess.Start(Folder, settings, null, "enrol", file);
        var ended = run.EndAsync();
        await using var stored = await Stored.OpenAsync(settings[0].Value, settings[1].Value);
        var wanted = (nth * Members / (Kills + 1)) - chance.Next(0, 100);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(60) && !ended.IsCompleted; )
        {
            if (await stored.CountAsync("SELECT COUNT(*) FROM enrolment_outcomes") >= wanted)
                break;
            await Task.WhenAny(ended, Task.Delay(5, Cancellation));
        }

        await Task.WhenAny(ended, Task.Delay(chance.Next(0, 60), Cancellation));
        var killed = !ended.IsCompleted;
        if (killed)
            run.Kill();
        await ended;
        return killed;
    }
}
