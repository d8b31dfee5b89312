using System.CommandLine;
using System.Text.RegularExpressions;
using HuskyFhir.Plan.Disclosures.Chains;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Storage.Audit;
using Spectre.Console;

namespace HuskyFhir.Server.Commands;

/// <summary>
/// <c>audit verify</c>: whether the audit trail is as it was written. Exit code 0 when it is, 1 when it is not.
/// </summary>
internal static partial class AuditCommand
{
    public static Command Make() =>
        new("audit", "The audit trail: whether it is whole, and what it says.") { Verify(), AuditExportCommand.Make() };

    private static Command Verify()
    {
        var heads = new Option<string[]>("--head")
        {
            Description =
                "A head that was kept outside, as chain:number:hash, or a file (such as a log) with any number of them; may be repeated.",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command(
            "verify",
            Example.With(
                "Checks every audit row against its chain: an edit, a row taken away, put in or moved, a tail cut off, a chain gone. What was cut after the last anchor shows only against a head that was kept outside; the service tells them in its log. Exit code 0 when all is well, 1 when anything is wrong.",
                "audit verify",
                "audit verify --head /var/log/husky/service.log"
            )
        )
        {
            heads,
        };
        command.SetAction((parsed, cancellation) => VerifyAsync(parsed.GetValue(heads) ?? [], cancellation));
        return command;
    }

    private static async Task<int> VerifyAsync(string[] given, CancellationToken cancellation)
    {
        var heads = given.SelectMany(Heads).ToList();
        await using var database = Configured.Store(Configured.Load()).Open();
        var report = await Progress.ShowAsync(
            "Checking",
            progress => new AuditVerifier(database).VerifyAsync(heads, progress, cancellation)
        );
        foreach (var flaw in report.Flaws)
            AnsiConsole.MarkupLineInterpolated($"[red]wrong[/] {flaw.ToString()}");
        if (report.Before > 0)
            AnsiConsole.MarkupLineInterpolated(
                $"[yellow]note[/]  {report.Before} rows are from before the chain; nothing protects them."
            );
        AnsiConsole.MarkupLineInterpolated(
            $"{report.Rows} rows in {report.Chains} chains, {report.Anchored} named heads; {(report.Flaws.Count == 0 ? "all is as it was written" : $"{report.Flaws.Count} flaws")}."
        );
        return report.Flaws.Count == 0 ? 0 : 1;
    }

    /// <exception cref="SettingsException">What was given is neither a head nor a file that has one.</exception>
    private static IEnumerable<ChainHead> Heads(string given)
    {
        var found = Head().Matches(File.Exists(given) ? File.ReadAllText(given) : given);
        if (found.Count == 0)
            throw new SettingsException(
                $"--head takes chain:number:hash as the service's log tells it, or a file that has such; '{given}' is neither."
            );
        return found.Select(static head => new ChainHead(
            Guid.ParseExact(head.Groups[1].ValueSpan, "N"),
            long.Parse(head.Groups[2].ValueSpan, System.Globalization.CultureInfo.InvariantCulture),
            Convert.FromHexString(head.Groups[3].ValueSpan),
            Guid.Empty
        ));
    }

    [GeneratedRegex("([0-9a-f]{32}):([0-9]{1,18}):([0-9a-f]{64})")]
    private static partial Regex Head();
}
