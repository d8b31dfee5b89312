using System.CommandLine;
using System.Diagnostics;
using HuskyFhir.Core.Files;
using HuskyFhir.Exchange.Enrolling;
using HuskyFhir.Plan.Enrollment;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Partners.Declared;
using HuskyFhir.Server.Partners.Enrollment;
using Spectre.Console;

namespace HuskyFhir.Server.Commands;

/// <summary>
/// <c>enrol FILE</c>, <c>enrol status</c> and <c>enrol show</c>: enrolment files taken in by hand, and what became of
/// them.
/// </summary>
internal static class EnrolCommand
{
    private const string Partner = "dss";

    public static Command Make()
    {
        var file = new Argument<FileInfo?>("file")
        {
            Description = "An 834 file (005010X220A1).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var partner = new Option<string>("--partner")
        {
            Description = "Whose file it is, as in the section Partners of the settings.",
            DefaultValueFactory = static _ => Partner,
        };
        var silent = new Option<bool>("--no-answer") { Description = "Puts no TA1 and 999 into the partner's box." };
        var command = new Command(
            "enrol",
            Example.With(
                "Takes an enrolment file in: proves it whole, loads its members, reconciles a full file, answers the partner. Stopped at any point, it goes on from there when it is started again.",
                "enrol members.834 --partner dss",
                "enrol status",
                "enrol show 01a208b4-c96c-7da0-a0be-067ef5261bfa --outcome rejected"
            )
        )
        {
            file,
            partner,
            silent,
            Status(),
            Show(),
        };
        command.SetAction(
            (parsed, cancellation) =>
                parsed.GetValue(file) is { } given
                    ? ExchangeCommand.WithAsync(
                        services =>
                            RunAsync(
                                services,
                                given,
                                parsed.GetRequiredValue(partner),
                                parsed.GetValue(silent),
                                cancellation
                            ),
                        cancellation
                    )
                    : throw new SettingsException("Name a file, such as 'enrol members.834', or say 'enrol status'.")
        );
        return command;
    }

    private static async Task<int> RunAsync(
        IServiceProvider services,
        FileInfo file,
        string partner,
        bool silent,
        CancellationToken cancellation
    )
    {
        if (!file.Exists)
            throw new SettingsException($"There is no file '{file}'.");
        var each = services.GetRequiredService<PartnerRegistry>().Of(partner);
        var settings = each.Settings.Enrolment;
        var watch = Stopwatch.StartNew();
        await using var way = each.Partner.Open();
        await using var stream = new FileStream(
            file.FullName,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            1 << 16,
            FileOptions.Asynchronous
        );
        var answers = silent
            ? null
            : new TransportAnswers(
                way,
                settings.Outbox,
                PrivateFiles.CreateFolder(Path.Combine(each.Partner.Spool, "enrolment"))
            );
        var report = await Progress.ShowAsync(
            "Loading members",
            progress =>
                services
                    .GetRequiredService<Enroller>()
                    .TakeAsync(stream, file.Name, settings.Options(each.Partner), answers, progress, cancellation)
        );
        Print(report);
        Console.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s");
        return report.IsClean ? 0 : 1;
    }

    private static Command Status()
    {
        var partner = new Option<string?>("--partner") { Description = "Only the files of this one." };
        var command = new Command(
            "status",
            Example.With("Lists the latest enrolment files, each with where it stands.", "enrol status --partner dss")
        )
        {
            partner,
        };
        command.SetAction(
            (parsed, cancellation) =>
                ExchangeCommand.WithAsync(
                    async services =>
                    {
                        var files = await services
                            .GetRequiredService<Enroller>()
                            .Ledger.LatestAsync(parsed.GetValue(partner), 20, cancellation);
                        foreach (var file in files)
                            AnsiConsole.MarkupLineInterpolated(
                                $"{file.Id}  {file.Partner}  [green]{file.State.Code()}[/]  {file.Started:yyyy-MM-dd HH:mm}Z  {file.Taken} members  {file.Name}  {file.Reason}"
                            );
                        if (files.Count == 0)
                            AnsiConsole.MarkupLine("No enrolment file has come yet.");
                        return 0;
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command Show()
    {
        var id = new Argument<Guid>("id") { Description = "A file, as in status." };
        var outcome = new Option<string?>("--outcome") { Description = "Only members with this outcome." };
        outcome.AcceptOnlyFromAmong([.. Enum.GetValues<MemberOutcome>().Select(static each => each.Code())]);
        var command = new Command(
            "show",
            Example.With(
                "Shows a file and what became of each of its members.",
                "enrol show 01a208b4-c96c-7da0-a0be-067ef5261bfa --outcome missing"
            )
        )
        {
            id,
            outcome,
        };
        command.SetAction(
            (parsed, cancellation) =>
                ExchangeCommand.WithAsync(
                    async services =>
                    {
                        var ledger = services.GetRequiredService<Enroller>().Ledger;
                        if (await ledger.FindAsync(parsed.GetRequiredValue(id), cancellation) is not { } file)
                            throw new SettingsException("There is no such file; 'enrol status' lists the latest.");
                        Print(await services.GetRequiredService<Enroller>().ReportAsync(file, cancellation));
                        var wanted = parsed.GetValue(outcome);
                        await foreach (
                            var line in ledger.LinesAsync(
                                file.Id,
                                wanted is null
                                    ? null
                                    : Enum.GetValues<MemberOutcome>().First(each => each.Code() == wanted),
                                cancellation
                            )
                        )
                            Console.WriteLine(
                                $"{line.Outcome.Code()}  {(line.Member is { } member ? $"Patient/{member:D}" : "-")}  {line.Place}  {line.Reason}"
                            );
                        return 0;
                    },
                    cancellation
                )
        );
        return command;
    }

    private static void Print(EnrolmentReport report)
    {
        var counts = string.Join(
            ", ",
            Enum.GetValues<MemberOutcome>()
                .Where(outcome => report.Of(outcome) > 0)
                .Select(outcome => $"{report.Of(outcome)} {outcome.Code()}")
        );
        AnsiConsole.MarkupLineInterpolated(
            $"{report.File.Id}  {report.File.Name}: [green]{report.File.State.Code()}[/]{(counts.Length > 0 ? $"; {counts}" : string.Empty)}{(report.File.IsFull ? "; a full file" : string.Empty)}"
        );
        if (report.File.Reason is { } reason)
            AnsiConsole.MarkupLineInterpolated($"[red]{reason}[/]");
        if (report.Kept > 0)
            Console.WriteLine(
                $"kept for {report.Kept} members what the plan or the member said; 'enrol show {report.File.Id}' tells what"
            );
        if (report.Conflicts.Count > 0)
            Console.WriteLine(
                $"opened {report.Conflicts.Count} conflicts for the plan to settle; 'conflicts list' shows them"
            );
    }
}
