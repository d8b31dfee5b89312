using System.CommandLine;
using HuskyFhir.Server.Partners;
using HuskyFhir.Simulation.Partner;
using Spectre.Console;

namespace HuskyFhir.Server.Commands;

/// <summary>
/// <c>partner simulate</c>: the other side of the exchange, for developers; <c>partner check</c>: a partner's settings,
/// tried.
/// </summary>
internal static class PartnerCommand
{
    public static Command Make() => new("partner", "The other side of the exchange.") { Simulate(), Check() };

    private static Command Check()
    {
        var name = new Option<string>("--partner") { Description = "The partner to try.", Required = true };
        var command = new Command(
            "check",
            Example.With(
                "Tries a partner's settings without changing anything: the format and its layout, the way to its boxes, and whether our own folder can be written. It reads the settings anew, so that a partner may be added and tried while the service runs.",
                "partner check --partner dss"
            )
        )
        {
            name,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var each = new PartnerBook(Configured.Load(), TimeProvider.System).Of(parsed.GetRequiredValue(name));
                AnsiConsole.MarkupLineInterpolated(
                    $"[green]format[/] {each.Partner.Format.Name}, files are called such as {each.Partner.FileName(1)}"
                );
                var next = each.Next(TimeProvider.System.GetUtcNow());
                AnsiConsole.MarkupLineInterpolated(
                    $"[green]schedule[/] {(next is { } at ? $"next run {at.UtcDateTime:yyyy-MM-dd HH:mm}Z" : "by hand alone")}"
                );
                return await TryAsync(each, cancellation) ? 0 : 1;
            }
        );
        return command;
    }

    private static async Task<bool> TryAsync(ScheduledPartner each, CancellationToken cancellation)
    {
        var isWell = true;
        try
        {
            await using var way = each.Partner.Open();
            foreach (
                var box in (string[])
                    [
                        each.Partner.Outbox,
                        each.Partner.Inbox,
                        each.Settings.Enrolment.Inbox,
                        each.Settings.Enrolment.Outbox,
                    ]
            )
                AnsiConsole.MarkupLineInterpolated(
                    $"[green]box[/] {box}: {(await way.ListAsync(box, cancellation)).Count} files"
                );
        }
        catch (HuskyFhir.Exchange.Transports.TransportException fault)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{fault.Code}[/] {fault.Message}");
            isWell = false;
        }

        try
        {
            var probe = Path.Combine(
                Directory.CreateDirectory(each.Partner.Spool).FullName,
                $".check-{Guid.NewGuid():N}"
            );
            await File.WriteAllTextAsync(probe, string.Empty, cancellation);
            File.Delete(probe);
            AnsiConsole.MarkupLineInterpolated($"[green]spool[/] {each.Partner.Spool} can be written");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            AnsiConsole.MarkupLineInterpolated(
                $"[red]spool[/] {each.Partner.Spool} cannot be written: {fault.Message}"
            );
            isWell = false;
        }

        return isWell;
    }

    private static Command Simulate()
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
                    new PartnerBook(Configured.Load(), TimeProvider.System).Of(parsed.GetRequiredValue(name)),
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
