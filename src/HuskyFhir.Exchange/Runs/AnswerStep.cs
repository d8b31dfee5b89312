using HuskyFhir.Core.Files;
using HuskyFhir.Exchange.Formats;
using HuskyFhir.Exchange.Transports;
using HuskyFhir.Plan.PartnerRuns;

namespace HuskyFhir.Exchange.Runs;

/// <summary>
/// Reads what lies in the partner's box. An answer is kept in the spool, then used in one transaction, then taken away;
/// killed in between, the next reading knows it by its content. What is not known, or came before, is quarantined and
/// moves nothing.
/// </summary>
internal sealed class AnswerStep(RunList list, AcknowledgmentRepository answers, TimeProvider clock)
{
    /// <summary>An answer is a small file; a larger one is not fetched.</summary>
    private const long MostBytes = 256L << 20;

    public async Task<AnswersTaken> RunAsync(
        Partner partner,
        Lease lease,
        ITransport transport,
        RunMarks marks,
        CancellationToken cancellation
    )
    {
        var taken = new AnswersTaken();
        foreach (var file in await transport.ListAsync(partner.Inbox, cancellation))
            taken = taken.And(await TakeAsync(partner, lease, transport, file, marks, cancellation));
        return taken;
    }

    /// <summary>Settles a run by hand; it is kept among the answers under a name of its own.</summary>
    public Task SettleByHandAsync(
        Partner partner,
        Lease lease,
        ExchangeRun run,
        IReadOnlyCollection<Guid> refused,
        CancellationToken cancellation
    )
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var taken = run.Members - run.Rejected - run.Again - refused.Count;
        var settlement = new RunSettlement(run)
        {
            Refused = [.. refused.Select(static member => (member, "refused by hand"))],
            AcceptsTheRest = true,
            Taken = taken,
            Outcome =
                run.Rejected + run.Again + refused.Count == 0 ? RunOutcome.Accepted
                : taken > 0 ? RunOutcome.Partial
                : RunOutcome.Rejected,
        };
        var row = new AnswerRow(
            id,
            partner.Name,
            string.Empty,
            $"hand:{id:N}",
            "applied",
            $"Settled by hand: {refused.Count} members refused, the rest accepted.",
            run.Id
        );
        return answers.TakeAsync(lease, row, [settlement], cancellation);
    }

    private async Task<AnswersTaken> TakeAsync(
        Partner partner,
        Lease lease,
        ITransport transport,
        TransportFile file,
        RunMarks marks,
        CancellationToken cancellation
    )
    {
        if (file.Bytes > MostBytes)
            return new()
            {
                Notes = [$"{file.Name} has {file.Bytes} bytes; no answer is that large. It was left where it lies."],
            };
        var spool = new Spool(partner.Spool);
        var incoming = spool.Incoming();
        var sha256 = await FetchAsync(transport, partner.Inbox, file.Name, incoming, cancellation);
        marks.Reached(RunMark.AnswerFetched);
        var before = await answers.OfContentAsync(partner.Name, sha256, cancellation);
        if (before.Find(row => row.Name == file.Name && !row.IsRemoved) is { } unfinished)
        {
            await RemoveAsync(partner, lease, transport, unfinished, marks, cancellation);
            return new();
        }

        var (row, settlements, read) =
            before.Count > 0
                ? (Row(partner, file, sha256, "quarantined", "It came before, with the same content.", null), [], null)
                : await ReadAsync(partner, file, sha256, incoming, cancellation);
        spool.Keep(incoming, file.Name, sha256, row.State == "quarantined");
        marks.Reached(RunMark.AnswerKept);
        await answers.TakeAsync(lease, row, settlements, cancellation);
        marks.Reached(RunMark.AnswerTaken);
        await RemoveAsync(partner, lease, transport, row, marks, cancellation);
        return AnswersTaken.Of(row, settlements, read);
    }

    private async Task<(AnswerRow Row, List<RunSettlement> Settlements, ReadAnswer? Read)> ReadAsync(
        Partner partner,
        TransportFile file,
        string sha256,
        string path,
        CancellationToken cancellation
    )
    {
        await using var stream = File.OpenRead(path);
        var read = await partner.Format.ReadAnswerAsync(stream, cancellation);
        var notes = read.Unreadable.Select(static why => $"Unreadable: {why}").ToList();
        var settlements = new List<RunSettlement>();
        Guid? about = null;
        foreach (var said in read.Files)
        {
            var run = await list.FindAsync(partner.Name, said.ControlNumber, cancellation);
            about ??= run?.Id;
            // A file with both halves of an answer settles its run twice: the second time it stands as the first left
            // it.
            var earlier = settlements.FindLast(each => each.Run.Id == run?.Id);
            var (settlement, note) = AcknowledgmentSettlement.Of(
                said,
                run,
                earlier,
                run is null ? null : await PlacesAsync(run, cancellation),
                partner.Seal is not null
            );
            if (settlement is not null)
                settlements.Add(settlement);
            if (note is not null)
                notes.Add(note);
        }

        if (read.Files.Count == 0 && notes.Count == 0)
            notes.Add("It answers nothing.");
        return (
            Row(
                partner,
                file,
                sha256,
                settlements.Count == 0 ? "quarantined" : "applied",
                notes.Count == 0 ? null : string.Join(' ', notes.Take(20)),
                about
            ),
            settlements,
            read
        );
    }

    private async Task<IReadOnlyList<PlacedMember>> PlacesAsync(ExchangeRun run, CancellationToken cancellation) =>
        await list.PlacesAsync(run.Id, cancellation) is { } places ? PlaceList.Read(places) : [];

    private async Task RemoveAsync(
        Partner partner,
        Lease lease,
        ITransport transport,
        AnswerRow row,
        RunMarks marks,
        CancellationToken cancellation
    )
    {
        await transport.RemoveAsync(partner.Inbox, row.Name, cancellation);
        marks.Reached(RunMark.AnswerRemoved);
        await answers.RemovedAsync(lease, row.Id, cancellation);
    }

    private AnswerRow Row(
        Partner partner,
        TransportFile file,
        string sha256,
        string state,
        string? reason,
        Guid? run
    ) => new(Guid.CreateVersion7(clock.GetUtcNow()), partner.Name, sha256, file.Name, state, reason, run);

    private static async Task<string> FetchAsync(
        ITransport transport,
        string box,
        string name,
        string path,
        CancellationToken cancellation
    )
    {
        await using var target = new FileStream(path, PrivateFiles.Options(FileMode.Create, FileAccess.ReadWrite));
        await transport.FetchAsync(box, name, target, cancellation);
        target.Flush(flushToDisk: true);
        target.Position = 0;
        return await FileHash.OfAsync(target, cancellation);
    }
}
