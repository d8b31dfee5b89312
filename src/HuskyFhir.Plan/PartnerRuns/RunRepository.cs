using HuskyFhir.Core.Access;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.Storage;

namespace HuskyFhir.Plan.PartnerRuns;

/// <summary>
/// The runs in the ledger. Each step is one transaction that holds the lease, names the state that it accepts, and
/// moves the run and its changes together; a step that is done twice finds another state and does nothing.
/// </summary>
public sealed class RunRepository(Database database, ChangeRepository changes, TimeProvider clock)
{
    private const int MovedAtOnce = 5_000;
    private const int LastNumber = 999_999_999;

    /// <summary>
    /// What was refused or set aside, and has a newer version than the file could have: mended, as far as can be known.
    /// The member's own record and all that belongs to it count.
    /// </summary>
    private const string Mended =
        "UPDATE change_states SET state = 'pending', run = NULL, reason = NULL, at = $2 WHERE partner = $1 AND state IN ('rejected', 'set-aside') "
        + "AND EXISTS (SELECT 1 FROM resources r JOIN exchange_runs x ON x.id = change_states.run WHERE r.member = change_states.member AND r.updated > x.opened)";

    /// <summary>
    /// Opens a run for a period: its number, and all that waits, in one transaction. Null where nothing waits, where
    /// the period had its run, or where one is under way. What was refused or set aside, and has been mended since,
    /// waits again. A run whose file has everybody (<see cref="ExchangeRun.Full"/>) takes nothing of what waits.
    /// </summary>
    public Task<ExchangeRun?> OpenAsync(Lease lease, string period, CancellationToken cancellation) =>
        WriteAsync(
            lease,
            async (work, now) =>
            {
                var isFull = period.StartsWith(ExchangeRun.Full, StringComparison.Ordinal);
                if (!isFull)
                    work.Run(new(Mended, lease.Partner, now.UtcTicks));
                var barred = await work.QueryAsync(
                    new(
                        "SELECT 1 FROM exchange_runs WHERE partner = $1 AND (period = $2 OR state IN ('claimed', 'written')) LIMIT 1",
                        lease.Partner,
                        period
                    ),
                    static row => row.Long(0),
                    cancellation
                );
                var waiting = await work.QueryAsync(
                    new("SELECT 1 FROM change_states WHERE partner = $1 AND state = 'pending' LIMIT 1", lease.Partner),
                    static row => row.Long(0),
                    cancellation
                );
                if (barred.Count > 0 || (waiting.Count == 0 && !isFull))
                    return null;
                var numbers = await work.QueryAsync(
                    new(
                        "UPDATE exchange_lanes SET number = number + 1 WHERE partner = $1 AND number < $2 RETURNING number",
                        lease.Partner,
                        (long)LastNumber
                    ),
                    static row => row.Long(0),
                    cancellation
                );
                if (numbers.Count == 0)
                    throw new InvalidOperationException(
                        "All 999,999,999 control numbers of this partner are used; agree on a new sender id with it."
                    );
                var run = new ExchangeRun(
                    Guid.CreateVersion7(now),
                    lease.Partner,
                    period,
                    (int)numbers[0],
                    RunState.Claimed,
                    null,
                    now,
                    null,
                    null
                );
                work.Insert(
                    ExchangeTables.Runs,
                    [
                        run.Id,
                        run.Partner,
                        period,
                        numbers[0],
                        "claimed",
                        null,
                        now.UtcTicks,
                        null,
                        null,
                        null,
                        0L,
                        null,
                        null,
                        0L,
                        0L,
                        0L,
                        null,
                        0L,
                        0L,
                        0L,
                        0L,
                        null,
                        null,
                    ]
                );
                await work.SendAsync(cancellation);
                if (!isFull)
                    ChangeRepository.Claim(work, lease.Partner, run.Id, now);
                return run;
            },
            cancellation
        );

    /// <summary>
    /// The file is in the spool: the run knows it, and what is not in it leaves the run. Without a file the run is
    /// over.
    /// </summary>
    public Task WrittenAsync(Lease lease, ExchangeRun run, RunContent content, CancellationToken cancellation) =>
        WriteAsync<object?>(
            lease,
            async (work, now) =>
            {
                var file = content.File;
                var moved = await work.QueryAsync(
                    new(
                        "UPDATE exchange_runs SET state = $2, outcome = $3, closed = $4, file = $5, bytes = $6, sha256 = $7, beside = $8, members = $9, changes = $10, aside = aside + $11, problem = NULL, report = NULL WHERE id = $1 AND state = 'claimed' RETURNING number",
                        run.Id,
                        file is null ? "closed" : "written",
                        Maybe(file is null ? "empty" : null),
                        file is null ? now.UtcTicks : DBNull.Value,
                        Maybe(file?.Name),
                        file?.Bytes ?? 0L,
                        Maybe(file?.Sha256),
                        Maybe(file is null ? null : string.Join(' ', file.Beside)),
                        content.Members,
                        content.Changes,
                        (long)content.Aside.Count
                    ),
                    static row => row.Long(0),
                    cancellation
                );
                if (moved.Count == 0)
                    return null;
                foreach (
                    var alike in content.Aside.GroupBy(
                        static each => each.Reason,
                        static each => each.Member,
                        StringComparer.Ordinal
                    )
                )
                foreach (var part in alike.Chunk(MovedAtOnce))
                    changes.Move(
                        work,
                        run.Partner,
                        run.Id,
                        part,
                        ChangeState.Claimed,
                        ChangeState.SetAside,
                        alike.Key,
                        now
                    );
                foreach (
                    var alike in content.Remarks.GroupBy(
                        static each => each.Reason,
                        static each => each.Member,
                        StringComparer.Ordinal
                    )
                )
                foreach (var part in alike.Chunk(MovedAtOnce))
                    changes.Move(
                        work,
                        run.Partner,
                        run.Id,
                        part,
                        ChangeState.Claimed,
                        ChangeState.Claimed,
                        alike.Key,
                        now
                    );
                foreach (var part in content.Undone.Chunk(MovedAtOnce))
                    changes.MoveChanges(
                        work,
                        run.Partner,
                        run.Id,
                        part,
                        ChangeState.Claimed,
                        ChangeState.NotNeeded,
                        null,
                        now
                    );
                work.Run(new("DELETE FROM exchange_places WHERE run = $1", run.Id));
                if (file is not null)
                    work.Insert(ExchangeTables.Places, [run.Id, content.Places]);
                return null;
            },
            cancellation
        );

    /// <summary>Its file is lost before it was delivered: it is to be written again.</summary>
    public Task UnwriteAsync(Lease lease, ExchangeRun run, CancellationToken cancellation) =>
        WriteAsync<object?>(
            lease,
            (work, _) =>
            {
                work.Run(new("UPDATE exchange_runs SET state = 'claimed' WHERE id = $1 AND state = 'written'", run.Id));
                return Task.FromResult<object?>(null);
            },
            cancellation
        );

    /// <summary>The file is with the partner.</summary>
    public Task SentAsync(Lease lease, ExchangeRun run, CancellationToken cancellation) =>
        WriteAsync<object?>(
            lease,
            async (work, now) =>
            {
                var moved = await work.QueryAsync(
                    new(
                        "UPDATE exchange_runs SET state = 'sent', sent = $2, problem = NULL, report = NULL WHERE id = $1 AND state = 'written' RETURNING number",
                        run.Id,
                        now.UtcTicks
                    ),
                    static row => row.Long(0),
                    cancellation
                );
                if (moved.Count == 0)
                    return null;
                ChangeRepository.Move(work, run.Partner, run.Id, ChangeState.Claimed, ChangeState.Sent, now);
                work.Audit(
                    new(
                        now,
                        Caller.Operator.ClientId,
                        "exchange-sent",
                        null,
                        null,
                        null,
                        null,
                        "ok",
                        run.Id.ToString("N"),
                        $"{run.Partner} {run.Number} {run.File?.Sha256}"
                    )
                );
                return null;
            },
            cancellation
        );

    /// <summary>Something stands in the way; the run stays where it is.</summary>
    public Task TroubledAsync(Lease lease, Guid run, string problem, string report, CancellationToken cancellation) =>
        WriteAsync<object?>(
            lease,
            (work, _) =>
            {
                work.Run(
                    new(
                        "UPDATE exchange_runs SET problem = $2, report = $3 WHERE id = $1 AND state <> 'closed'",
                        run,
                        problem,
                        report
                    )
                );
                return Task.FromResult<object?>(null);
            },
            cancellation
        );

    private static object Maybe(string? text) => text is null ? DBNull.Value : text;

    private Task<T> WriteAsync<T>(
        Lease lease,
        Func<Work, DateTimeOffset, Task<T>> body,
        CancellationToken cancellation
    ) =>
        database.WriteAsync(
            async work =>
            {
                var now = clock.GetUtcNow();
                await lease.HoldAsync(work, now, cancellation);
                return await body(work, now);
            },
            cancellation
        );
}

/// <summary>What a run's file came to.</summary>
/// <param name="File">The file; null where there is nothing to send.</param>
/// <param name="Members">Members in it.</param>
/// <param name="Changes">Changes that it tells.</param>
/// <param name="Places">Where its members stand.</param>
/// <param name="Aside">Members that are not in it, with the reason.</param>
/// <param name="Undone">Changes that were taken back.</param>
public sealed record RunContent(
    RunFile? File,
    long Members,
    long Changes,
    byte[] Places,
    IReadOnlyList<(Guid Member, string Reason)> Aside,
    IReadOnlyList<Guid> Undone
)
{
    /// <summary>Members in it of whom not all could be written, with what is missing.</summary>
    public IReadOnlyList<(Guid Member, string Reason)> Remarks { get; init; } = [];
}
