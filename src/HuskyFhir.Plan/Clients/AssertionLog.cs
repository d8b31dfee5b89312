using HuskyFhir.Core.Time;
using HuskyFhir.Storage;

namespace HuskyFhir.Plan.Clients;

/// <summary>
/// Which client assertions were used (RFC 7523 section 3, rule 7). The table's key decides, durably and for all
/// instances: of two that take the same one at the same moment, one wins.
/// </summary>
public sealed class AssertionLog(Database database, TimeProvider clock)
{
    /// <summary>
    /// How long a used assertion is remembered after it expired. A clock that is set back makes an expired assertion
    /// good once more, and instances' clocks may differ: what is forgotten must be older than any mistake of a clock
    /// that somebody would call one.
    /// </summary>
    public static readonly TimeSpan Keep = TimeSpan.FromDays(7);

    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(1);

    private long swept = -1;

    /// <summary>Uses an assertion; false when it was used before.</summary>
    /// <param name="client">Who sent it.</param>
    /// <param name="jti">Its own name.</param>
    /// <param name="until">From when it would be refused for its age.</param>
    /// <param name="cancellation">When nobody waits any more.</param>
    public async Task<bool> UseAsync(string client, string jti, DateTimeOffset until, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await database.WriteAsync(
                    async work =>
                    {
                        Sweep(work);
                        // Waits for another work that inserts the same key, and then inserts nothing.
                        var inserted = await work.QueryAsync(
                            new(
                                "INSERT INTO used_assertions (client, jti, until) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING until",
                                client,
                                jti,
                                until.UtcTicks
                            ),
                            static row => row.Long(0),
                            cancellation
                        );
                        return inserted.Count > 0;
                    },
                    cancellation
                );
            }
            catch (WriteConflictException) when (attempt < 5)
            {
                // Two works swept the same rows; done again, this one sees what the other did.
            }
        }
    }

    private void Sweep(Work work)
    {
        var now = clock.Steady().Ticks;
        var last = Interlocked.Read(ref swept);
        if ((last < 0 || now - last > BetweenSweeps.Ticks) && Interlocked.CompareExchange(ref swept, now, last) == last)
            work.Run(new("DELETE FROM used_assertions WHERE until < $1", (clock.GetUtcNow() - Keep).UtcTicks));
    }
}
