using System.Diagnostics;
using HuskyFhir.Plan.PartnerRuns;

namespace HuskyFhir.Exchange.Runs;

/// <summary>Prolongs a lease in the midst of long work, not more often than is needed.</summary>
internal sealed class LeasePace(PartnerLeases lanes, Lease lease)
{
    private readonly Stopwatch since = Stopwatch.StartNew();

    /// <exception cref="LeaseLostException">Another has it.</exception>
    public async Task HoldAsync(CancellationToken cancellation)
    {
        if (since.Elapsed < lease.Length / 4)
            return;
        await lanes.HoldAsync(lease, cancellation);
        since.Restart();
    }
}
