using HuskyFhir.Exchange.Formats;
using HuskyFhir.Plan.PartnerRuns;

namespace HuskyFhir.Exchange.Runs;

/// <summary>What an answer does to the run that it speaks of: pure.</summary>
internal static class AcknowledgmentSettlement
{
    /// <summary>
    /// TA105 and the word of the JSON answer for a file that came before: nothing is said of the first one.
    /// </summary>
    private static readonly string[] Repeated = ["025", "duplicate"];

    /// <param name="said">What is said of one file.</param>
    /// <param name="run">The run of its number; null where there is none.</param>
    /// <param name="earlier">What another part of the same answer did to it already.</param>
    /// <param name="places">Where its members stand.</param>
    /// <param name="isSealed">Whether the partner received it encrypted, and may speak of what was inside.</param>
    /// <returns>What it does; null with a note where it does nothing.</returns>
    public static (RunSettlement? Settlement, string? Note) Of(
        FileAnswer said,
        ExchangeRun? run,
        RunSettlement? earlier,
        IReadOnlyList<PlacedMember>? places,
        bool isSealed
    )
    {
        if (run is null)
            return (null, $"No file of ours has the number {said.ControlNumber}.");
        if (run.State == RunState.Claimed || run.File is null)
            return (null, $"Number {said.ControlNumber} was given and never sent.");
        if (!isSealed && said.FileSha256 is { } sha256 && sha256 != run.File.Sha256)
            return (
                null,
                $"Number {said.ControlNumber} is answered for another content than ours (SHA-256 {sha256}). Ask the partner what it received."
            );
        if (said.Codes.Split(' ', ',', ';').Any(static code => Repeated.Contains(code)))
            return (new(run), $"The partner had number {said.ControlNumber} before, and took it once.");
        if (said.Stage == AnswerStage.Receipt)
            return Receipt(said, run, earlier, places!);
        if (run.State == RunState.Closed || earlier?.Outcome is not null)
            return (null, $"Number {said.ControlNumber} has its answer already.");
        return Content(said, run, places!);
    }

    private static (RunSettlement? Settlement, string? Note) Receipt(
        FileAnswer said,
        ExchangeRun run,
        RunSettlement? earlier,
        IReadOnlyList<PlacedMember> places
    )
    {
        var isRejected = said.Verdict == AnswerVerdict.Rejected;
        if (run.Receipt is not null || earlier?.Receipt is not null)
            return (null, $"The arrival of number {said.ControlNumber} was told already.");
        if (run.State == RunState.Closed && isRejected)
            return (
                null,
                $"Number {said.ControlNumber} has its answer already, and now its arrival is denied. Ask the partner which holds."
            );
        if (!isRejected)
            return (new(run) { Receipt = "accepted" }, null);
        return (
            new(run)
            {
                Receipt = "rejected",
                Again = [.. places.Select(static place => place.Member)],
                Outcome = RunOutcome.Rejected,
            },
            $"Number {said.ControlNumber} was rejected as a whole ({said.Codes}); its members go with the next run. Mend what the code names first."
        );
    }

    private static string Report(ExchangeRun run, int open, IReadOnlyList<string> unattributed) =>
        unattributed.Count == 0
            ? $"The answer leaves {open} members open; ask the partner for the rest of it."
            : $"{unattributed.Count} errors fall on no member ({string.Join("; ", unattributed.Take(5))}), and {open} members are left open; ask the partner whom it means, "
                + $"then 'exchange settle --partner {run.Partner} --number {run.Number}'.";

    private static (RunSettlement? Settlement, string? Note) Content(
        FileAnswer said,
        ExchangeRun run,
        IReadOnlyList<PlacedMember> places
    )
    {
        var judged = Verdicts.Of(said, places);
        var verdicts = judged.Members.ToLookup(static each => each.Verdict);
        var open = verdicts[MemberVerdict.Unknown].Count();
        var accepted = verdicts[MemberVerdict.Accepted].Select(static each => each.Member).ToList();
        var (refused, again) = (
            verdicts[MemberVerdict.Refused].Select(static each => (each.Member, each.Codes ?? string.Empty)).ToList(),
            verdicts[MemberVerdict.SendAgain].Select(static each => each.Member).ToList()
        );
        var taken = accepted.Count + run.Acknowledged;
        var left = refused.Count + again.Count + run.Rejected + run.Again;
        var settlement = new RunSettlement(run)
        {
            Refused = refused,
            Again = again,
            Taken = accepted.Count,
        };
        return open > 0
            ? (
                settlement with
                {
                    Accepted = accepted,
                    Report = Report(run, open, judged.Unattributed),
                },
                $"Number {said.ControlNumber}: {Report(run, open, judged.Unattributed)}"
            )
            : (
                settlement with
                {
                    AcceptsTheRest = accepted.Count > 0,
                    Outcome =
                        left == 0 ? RunOutcome.Accepted
                        : taken > 0 ? RunOutcome.Partial
                        : RunOutcome.Rejected,
                },
                null
            );
    }
}
