using HuskyFhir.Storage;

namespace HuskyFhir.Plan.PartnerRuns;

/// <summary>
/// The right to work for a partner, for a while and under a number that only grows. Each transaction of a run holds it
/// first: whoever was thought dead and comes back finds a higher number there, and can write nothing any more.
/// </summary>
/// <param name="Partner">For whom.</param>
/// <param name="Fence">The number.</param>
/// <param name="Length">How long it lasts after it was last held.</param>
public sealed record Lease(string Partner, long Fence, TimeSpan Length)
{
    /// <summary>Prolongs it, and keeps others off until the work ends.</summary>
    /// <exception cref="LeaseLostException">Another has it.</exception>
    public async Task HoldAsync(Work work, DateTimeOffset now, CancellationToken cancellation)
    {
        var held = await work.QueryAsync(
            new(
                "UPDATE exchange_lanes SET until = $3 WHERE partner = $1 AND fence = $2 RETURNING fence",
                Partner,
                Fence,
                (now + Length).UtcTicks
            ),
            static row => row.Long(0),
            cancellation
        );
        if (held.Count == 0)
            throw new LeaseLostException(Partner);
    }
}

/// <summary>Another process has taken over: this one has nothing more to do.</summary>
/// <param name="partner">For whom it worked.</param>
public sealed class LeaseLostException(string partner)
    : Exception($"Another process works for the partner '{partner}' now; it goes on from where this one was.");
