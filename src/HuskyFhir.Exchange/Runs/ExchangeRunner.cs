using HuskyFhir.Exchange.Transports;
using HuskyFhir.Plan.PartnerRuns;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;

namespace HuskyFhir.Exchange.Runs;

/// <summary>
/// One look at a partner: its answers first, then the run that was left unfinished, then a new one. Whatever calls it
/// (a schedule, a person, two instances at once) and wherever it is killed, the ledger says what is left to do, and the
/// next look does that.
/// </summary>
public sealed class ExchangeRunner
{
    private readonly TimeProvider clock;
    private readonly PartnerLeases lanes;
    private readonly RunRepository runs;
    private readonly RunList list;
    private readonly WriteStep write;
    private readonly DeliverStep deliver;
    private readonly AnswerStep answers;

    /// <summary>Over a database.</summary>
    public ExchangeRunner(Database database, FhirTypeCatalog families, TimeProvider clock)
    {
        this.clock = clock;
        var book = new ChangeRepository(database);
        (lanes, runs, list) = (new(database, clock), new(database, book, clock), new(database));
        write = new(book, list, new(database, families, clock), runs, lanes);
        deliver = new(runs);
        answers = new(list, new(database, book, clock), clock);
    }

    /// <summary>Looks after a partner.</summary>
    /// <param name="partner">Which.</param>
    /// <param name="period">The time of the schedule, of which there is one run; null to read answers and finish what
    /// is unfinished only.</param>
    /// <param name="patience">How long to wait for another process that works for it.</param>
    /// <param name="marks">Hears how far it is.</param>
    /// <param name="cancellation">Ends it at the next step; the ledger keeps what is done.</param>
    public async Task<RunReport> RunAsync(
        Partner partner,
        string? period,
        TimeSpan patience,
        RunMarks marks,
        CancellationToken cancellation
    )
    {
        if (
            await lanes.WaitAsync(
                partner.Name,
                $"{Environment.MachineName}:{Environment.ProcessId}",
                partner.Lease,
                patience,
                cancellation
            )
            is not { } lease
        )
            return new(
                RunEnd.Busy,
                null,
                new(),
                "busy",
                "Another process works for this partner; what is due is done by it."
            );
        try
        {
            marks.Reached(RunMark.Leased);
            return await LedAsync(partner, lease, period, marks, cancellation);
        }
        catch (LeaseLostException lost)
        {
            return new(RunEnd.Busy, null, new(), "lease-lost", lost.Message);
        }
        finally
        {
            await lanes.ReleaseAsync(lease);
        }
    }

    private async Task<RunReport> LedAsync(
        Partner partner,
        Lease lease,
        string? period,
        RunMarks marks,
        CancellationToken cancellation
    )
    {
        await using var transport = partner.Open();
        var (taken, trouble) = await AnswersAsync(partner, lease, transport, marks, cancellation);
        // Without a way to the partner a run is still opened and written: its changes are then in a file with a number,
        // and only its delivery waits.
        var run = await list.UnderWayAsync(partner.Name, cancellation);
        if (run is null && period is not null)
        {
            run = await runs.OpenAsync(lease, period, cancellation);
            if (run is not null)
                marks.Reached(RunMark.Opened);
        }

        if (run is null)
            return trouble is null
                ? new(RunEnd.Nothing, null, taken)
                : new(RunEnd.Troubled, null, taken, trouble.Code, trouble.Message);
        try
        {
            run = await FinishAsync(partner, lease, run, transport, marks, cancellation);
            return new(
                run.Outcome == RunOutcome.Empty ? RunEnd.Empty : RunEnd.Sent,
                run,
                taken,
                trouble?.Code,
                trouble?.Message
            );
        }
        catch (TransportException fault)
        {
            return await TroubledAsync(lease, run, taken, fault.Code, fault.Message, cancellation);
        }
        catch (ArgumentException fault)
        {
            return await TroubledAsync(
                lease,
                run,
                taken,
                "settings",
                $"The settings of the partner make no file: {fault.Message}",
                cancellation
            );
        }
    }

    private async Task<RunReport> TroubledAsync(
        Lease lease,
        ExchangeRun run,
        AnswersTaken taken,
        string problem,
        string report,
        CancellationToken cancellation
    )
    {
        await runs.TroubledAsync(lease, run.Id, problem, report, cancellation);
        return new(
            RunEnd.Troubled,
            await list.FindAsync(run.Partner, run.Number, cancellation),
            taken,
            problem,
            report
        );
    }

    /// <summary>A way that does not work keeps nobody from writing; the delivery will say so again.</summary>
    private async Task<(AnswersTaken Taken, TransportException? Trouble)> AnswersAsync(
        Partner partner,
        Lease lease,
        ITransport transport,
        RunMarks marks,
        CancellationToken cancellation
    )
    {
        try
        {
            return (await answers.RunAsync(partner, lease, transport, marks, cancellation), null);
        }
        catch (TransportException fault)
        {
            return (new(), fault);
        }
        catch (IOException fault)
        {
            return (new(), TransportException.Of(fault, partner.Spool));
        }
    }

    private async Task<ExchangeRun> FinishAsync(
        Partner partner,
        Lease lease,
        ExchangeRun run,
        ITransport transport,
        RunMarks marks,
        CancellationToken cancellation
    )
    {
        while (run.State is RunState.Claimed or RunState.Written)
        {
            if (run.State == RunState.Claimed)
                await write.RunAsync(partner, lease, run, marks, cancellation);
            else
                await deliver.RunAsync(partner, lease, run, transport, marks, cancellation);
            run = (await list.FindAsync(partner.Name, run.Number, cancellation))!;
        }

        return run;
    }

    /// <summary>The period of a run that a person asks for: one of its own.</summary>
    public string ByHand() => $"hand:{Guid.CreateVersion7(clock.GetUtcNow()):N}";

    /// <summary>
    /// Settles a run by what the partner said on another way, such as by telephone: the named members are refused, all
    /// others that still wait are accepted.
    /// </summary>
    /// <returns>False where the run does not wait for an answer, or another process works for the partner.</returns>
    public async Task<bool> SettleAsync(
        Partner partner,
        ExchangeRun run,
        IReadOnlyCollection<Guid> refused,
        CancellationToken cancellation
    )
    {
        if (
            run.State != RunState.Sent
            || await lanes.WaitAsync(
                partner.Name,
                $"{Environment.MachineName}:{Environment.ProcessId}",
                partner.Lease,
                partner.Lease,
                cancellation
            )
                is not { } lease
        )
            return false;
        try
        {
            await answers.SettleByHandAsync(partner, lease, run, refused, cancellation);
            return true;
        }
        finally
        {
            await lanes.ReleaseAsync(lease);
        }
    }

    /// <summary>Delivers the file of a run again, as it is: the same bytes, name and number.</summary>
    public async Task<RunReport> ResendAsync(
        Partner partner,
        ExchangeRun run,
        RunMarks marks,
        CancellationToken cancellation
    )
    {
        if (
            await lanes.WaitAsync(
                partner.Name,
                $"{Environment.MachineName}:{Environment.ProcessId}",
                partner.Lease,
                partner.Lease,
                cancellation
            )
            is not { } lease
        )
            return new(
                RunEnd.Busy,
                run,
                new(),
                "busy",
                "Another process works for this partner; try again when it is done."
            );
        try
        {
            var spool = new Spool(partner.Spool);
            if (
                run.File is not { } known
                || await spool.FindAsync(known.Name, known.Bytes, known.Sha256, cancellation) is not { } file
            )
                return new(
                    RunEnd.Troubled,
                    run,
                    new(),
                    "file-lost",
                    $"The file of number {run.Number} is not in {partner.Spool} as it was written. Nothing was sent: another file under the same number would be wrong."
                );
            await using var transport = partner.Open();
            await DeliverStep.PutAsync(partner, spool, file, known, transport, marks, cancellation);
            return new(RunEnd.Sent, run, new());
        }
        catch (TransportException fault)
        {
            return new(RunEnd.Troubled, run, new(), fault.Code, fault.Message);
        }
        finally
        {
            await lanes.ReleaseAsync(lease);
        }
    }
}
