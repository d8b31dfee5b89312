using System.Globalization;
using HuskyFhir.Exchange.Runs;
using HuskyFhir.Server.Tests.Commands;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Simulation.Partner;

namespace HuskyFhir.Server.Tests.Exchanges;

/// <summary>
/// A run, killed (SIGKILL) at each of its marks, goes on with the next call: at the end each change was acknowledged
/// exactly once, and the ledgers of both sides agree. <c>HUSKY_EXCHANGE_KILLS</c> repeats all marks so many times.
/// </summary>
public sealed class CrashedRunTests(PostgresServer postgres, ITestOutputHelper output) : InFolder
{
    private const int Members = 5;

    private static int Rounds =>
        int.TryParse(
            Environment.GetEnvironmentVariable("HUSKY_EXCHANGE_KILLS"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var rounds
        )
            ? rounds
            : 1;

    [Theory]
    [InlineData("Sqlite", "folder", "x12-834")]
    [InlineData("Sqlite", "sftp", "fhir")]
    [InlineData("Postgres", "folder", "fhir")]
    [InlineData("Postgres", "sftp", "x12-834")]
    [InlineData("Sqlite", "folder", "fixed-80.json")]
    [InlineData("Postgres", "folder", "csv.json")]
    public async Task Run_KilledAtEachMark_IsAcknowledgedExactlyOnce(string provider, string transport, string format)
    {
        var boxes = Path.Combine(Folder, "boxes");
        await using var sftp = transport == "sftp" ? await SshServer.StartAsync(boxes, Cancellation) : null;
        (string Name, string Value)[] settings =
        [
            .. await Databases.SettingsAsync(provider, Folder, postgres),
            .. Layouts.Settings(format),
            ("Partners__dss__LeaseSeconds", "1"),
            ("Partners__dss__Folder", boxes),
            ("Partners__dss__Spool", Path.Combine(Folder, "spool")),
            .. sftp?.Settings("dss") ?? [],
        ];
        var partner = new SimulatedPartner(
            boxes,
            "to-partner",
            "from-partner",
            new(),
            TimeProvider.System,
            Layouts.Format(format)
        );
        await LoadAsync(settings, 0);
        for (var round = 1; round <= Rounds; round++)
        {
            await LoadAsync(settings, round);
            // One run through all of them: each process gets one mark further than the one that was killed before it.
            foreach (var mark in Enum.GetValues<RunMark>())
                await KillAsync(settings, partner, mark);
        }

        await FinishAsync(settings, partner);
    }

    private async Task KillAsync((string Name, string Value)[] settings, SimulatedPartner partner, RunMark mark)
    {
        if (mark == RunMark.AnswerFetched)
            await partner.TurnAsync(Cancellation);
        var killed = await RunWithAsync(
            [.. settings, ("HUSKY_CRASH_AT", mark.ToString())],
            "exchange",
            "run",
            "--partner",
            "dss"
        );
        output.WriteLine($"{mark}: {killed.Code}");
        Assert.True(killed.Code == 137, $"{mark} was not reached: {killed.Out} {killed.Error}");
    }

    private async Task FinishAsync((string Name, string Value)[] settings, SimulatedPartner partner)
    {
        for (var turn = 0; turn < 3; turn++)
        {
            var ran = await RunWithAsync(settings, "exchange", "run", "--partner", "dss");
            Assert.True(ran.Code == 0, ran.Out + ran.Error);
            await partner.TurnAsync(Cancellation);
        }

        await using var stored = await Stored.OpenAsync(settings[0].Value, settings[1].Value);
        Assert.Equal(0, await stored.CountAsync("SELECT count(*) FROM change_states WHERE state <> 'acknowledged'"));
        Assert.Equal(
            await stored.CountAsync("SELECT count(*) FROM reportable_changes"),
            await stored.CountAsync("SELECT count(*) FROM change_states")
        );
        var entries = partner.Ledger.Read();
        Assert.DoesNotContain(entries, static entry => entry.Verdict is "conflict" or "rejected");
        var taken = entries.Where(static entry => entry.Verdict == "taken").ToList();
        Assert.Equal(taken.Count, taken.Select(static entry => entry.Number).Distinct().Count());
        Assert.Equal(
            await stored.CountAsync("SELECT CAST(sum(members) AS bigint) FROM exchange_runs"),
            taken.Sum(static entry => entry.Members)
        );
        var reconciled = await RunWithAsync(
            settings,
            "exchange",
            "reconcile",
            "--partner",
            "dss",
            "--ledger",
            Path.Combine(Folder, "boxes", SimulatedPartner.LedgerName)
        );
        Assert.True(reconciled.Code == 0, reconciled.Out);
    }

    private async Task LoadAsync((string Name, string Value)[] settings, int street)
    {
        var lines = Enumerable.Range(1, Members).Select(number => ExchangeMembers.Patient(number, street));
        var loaded = await RunWithAsync(settings, "load", Write("members.ndjson", string.Join('\n', lines) + "\n"));
        Assert.True(loaded.Code == 0, loaded.Out + loaded.Error);
    }
}
