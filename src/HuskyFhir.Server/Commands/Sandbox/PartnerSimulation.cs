using System.CommandLine;
using HuskyFhir.Server.Partners.Declared;
using HuskyFhir.Simulation.Partner;
using Spectre.Console;

namespace HuskyFhir.Server.Commands.Sandbox;

/// <summary><c>partner simulate</c>: the other side of the exchange, for developers.</summary>
internal static class PartnerSimulation
{
    public static Command Make()
    {
        var name = new Option<string>("--partner") { Description = "The partner to play.", Required = true };
        var folder = new Option<DirectoryInfo?>("--folder")
        {
            Description =
                "The folder of its boxes; that of the settings by default. Name it for one that an SFTP server serves.",
        };
        var once = new Option<bool>("--once") { Description = "Answers what lies there, and ends." };
        var reject = new Option<int>("--reject") { Description = "Refuses each last of so many members." };
        var rejectSets = new Option<bool>("--reject-sets")
        {
            Description = "A refused member takes its whole set with it.",
        };
        var rejectFiles = new Option<bool>("--reject-files") { Description = "Refuses each file at its arrival." };
        var delay = new Option<int>("--delay") { Description = "Lets files lie for so many seconds." };
        var duplicate = new Option<bool>("--duplicate") { Description = "Sends each answer twice." };
        var corrupt = new Option<bool>("--corrupt") { Description = "Sends a cut-off copy before each answer." };
        var silent = new Option<bool>("--silent") { Description = "Takes files and never answers." };
        var stray = new Option<bool>("--stray") { Description = "Also answers a number that was never sent." };
        var command = new Command(
            "simulate",
            Example.With(
                "Plays a partner over folders: takes files, keeps a ledger of its own, and answers as told. Ctrl-C ends it.",
                "partner simulate --partner dss --once",
                "partner simulate --partner dss --once --reject 5 --duplicate --corrupt"
            )
        )
        {
            name,
            folder,
            once,
            reject,
            rejectSets,
            rejectFiles,
            delay,
            duplicate,
            corrupt,
            silent,
            stray,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    new PartnerRegistry(Configured.Load(), TimeProvider.System).Of(parsed.GetRequiredValue(name)),
                    parsed.GetValue(folder),
                    parsed.GetValue(once),
                    new()
                    {
                        RejectEvery = parsed.GetValue(reject),
                        RejectSets = parsed.GetValue(rejectSets),
                        RejectFiles = parsed.GetValue(rejectFiles),
                        Delay = TimeSpan.FromSeconds(parsed.GetValue(delay)),
                        Duplicate = parsed.GetValue(duplicate),
                        Corrupt = parsed.GetValue(corrupt),
                        Silent = parsed.GetValue(silent),
                        Stray = parsed.GetValue(stray),
                    },
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        ScheduledPartner each,
        DirectoryInfo? folder,
        bool once,
        SimulatedConduct conduct,
        CancellationToken cancellation
    )
    {
        var partner = new SimulatedPartner(
            folder?.FullName ?? each.Folder,
            each.Partner.Outbox,
            each.Partner.Inbox,
            conduct,
            TimeProvider.System,
            each.Partner.Format
        );
        do
        {
            var entries = await partner.TurnAsync(cancellation);
            foreach (var entry in entries)
                AnsiConsole.MarkupLineInterpolated(
                    $"[green]{entry.Verdict}[/] number {entry.Number}: {entry.Members} members, {entry.Refused} refused{(conduct.Silent ? "; not answered" : string.Empty)}"
                );
            if (once && entries.Count == 0)
                AnsiConsole.MarkupLineInterpolated(
                    $"nothing lies in {Path.Combine(folder?.FullName ?? each.Folder, each.Partner.Outbox)}; 'exchange run --partner {each.Partner.Name}' puts it there."
                );
            if (!once)
                await Task.Delay(TimeSpan.FromMilliseconds(500), cancellation);
        } while (!once);
        return 0;
    }
}
