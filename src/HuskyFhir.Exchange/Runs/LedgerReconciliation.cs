using HuskyFhir.Plan.PartnerRuns;

namespace HuskyFhir.Exchange.Runs;

/// <summary>Holds the ledger against the spool, and against the partner's own.</summary>
public static class LedgerReconciliation
{
    /// <summary>How many runs there are, and what does not agree.</summary>
    /// <param name="partner">With whom.</param>
    /// <param name="list">Our ledger.</param>
    /// <param name="theirs">The partner's; null where it gave none.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<(int Runs, IReadOnlyList<string> Flaws)> OfAsync(
        Partner partner,
        RunList list,
        IReadOnlyList<PartnerLedgerEntry>? theirs,
        CancellationToken cancellation
    )
    {
        var (runs, flaws, spool) = (0, new List<string>(), new Spool(partner.Spool));
        var taken = theirs?.Where(static entry => entry.Verdict == "taken").ToLookup(static entry => entry.Number);
        var numbers = new HashSet<int>();
        await foreach (var run in list.AllAsync(partner.Name, cancellation))
        {
            runs++;
            numbers.Add(run.Number);
            if (run.File is not { } file)
                continue;
            if (await spool.FindAsync(file.Name, file.Bytes, file.Sha256, cancellation) is null)
                flaws.Add($"number {run.Number}: {file.Name} is not in the spool as it was written.");
            if (taken is not null)
                flaws.AddRange(Against(run, file, [.. taken[run.Number]]));
        }

        flaws.AddRange(
            (taken ?? Enumerable.Empty<IGrouping<int, PartnerLedgerEntry>>())
                .Where(of => !numbers.Contains(of.Key))
                .Select(static of => $"number {of.Key}: the partner took it, and we never sent it.")
        );
        return (runs, flaws);
    }

    private static IEnumerable<string> Against(ExchangeRun run, RunFile file, IReadOnlyList<PartnerLedgerEntry> entries)
    {
        if (entries.Count > 1)
            yield return $"number {run.Number}: the partner took it {entries.Count} times.";
        if (entries.Count == 0 && run is { State: RunState.Closed, Outcome: RunOutcome.Accepted or RunOutcome.Partial })
            yield return $"number {run.Number}: we have it as taken, and the partner does not.";
        foreach (var entry in entries.Where(entry => entry.Sha256 != file.Sha256 || entry.Bytes != file.Bytes))
            yield return $"number {run.Number}: the partner took another content (SHA-256 {entry.Sha256}).";
        if (entries is [{ } one] && run.State == RunState.Closed && one.Members != run.Members)
            yield return $"number {run.Number}: {run.Members} members with us, {one.Members} with the partner.";
    }
}
