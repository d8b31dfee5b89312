using HuskyFhir.Core.Access;
using HuskyFhir.Exchange.Runs;
using HuskyFhir.Storage;

namespace HuskyFhir.Server.Partners;

/// <summary>
/// Purges what of the exchange is kept no longer: files of the spool and the lines of comparisons, which have members'
/// data. Six years by default (45 CFR 164.316(b)(2)(i), 164.530(j)). The ledger of runs, which has none, stays, and
/// each purge leaves a row in the audit.
/// </summary>
internal sealed class ExchangeRetention(PartnerBook partners, Database database, TimeProvider clock)
{
    /// <summary>Purges; how much, in a few words.</summary>
    public async Task<string> RunAsync(string request, CancellationToken cancellation)
    {
        var (files, lines) = (0, 0L);
        foreach (var each in partners.All)
        {
            var now = clock.GetUtcNow();
            var before = now.AddYears(-each.Settings.RetentionYears);
            var expired = new Spool(each.Partner.Spool).Expired(before);
            // The trace is there before the file is gone: a purge that dies in between is done again.
            var gone = await PurgeLinesAsync(each.Partner.Name, before, expired.Count, now, request, cancellation);
            foreach (var file in expired)
                File.Delete(file);
            (files, lines) = (files + expired.Count, lines + gone);
        }

        return $"{files} files, {lines} compared lines";
    }

    private Task<long> PurgeLinesAsync(
        string partner,
        DateTimeOffset before,
        int files,
        DateTimeOffset now,
        string request,
        CancellationToken cancellation
    ) =>
        database.WriteAsync(
            async work =>
            {
                var gone = (
                    await work.QueryAsync(
                        new(
                            "DELETE FROM reconciliation_lines WHERE reconciliation IN (SELECT id FROM reconciliations WHERE partner = $1 AND at < $2) RETURNING n",
                            partner,
                            before.UtcTicks
                        ),
                        static row => row.Long(0),
                        cancellation
                    )
                ).Count;
                if (gone + files > 0)
                    work.Audit(
                        new(
                            now,
                            Caller.Operator.ClientId,
                            "exchange-purge",
                            null,
                            null,
                            null,
                            null,
                            "ok",
                            request,
                            $"{partner} {files} files {gone} lines before {before:yyyy-MM-dd}"
                        )
                    );
                return (long)gone;
            },
            cancellation
        );
}
