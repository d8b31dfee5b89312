using HuskyFhir.Storage;

namespace HuskyFhir.Plan.PartnerRuns;

/// <summary>Who works for a partner: one process at a time, whatever a scheduler believes.</summary>
public sealed class PartnerLeases(Database database, TimeProvider clock)
{
    /// <summary>Takes the lease; null while another has it.</summary>
    public async Task<Lease?> TakeAsync(string partner, string holder, TimeSpan length, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var fences = await database.WriteAsync(
            work =>
            {
                work.Run(
                    new(
                        "INSERT INTO exchange_lanes (partner, holder, until, fence, number) VALUES ($1, '', 0, 0, 0) ON CONFLICT (partner) DO NOTHING",
                        partner
                    )
                );
                return work.QueryAsync(
                    new(
                        "UPDATE exchange_lanes SET holder = $2, until = $3, fence = fence + 1 WHERE partner = $1 AND until <= $4 RETURNING fence",
                        partner,
                        holder,
                        (now + length).UtcTicks,
                        now.UtcTicks
                    ),
                    static row => row.Long(0),
                    cancellation
                );
            },
            cancellation
        );
        return fences.Count == 0 ? null : new(partner, fences[0], length);
    }

    /// <summary>Takes the lease as soon as it is free.</summary>
    /// <param name="partner">For whom.</param>
    /// <param name="holder">Who asks; for people.</param>
    /// <param name="length">How long it lasts.</param>
    /// <param name="patience">How long to wait for another that has it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<Lease?> WaitAsync(
        string partner,
        string holder,
        TimeSpan length,
        TimeSpan patience,
        CancellationToken cancellation
    )
    {
        var until = clock.GetUtcNow() + patience;
        while (true)
        {
            if (await TakeAsync(partner, holder, length, cancellation) is { } lease)
                return lease;
            if (clock.GetUtcNow() >= until)
                return null;
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock, cancellation);
        }
    }

    /// <summary>Prolongs the lease in the midst of long work.</summary>
    /// <exception cref="LeaseLostException">Another has it.</exception>
    public Task HoldAsync(Lease lease, CancellationToken cancellation) =>
        database.WriteAsync<object?>(
            async work =>
            {
                await lease.HoldAsync(work, clock.GetUtcNow(), cancellation);
                return null;
            },
            cancellation
        );

    /// <summary>Gives it back, so that the next need not wait for its end.</summary>
    public Task ReleaseAsync(Lease lease) =>
        database.WriteAsync<object?>(
            work =>
            {
                work.Run(
                    new(
                        "UPDATE exchange_lanes SET until = 0 WHERE partner = $1 AND fence = $2",
                        lease.Partner,
                        lease.Fence
                    )
                );
                return Task.FromResult<object?>(null);
            },
            CancellationToken.None
        );

    /// <summary>Who has it now, and until when; null for nobody.</summary>
    public async Task<(string Holder, DateTimeOffset Until)?> HolderAsync(
        string partner,
        CancellationToken cancellation
    )
    {
        var rows = await database.QueryAsync(
            new(
                "SELECT holder, until FROM exchange_lanes WHERE partner = $1 AND until > $2",
                partner,
                clock.GetUtcNow().UtcTicks
            ),
            static row => (row.Text(0), new DateTimeOffset(row.Long(1), TimeSpan.Zero)),
            cancellation
        );
        return rows.Count == 0 ? null : rows[0];
    }
}
