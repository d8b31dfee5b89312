using System.Diagnostics;
using HuskyFhir.Server.Tests.Commands;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Exchanges;

/// <summary>A disk without room, here and at the partner: a real one, of 64 KB.</summary>
public sealed class FullDiskTests(PostgresServer postgres) : InFolder
{
    private const int Members = 500;

    [Theory]
    [InlineData("Sqlite", "spool")]
    [InlineData("Sqlite", "boxes")]
    [InlineData("Postgres", "spool")]
    [InlineData("Postgres", "boxes")]
    public async Task AFullDisk_HoldsTheRunUp_AndItGoesOnWhenThereIsRoom(string provider, string small)
    {
        var disk = Directory.CreateDirectory(Path.Combine(Folder, small)).FullName;
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && await MountAsync("-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", disk),
            "To mount a small disk is not allowed here."
        );
        try
        {
            (string Name, string Value)[] settings =
            [
                .. await Databases.SettingsAsync(provider, Folder, postgres),
                ("Partners__dss__Folder", Path.Combine(Folder, "boxes")),
                ("Partners__dss__Spool", Path.Combine(Folder, "spool")),
            ];
            foreach (var street in (int[])[0, 1])
                Assert.Equal(
                    0,
                    (
                        await RunWithAsync(
                            settings,
                            "load",
                            Write(
                                "members.ndjson",
                                string.Join(
                                    '\n',
                                    Enumerable
                                        .Range(1, Members)
                                        .Select(number => ExchangeMembers.Patient(number, street))
                                ) + "\n"
                            )
                        )
                    ).Code
                );
            var held = await RunWithAsync(settings, "exchange", "run", "--partner", "dss");
            Assert.Equal(1, held.Code);
            Assert.Contains("disk-full There is no room for", held.Out, StringComparison.Ordinal);
            Assert.Contains(
                "disk-full",
                (await RunWithAsync(settings, "exchange", "status", "--partner", "dss")).Out,
                StringComparison.Ordinal
            );

            Assert.True(await MountAsync("-o", "remount,size=16m", disk));
            var sent = await RunWithAsync(settings, "exchange", "run", "--partner", "dss");
            Assert.True(sent.Code == 0, sent.Out + sent.Error);
            Assert.Contains($"number 1: {Members} members", sent.Out, StringComparison.Ordinal);
            Assert.Contains(
                $"{Members} members, 0 refused",
                (await RunWithAsync(settings, "partner", "simulate", "--partner", "dss", "--once")).Out,
                StringComparison.Ordinal
            );
        }
        finally
        {
            await RunToolAsync("umount", disk);
        }
    }

    private static Task<bool> MountAsync(params string[] arguments) => RunToolAsync("mount", arguments);

    private static async Task<bool> RunToolAsync(string tool, params string[] arguments)
    {
        using var run = Process.Start(
            new ProcessStartInfo(tool, arguments) { RedirectStandardError = true, RedirectStandardOutput = true }
        )!;
        await run.StandardError.ReadToEndAsync(Cancellation);
        await run.WaitForExitAsync(Cancellation);
        return run.ExitCode == 0;
    }
}
