using HuskyFhir.Exchange.Formats;
using HuskyFhir.Plan.PartnerRuns;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.Storage;

namespace HuskyFhir.Exchange.Runs;

/// <summary>Claimed → written: the file of a run in the spool, and its hash in the ledger.</summary>
internal sealed class WriteStep(
    ChangeRepository changes,
    RunList list,
    MemberSnapshots pictures,
    RunRepository runs,
    PartnerLeases lanes
)
{
    /// <summary>Members on whom a format may stumble before the format itself is thought to be at fault.</summary>
    private const int MostStumbles = 100;

    public async Task RunAsync(
        Partner partner,
        Lease lease,
        ExchangeRun run,
        RunMarks marks,
        CancellationToken cancellation
    )
    {
        var pace = new LeasePace(lanes, lease);
        var feed = new MemberFeed(changes, list, pictures, run, () => pace.HoldAsync(cancellation));
        var name = partner.FileName(run.Number);
        var (written, file, beside) = await new Spool(partner.Spool).WriteAsync(
            name,
            stream => WriteAsync(partner, run, feed, stream, marks, cancellation),
            partner.Seal,
            cancellation
        );
        marks.Reached(RunMark.Spooled);
        List<(Guid Member, string Reason)> aside =
        [
            .. feed.Aside,
            .. written.SetAside.Select(static each => (each.Member, each.Reason)),
        ];
        List<(Guid Member, string Reason)> remarks =
        [
            .. written.Remarks.Select(static each => (each.Member, each.Reason)),
        ];
        // Of a file with everybody no change keeps the reasons; they lie beside it in the spool, for us alone.
        if (run.IsFull)
            await new Spool(partner.Spool).KeepReasonsAsync(name, aside, remarks, cancellation);
        await runs.WrittenAsync(
            lease,
            run,
            new(
                written.IsEmpty ? null : new(name, file.Bytes, file.Sha256, beside),
                written.Members.Count,
                written.Changes,
                PlaceList.Write(written.Members),
                aside,
                feed.Undone
            )
            {
                Remarks = remarks,
            },
            cancellation
        );
        marks.Reached(RunMark.Written);
    }

    /// <summary>
    /// A member on whom the format throws is set aside, and the file begun again without it: one record never holds up
    /// the rest.
    /// </summary>
    private static async Task<WrittenFile> WriteAsync(
        Partner partner,
        ExchangeRun run,
        MemberFeed feed,
        Stream stream,
        RunMarks marks,
        CancellationToken cancellation
    )
    {
        for (var stumbles = 0; ; stumbles++)
        {
            stream.SetLength(0);
            try
            {
                return await partner.Format.WriteAsync(
                    stream,
                    partner.Heading(run),
                    Told(feed, marks, cancellation),
                    cancellation
                );
            }
            catch (Exception fault)
                when (fault
                        is not (
                            OperationCanceledException
                            or ArgumentException
                            or IOException
                            or System.Data.Common.DbException
                            or LeaseLostException
                            or WriteConflictException
                        )
                    && stumbles < MostStumbles
                    && feed.Last is not null
                )
            {
                // The message of a fault may hold a value of the record; its kind does not.
                feed.Leave(
                    feed.Last.Value,
                    $"The record cannot be written as {partner.Format.Name} ({fault.GetType().Name}). Look at it with 'validate', mend it, and it goes with the next run."
                );
            }
        }
    }

    private static async IAsyncEnumerable<(MemberSnapshot Picture, MemberChanges Changes)> Told(
        MemberFeed feed,
        RunMarks marks,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        await foreach (var member in feed.MembersAsync(cancellation))
        {
            if (feed.Given % 1_000 == 0)
                marks.Told(feed.Given);
            yield return member;
        }

        marks.Told(feed.Given);
        marks.Reached(RunMark.Writing);
    }
}
