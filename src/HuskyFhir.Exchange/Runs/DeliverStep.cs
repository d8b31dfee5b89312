using HuskyFhir.Exchange.Transports;
using HuskyFhir.Plan.PartnerRuns;

namespace HuskyFhir.Exchange.Runs;

/// <summary>
/// Written → sent: the file and what goes beside it lie with the partner, once, as they are in the spool.
/// </summary>
internal sealed class DeliverStep(RunRepository runs)
{
    /// <summary>False where the spool has lost the file, and it is to be written again.</summary>
    public async Task<bool> RunAsync(
        Partner partner,
        Lease lease,
        ExchangeRun run,
        ITransport transport,
        RunMarks marks,
        CancellationToken cancellation
    )
    {
        var known = run.File!;
        var spool = new Spool(partner.Spool);
        var file = await spool.FindAsync(known.Name, known.Bytes, known.Sha256, cancellation);
        // Without the file it may still have been delivered by the process before, or by another instance with a spool
        // of its own.
        if (
            file is null
            && !await transport.HasAsync(
                partner.Outbox,
                known.Name,
                new(known.Name, known.Bytes, known.Sha256),
                cancellation
            )
        )
        {
            await runs.UnwriteAsync(lease, run, cancellation);
            return false;
        }

        if (file is not null)
            await PutAsync(partner, spool, file, known, transport, marks, cancellation);
        marks.Reached(RunMark.Delivered);
        await runs.SentAsync(lease, run, cancellation);
        marks.Reached(RunMark.Sent);
        return true;
    }

    /// <summary>Puts the same bytes there again, under the same name and number.</summary>
    public static async Task PutAsync(
        Partner partner,
        Spool spool,
        LocalFile file,
        RunFile known,
        ITransport transport,
        RunMarks marks,
        CancellationToken cancellation
    )
    {
        await transport.PutAsync(partner.Outbox, known.Name, file, cancellation);
        marks.Reached(RunMark.Delivering);
        foreach (var name in known.Beside)
            await transport.PutAsync(
                partner.Outbox,
                name,
                await LocalFile.OfAsync(spool.PathOf(name), cancellation),
                cancellation
            );
    }
}
