using System.CommandLine;
using HuskyFhir.Server.Partners.Declared;
using Spectre.Console;

namespace HuskyFhir.Server.Commands;

/// <summary>
/// <c>partner check</c>: a partner's settings, tried; in the sandbox <c>partner simulate</c> too, the other side of the
/// exchange.
/// </summary>
internal static class PartnerCommand
{
    public static Command Make() => new("partner", "The other side of the exchange.") { Check() };

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
                var each = new PartnerRegistry(Configured.Load(), TimeProvider.System).Of(
                    parsed.GetRequiredValue(name)
                );
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
}
