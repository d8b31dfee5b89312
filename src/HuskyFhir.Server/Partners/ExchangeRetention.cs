using HuskyFhir.Exchange.Runs;
using HuskyFhir.Plan.PartnerRuns.Reconciliations;
using HuskyFhir.Server.Partners.Declared;

namespace HuskyFhir.Server.Partners;

/// <summary>
/// Purges what of the exchange is kept no longer: files of the spool and the lines of comparisons, which have members'
/// data. Six years by default (45 CFR 164.316(b)(2)(i), 164.530(j)). The ledger of runs, which has none, stays, and
/// each purge leaves a row in the audit.
/// </summary>
internal sealed class ExchangeRetention(PartnerRegistry partners, ReconciliationRepository book, TimeProvider clock)
{
    /// <summary>Purges; how much, in a few words.</summary>
    public async Task<string> RunAsync(string request, CancellationToken cancellation)
    {
        var (files, lines) = (0, 0L);
        foreach (var each in partners.All)
        {
            var before = clock.GetUtcNow().AddYears(-each.Settings.RetentionYears);
            var expired = new Spool(each.Partner.Spool).Expired(before);
            // The trace is there before the file is gone: a purge that dies in between is done again.
            var gone = await book.PurgeAsync(each.Partner.Name, before, expired.Count, request, cancellation);
            foreach (var file in expired)
                File.Delete(file);
            (files, lines) = (files + expired.Count, lines + gone);
        }

        return $"{files} files, {lines} compared lines";
    }
}
