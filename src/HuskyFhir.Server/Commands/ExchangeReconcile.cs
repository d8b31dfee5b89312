using System.CommandLine;
using HuskyFhir.Exchange.Runs;
using HuskyFhir.Plan.PartnerRuns;
using HuskyFhir.Server.Partners.Declared;
using Spectre.Console;

namespace HuskyFhir.Server.Commands;

/// <summary>
/// <c>exchange reconcile</c>: our ledger against our spool, and against the partner's own ledger where there is one.
/// </summary>
internal static class ExchangeReconcile
{
    public static Command Make(Option<string> name)
    {
        var ledger = new Option<FileInfo?>("--ledger")
        {
            Description =
                "The partner's ledger: lines of JSON with number, sha256, bytes, members, refused and verdict.",
        };
        var command = new Command(
            "reconcile",
            Example.With(
                "Compares every run with its file in the spool and, where the partner gives its ledger, with that. Exit code 1 where anything differs.",
                "exchange reconcile --partner dss",
                "exchange reconcile --partner dss --ledger data/exchange/dss/partner-ledger.ndjson"
            )
        )
        {
            name,
            ledger,
        };
        command.SetAction(
            (parsed, cancellation) =>
                ExchangeCommand.WithAsync(
                    async services =>
                    {
                        var partner = services
                            .GetRequiredService<PartnerRegistry>()
                            .Of(parsed.GetRequiredValue(name))
                            .Partner;
                        var theirs = parsed.GetValue(ledger) is { } file
                            ? new PartnerLedger(file.FullName).Read()
                            : null;
                        var (runs, flaws) = await LedgerReconciliation.OfAsync(
                            partner,
                            services.GetRequiredService<RunList>(),
                            theirs,
                            cancellation
                        );
                        foreach (var flaw in flaws)
                            AnsiConsole.MarkupLineInterpolated($"[red]differs[/] {flaw}");
                        AnsiConsole.MarkupLineInterpolated(
                            $"{runs} runs; {(flaws.Count == 0 ? "all agree" : $"{flaws.Count} differ")}."
                        );
                        return flaws.Count == 0 ? 0 : 1;
                    },
                    cancellation
                )
        );
        return command;
    }
}
