using HuskyFhir.Storage;

namespace HuskyFhir.Plan.PartnerRuns;

/// <summary>What people and alarms change in the ledger, besides the runs themselves.</summary>
public sealed class RunAmends(Database database, TimeProvider clock)
{
    /// <summary>Has what was refused or set aside sent again with the next run, mended or not.</summary>
    /// <param name="partner">To whom.</param>
    /// <param name="member">Whose; null for everybody's.</param>
    /// <param name="cancellation">Ends it before it is done.</param>
    /// <returns>How many changes wait again.</returns>
    public async Task<int> RequeueAsync(string partner, Guid? member, CancellationToken cancellation)
    {
        const string Update =
            "UPDATE change_states SET state = 'pending', run = NULL, reason = NULL, at = $2 WHERE partner = $1 AND state IN ('rejected', 'set-aside')";
        var now = clock.GetUtcNow().UtcTicks;
        return (
            await database.WriteAsync(
                work =>
                    work.QueryAsync(
                        member is { } whose
                            ? new($"{Update} AND member = $3 RETURNING change", partner, now, whose)
                            : new($"{Update} RETURNING change", partner, now),
                        static row => row.Uuid(0),
                        cancellation
                    ),
                cancellation
            )
        ).Count;
    }

    /// <summary>
    /// Raises the alarm of runs that wait too long; those that are answered or were raised before are not among them.
    /// </summary>
    /// <param name="partner">Whose answers.</param>
    /// <param name="level">1 late, 2 missing.</param>
    /// <param name="before">Runs that were delivered up to then.</param>
    /// <param name="cancellation">Ends it before it is done.</param>
    public Task<List<ExchangeRun>> RaiseAsync(
        string partner,
        long level,
        DateTimeOffset before,
        CancellationToken cancellation
    ) =>
        database.WriteAsync(
            work =>
                work.QueryAsync(
                    new(
                        $"UPDATE exchange_runs SET alarm = $2 WHERE partner = $1 AND state = 'sent' AND alarm < $2 AND sent <= $3 RETURNING {ExchangeRun.Columns}",
                        partner,
                        level,
                        before.UtcTicks
                    ),
                    ExchangeRun.Read,
                    cancellation
                ),
            cancellation
        );
}
