using System.Globalization;
using HuskyFhir.Server.Tests.Commands;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Simulation.Partner;

namespace HuskyFhir.Server.Tests.Exchanges;

/// <summary>
/// The exchange as an operator sees it, by the built executable: refusals, troubles, and several processes at once.
/// </summary>
public sealed class ExchangeCommandTests(PostgresServer postgres) : InFolder
{
    private const string Ledger = "SELECT count(*) FROM exchange_runs";

    public static TheoryData<string, string> Stores =>
        new()
        {
            { "Sqlite", "x12-834" },
            { "Sqlite", "fhir" },
            { "Postgres", "x12-834" },
            { "Postgres", "fhir" },
        };

    private string Boxes => Path.Combine(Folder, "boxes");

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task OneOf500_IsRefused_AndGoesAgainAlone(string provider, string format)
    {
        var settings = await SettingsAsync(provider, format);
        await MoveAsync(settings, 500);
        Assert.Contains(
            "500 members",
            (await OkAsync(settings, "exchange", "run", "--partner", "dss")).Out,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "500 members, 1 refused",
            (await OkAsync(settings, "partner", "simulate", "--partner", "dss", "--once", "--reject", "500")).Out,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "499 members taken, 1 refused, 0 to be sent again",
            (await OkAsync(settings, "exchange", "run", "--partner", "dss", "--answers")).Out,
            StringComparison.Ordinal
        );

        // It waits for its mending and for nothing else: a run without it has nothing to say.
        Assert.Contains(
            "nothing to send",
            (await OkAsync(settings, "exchange", "run", "--partner", "dss")).Out,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "rejected Patient/",
            (await OkAsync(settings, "exchange", "show", "--partner", "dss", "--number", "1")).Out,
            StringComparison.Ordinal
        );
        await OkAsync(settings, "exchange", "requeue", "--partner", "dss");
        Assert.Contains(
            "number 2: 1 members",
            (await OkAsync(settings, "exchange", "run", "--partner", "dss")).Out,
            StringComparison.Ordinal
        );
        await OkAsync(settings, "partner", "simulate", "--partner", "dss", "--once");
        await OkAsync(settings, "exchange", "run", "--partner", "dss", "--answers");
        await OkAsync(
            settings,
            "exchange",
            "reconcile",
            "--partner",
            "dss",
            "--ledger",
            Path.Combine(Boxes, SimulatedPartner.LedgerName)
        );
        await using var stored = await Stored.OpenAsync(settings[0].Value, settings[1].Value);
        Assert.Equal(0, await stored.CountAsync("SELECT count(*) FROM change_states WHERE state <> 'acknowledged'"));
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public async Task Conduct_OfAPartnerThatDoublesCutsAndStrays_MovesNothingTwice(string provider)
    {
        var settings = await SettingsAsync(provider, "x12-834");
        await MoveAsync(settings, 20);
        await OkAsync(settings, "exchange", "run", "--partner", "dss");
        await OkAsync(
            settings,
            "partner",
            "simulate",
            "--partner",
            "dss",
            "--once",
            "--duplicate",
            "--corrupt",
            "--stray"
        );
        await OkAsync(settings, "exchange", "run", "--partner", "dss", "--answers");
        var status = await RunWithAsync(settings, "exchange", "status", "--partner", "dss");
        Assert.Contains("quarantined", status.Out, StringComparison.Ordinal);
        Assert.Contains("closed, accepted", status.Out, StringComparison.Ordinal);
        await using var stored = await Stored.OpenAsync(settings[0].Value, settings[1].Value);
        Assert.Equal(20, await stored.CountAsync("SELECT CAST(acknowledged AS bigint) FROM exchange_runs"));
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public async Task TwoProcesses_OfOneSchedule_MakeOneRun(string provider)
    {
        var settings = await SettingsAsync(provider, "fhir");
        await MoveAsync(settings, 30);
        var ended = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => RunWithAsync(settings, "jobs", "run", "exchange:dss"))
        );
        Assert.Single(ended, static each => each.Out.Contains("number 1: 30 members", StringComparison.Ordinal));
        Assert.All(
            ended,
            static each =>
                Assert.True(
                    each.Code == 0 || each.Out.Contains("busy", StringComparison.Ordinal),
                    each.Out + each.Error
                )
        );
        await LoadAsync(settings, 30, street: 2);
        Assert.Contains(
            "nothing to send",
            (await OkAsync(settings, "jobs", "run", "exchange:dss")).Out,
            StringComparison.Ordinal
        );
        await using var stored = await Stored.OpenAsync(settings[0].Value, settings[1].Value);
        Assert.Equal(1, await stored.CountAsync(Ledger));
        Assert.Single(
            Directory
                .EnumerateFiles(Path.Combine(Boxes, "to-partner"), "*.ndjson*")
                .Where(static name => !name.Contains("manifest", StringComparison.Ordinal))
                .DefaultIfEmpty("none")
                .Take(2)
        );
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public async Task AServerWithAnotherKey_GetsNothing_AndTheRunWaits(string provider)
    {
        await using var sftp = await SshServer.StartAsync(Boxes, Cancellation);
        var settings = await SettingsAsync(provider, "x12-834");
        await MoveAsync(settings, 3);
        var stranger = await RunWithAsync(
            [.. settings, .. sftp.Settings("dss", "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")],
            "exchange",
            "run",
            "--partner",
            "dss"
        );
        Assert.Equal(1, stranger.Code);
        Assert.Contains("host-key-changed", stranger.Out, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Boxes, "to-partner")));
        Assert.Equal(1, (await RunWithAsync(settings, "exchange", "status", "--partner", "dss")).Code);
        Assert.Contains(
            "number 1: 3 members",
            (await OkAsync([.. settings, .. sftp.Settings("dss")], "exchange", "run", "--partner", "dss")).Out,
            StringComparison.Ordinal
        );
        Assert.Single(Directory.EnumerateFiles(Path.Combine(Boxes, "to-partner")));
    }

    [Theory]
    [InlineData("Format", "csv", "fhir, x12-834 or table")]
    [InlineData("Format", "table", "FormatFile")]
    [InlineData("Schedule", "daily", "cron")]
    [InlineData("TimeZone", "Mars/Olympus", "America/New_York")]
    [InlineData("MissingAfterHours", "1", "late before it is missing")]
    [InlineData("Transport", "ftp", "folder or sftp")]
    [InlineData("Transport", "sftp", "Host")]
    [InlineData("Misfire", "Never", "Relaxed")]
    [InlineData("Plan__TaxId", "12", "nine digits")]
    [InlineData("EncryptTo", "no-such-key.asc", "EncryptTo")]
    public async Task WrongSettings_OfAPartner_EndTheStartWithASentence(string name, string value, string told)
    {
        var ended = await RunWithAsync([($"Partners__dss__{name}", value)], "exchange", "status", "--partner", "dss");
        Assert.Equal(2, ended.Code);
        Assert.Contains("Partners:dss", ended.Error, StringComparison.Ordinal);
        Assert.Contains(told, ended.Error, StringComparison.Ordinal);
    }

    /// <summary>The README's five commands, with everything by default.</summary>
    [Fact]
    public async Task AChange_GoesThereAndBack_InFiveCommands()
    {
        await OkAsync([], "load", HuskyServer.SamplesFolder);
        var moved = Write(
            "moved.json",
            (
                await File.ReadAllTextAsync(Path.Combine(HuskyServer.SamplesFolder, "03-middletown.json"), Cancellation)
            ).Replace("Otter Lane", "Beaver Lane", StringComparison.Ordinal)
        );
        await OkAsync([], "load", moved);
        Assert.Contains(
            "number 1: ",
            (await OkAsync([], "exchange", "run", "--partner", "dss")).Out,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "0 refused",
            (await OkAsync([], "partner", "simulate", "--partner", "dss", "--once")).Out,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "members taken, 0 refused",
            (await OkAsync([], "exchange", "run", "--partner", "dss", "--answers")).Out,
            StringComparison.Ordinal
        );
        await OkAsync(
            [],
            "exchange",
            "reconcile",
            "--partner",
            "dss",
            "--ledger",
            Path.Combine("data", "exchange", "dss", "partner-ledger.ndjson")
        );
        Assert.Contains(
            "dss: 0 changes wait",
            (await OkAsync([], "exchange", "status", "--partner", "dss")).Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Check_TriesASettingsFileThatTheServiceDoesNotHaveYet()
    {
        (string, string)[] added =
        [
            ("Partners__newcomer__Folder", Boxes),
            .. Layouts
                .Settings("csv.json")
                .Select(static each => (each.Name.Replace("dss", "newcomer", StringComparison.Ordinal), each.Value)),
        ];
        var well = await OkAsync(added, "partner", "check", "--partner", "newcomer");
        Assert.Contains("table:csv", well.Out, StringComparison.Ordinal);
        Assert.Contains("to-partner: 0 files", well.Out, StringComparison.Ordinal);
        var broken = await RunWithAsync(
            [
                .. added,
                ("Partners__newcomer__Transport", "sftp"),
                ("Partners__newcomer__Sftp__Host", "127.0.0.1"),
                ("Partners__newcomer__Sftp__User", "nobody"),
            ],
            "partner",
            "check",
            "--partner",
            "newcomer"
        );
        Assert.Equal(2, broken.Code);
        Assert.Contains("HostKey", broken.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retention_PurgesWhatIsOlderThanItsYears_WithATrace()
    {
        var settings = await SettingsAsync("Sqlite", "x12-834");
        await MoveAsync(settings, 2);
        await OkAsync(settings, "exchange", "run", "--partner", "dss");
        var file = Assert.Single(Directory.GetFiles(Path.Combine(Folder, "spool", "sent")));
        await OkAsync(settings, "jobs", "run", "exchange-retention");
        Assert.True(File.Exists(file));
        File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddYears(-7));
        Assert.Contains(
            "1 files",
            (await OkAsync(settings, "jobs", "run", "exchange-retention")).Out,
            StringComparison.Ordinal
        );
        Assert.False(File.Exists(file));
        await using var stored = await Stored.OpenAsync(settings[0].Value, settings[1].Value);
        Assert.Equal(1, await stored.CountAsync("SELECT count(*) FROM audit WHERE action = 'exchange-purge'"));
    }

    [Fact]
    public async Task Jobs_AreListedWithThePartners()
    {
        var listed = await RunAsync("jobs", "list");
        Assert.Equal(0, listed.Code);
        Assert.Contains("exchange:dss  0 6 * * * America/New_York", listed.Out, StringComparison.Ordinal);
    }

    private async Task<(string Name, string Value)[]> SettingsAsync(string provider, string format) =>
        [
            .. await Databases.SettingsAsync(provider, Folder, postgres),
            ("Partners__dss__Format", format),
            ("Partners__dss__Folder", Boxes),
            ("Partners__dss__Spool", Path.Combine(Folder, "spool")),
        ];

    private async Task<HuskyProcess.Ended> OkAsync((string Name, string Value)[] settings, params string[] arguments)
    {
        var ended = await RunWithAsync(settings, arguments);
        Assert.True(
            ended.Code == 0,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{string.Join(' ', arguments)}: {ended.Code} {ended.Out}{ended.Error}"
            )
        );
        return ended;
    }

    /// <summary>Members who came earlier, and have a new address now: that is what a partner must know.</summary>
    private async Task MoveAsync((string Name, string Value)[] settings, int members)
    {
        await LoadAsync(settings, members, street: 0);
        await LoadAsync(settings, members);
    }

    private Task<HuskyProcess.Ended> LoadAsync((string Name, string Value)[] settings, int members, int street = 1) =>
        OkAsync(
            settings,
            "load",
            Write(
                "members.ndjson",
                string.Join(
                    '\n',
                    Enumerable.Range(1, members).Select(number => ExchangeMembers.Patient(number, street))
                ) + "\n"
            )
        );
}
