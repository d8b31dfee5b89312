using HuskyFhir.Exchange.Runs;
using HuskyFhir.Plan.PartnerRuns;
using Spectre.Console;

namespace HuskyFhir.Server.Commands;

/// <summary>What the commands say of the exchange: what is, and what to do next.</summary>
internal static class ExchangeText
{
    public static int Print(Partner partner, RunReport report)
    {
        foreach (var note in report.Answers.Notes)
            AnsiConsole.MarkupLineInterpolated($"[yellow]note[/]    {note}");
        if (report.Answers.Applied > 0)
            AnsiConsole.MarkupLineInterpolated(
                $"[green]answers[/] {report.Answers.Applied} used: {report.Answers.Acknowledged} members taken, {report.Answers.Rejected} refused, {report.Answers.Again} to be sent again"
            );
        switch (report)
        {
            case { Problem: { } problem }:
                AnsiConsole.MarkupLineInterpolated(
                    $"[red]{problem}[/] {report.Report}{(report.Run is { } held ? $" Number {held.Number} waits as {held.State.ToString().ToLowerInvariant()}; run the command again when it is mended." : string.Empty)}"
                );
                return 1;
            case { End: RunEnd.Sent, Run: { File: { } file } run }:
                AnsiConsole.MarkupLineInterpolated(
                    $"[green]sent[/]    number {run.Number}: {run.Members} members, {run.Changes} changes in {file.Name} ({file.Bytes} bytes, SHA-256 {file.Sha256}){Aside(partner, run)}"
                );
                return 0;
            case { End: RunEnd.Empty, Run: { } empty }:
                AnsiConsole.MarkupLineInterpolated(
                    $"[green]empty[/]   number {empty.Number}: everything was taken back before it was sent{Aside(partner, empty)}"
                );
                return 0;
            case { Run: { State: RunState.Closed } done }:
                AnsiConsole.MarkupLineInterpolated(
                    $"[green]closed[/]  number {done.Number}: {done.Outcome?.ToString().ToLowerInvariant()}, {done.Acknowledged} members taken, {done.Rejected} refused, {done.Again} to be sent again"
                );
                return 0;
            default:
                AnsiConsole.MarkupLineInterpolated($"nothing to send to {partner.Name}.");
                return 0;
        }
    }

    public static int Print(
        Partner partner,
        IReadOnlyList<ExchangeRun> runs,
        IReadOnlyList<AnswerRow> answers,
        DateTimeOffset now
    )
    {
        var table = new Table().AddColumns(
            "number",
            "state",
            "opened (UTC)",
            "members",
            "taken",
            "refused",
            "aside",
            "remark"
        );
        foreach (var run in runs)
            table.AddRow([
                .. new[]
                {
                    $"{run.Number}",
                    run.Outcome is { } outcome
                        ? $"closed, {outcome.ToString().ToLowerInvariant()}"
                        : run.State.ToString().ToLowerInvariant(),
                    $"{run.Opened.UtcDateTime:yyyy-MM-dd HH:mm}",
                    $"{run.Members}",
                    $"{run.Acknowledged}",
                    $"{run.Rejected}",
                    $"{run.Aside}",
                    Remark(partner, run, now),
                }.Select(Markup.Escape),
            ]);
        if (runs.Count > 0)
            AnsiConsole.Write(table);
        foreach (var answer in answers.Where(static answer => answer.State == "quarantined"))
            AnsiConsole.MarkupLineInterpolated($"[yellow]quarantined[/] {answer.Name}: {answer.Reason}");
        return runs.Any(run => Remark(partner, run, now).Length > 0) ? 1 : 0;
    }

    public static void Print(
        ExchangeRun run,
        IReadOnlyDictionary<string, long> counts,
        IReadOnlyList<(Guid Member, string State, string? Reason)> toMend,
        IReadOnlyList<(Guid Member, string Reason)> remarks
    )
    {
        AnsiConsole.MarkupLineInterpolated(
            $"number {run.Number}, {run.State.ToString().ToLowerInvariant()}{(run.Outcome is { } outcome ? $", {outcome.ToString().ToLowerInvariant()}" : string.Empty)}; period {run.Period}; opened {run.Opened:O}{(run.Sent is { } sent ? $", sent {sent:O}" : string.Empty)}{(run.Closed is { } closed ? $", closed {closed:O}" : string.Empty)}"
        );
        if (run.File is { } file)
            AnsiConsole.MarkupLineInterpolated(
                $"{file.Name}, {file.Bytes} bytes, SHA-256 {file.Sha256}: {run.Members} members, {run.Changes} changes; receipt {run.Receipt ?? "none"}"
            );
        AnsiConsole.MarkupLineInterpolated(
            $"changes: {(counts.Count == 0 ? "none left in it" : string.Join(", ", counts.OrderBy(static pair => pair.Key).Select(static pair => $"{pair.Value} {pair.Key}")))}"
        );
        if (run.Problem is not null)
            AnsiConsole.MarkupLineInterpolated($"[red]{run.Problem}[/] {run.Report}");
        foreach (var (member, state, reason) in toMend)
            AnsiConsole.MarkupLineInterpolated($"[yellow]{state}[/] Patient/{member:D}: {reason}");
        foreach (var (member, reason) in remarks)
            AnsiConsole.MarkupLineInterpolated($"[yellow]remark[/] Patient/{member:D}: {reason}");
    }

    private static string Remark(Partner partner, ExchangeRun run, DateTimeOffset now) =>
        run.Problem
        ?? (
            run.State == RunState.Sent && run.Sent is { } sent
                ? sent <= now - partner.MissingAfter
                    ? "answer missing: ask the partner, then resend"
                    : sent <= now - partner.LateAfter
                        ? "answer late"
                        : string.Empty
                : string.Empty
        );

    private static string Aside(Partner partner, ExchangeRun run) =>
        run.Aside > 0
            ? $"; {run.Aside} members were set aside: 'exchange show --partner {partner.Name} --number {run.Number}' says why"
            : string.Empty;
}
