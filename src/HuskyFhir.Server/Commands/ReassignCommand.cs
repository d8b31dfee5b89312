using System.CommandLine;
using System.Globalization;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Plan.PcpAssignments.Leaving;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Hosting;
using Spectre.Console;

namespace HuskyFhir.Server.Commands;

/// <summary>
/// <c>reassign</c>: the members of a practitioner who leaves get another, by rule or by file; with <c>--list</c> it
/// only says who they are.
/// </summary>
internal static class ReassignCommand
{
    public static Command Make()
    {
        var role = new Option<string>("--role")
        {
            Description = "Who leaves: the key or the id of the PractitionerRole.",
        };
        var file = new Option<FileInfo>("--file")
        {
            Description =
                "Lines of a client id, a comma, and the key of the new PractitionerRole; without it, the rule decides.",
        };
        var from = new Option<string>("--from")
        {
            Description = "The first day with the new provider, such as 2027-01-01; at once where it is left out.",
        };
        var reason = new Option<string>("--reason")
        {
            Description = "provider-left or panel-closed.",
            DefaultValueFactory = static _ => AssignmentTerms.ProviderLeft,
        };
        reason.AcceptOnlyFromAmong(AssignmentTerms.ProviderLeft, AssignmentTerms.PanelClosed);
        var list = new Option<bool>("--list") { Description = "Only lists the members, as Patient/id." };
        var command = new Command(
            "reassign",
            Example.With(
                "Gives the members of a practitioner who leaves to others: those of the same specialty with room on an open panel, at the same site or else the nearest, or as a file says. Each part is stored whole; stopped, it is simply started again.",
                "reassign --role RB-HALE --list",
                "reassign --role RB-HALE --from 2027-01-01",
                "reassign --file moves.csv"
            )
        )
        {
            role,
            file,
            from,
            reason,
            list,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    parsed.GetValue(role),
                    parsed.GetValue(file),
                    parsed.GetValue(from),
                    parsed.GetRequiredValue(reason),
                    parsed.GetValue(list),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        string? role,
        FileInfo? file,
        string? from,
        string reason,
        bool list,
        CancellationToken cancellation
    )
    {
        if (role is null && (file is null || list))
            throw new SettingsException("Say who leaves with --role, or what to do with --file.");
        await using var app = HuskyHost.Build();
        await ServeCommand.PrepareAsync(app.Services, cancellation);
        var reassigner = app.Services.GetRequiredService<Reassigner>();
        var day = Day(from, app.Services.GetRequiredService<TimeProvider>());
        if (file is not null)
            return Print(
                await Progress.ShowAsync(
                    "Reassigning",
                    progress =>
                        reassigner.ByFileAsync(File.ReadLines(file.FullName), day, reason, progress, cancellation)
                )
            );
        var leaving =
            await reassigner.RoleAsync(role!, cancellation)
            ?? throw new SettingsException($"There is no PractitionerRole '{role}'.");
        if (!list)
            return Print(
                await Progress.ShowAsync(
                    "Reassigning",
                    progress => reassigner.ByRuleAsync(leaving, day, reason, progress, cancellation)
                )
            );
        foreach (var member in await reassigner.MembersAsync(leaving, day, cancellation))
            Console.WriteLine($"Patient/{member:D}");
        return 0;
    }

    private static Moment? Day(string? from, TimeProvider clock)
    {
        if (from is null)
            return null;
        if (
            !DateOnly.TryParseExact(from, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || day < Moment.DayOf(clock.GetUtcNow())
        )
            throw new SettingsException("--from takes today or a day to come, such as 2027-01-01.");
        return day == Moment.DayOf(clock.GetUtcNow()) ? null : Moment.On(day);
    }

    private static int Print(ReassignReport report)
    {
        foreach (var why in report.Reasons)
            AnsiConsole.MarkupLineInterpolated($"[red]left[/] {why}");
        foreach (var member in report.Left)
            Console.WriteLine($"Patient/{member:D}");
        AnsiConsole.MarkupLineInterpolated($"[green]reassigned {report.Done}[/], left {report.Left.Count}");
        return report.Reasons.Count == 0 ? 0 : 1;
    }
}
