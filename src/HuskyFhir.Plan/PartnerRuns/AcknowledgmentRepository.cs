using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.PartnerRuns;

/// <summary>The answers that came, and what they moved.</summary>
public sealed class AcknowledgmentRepository(Database database, ChangeRepository changes, TimeProvider clock)
{
    private const int MovedAtOnce = 5_000;

    /// <summary>
    /// Counted anew, so that an answer in two parts counts nobody twice. What waits again has left the run.
    /// </summary>
    private const string Counts =
        "UPDATE exchange_runs SET acknowledged = (SELECT COUNT(DISTINCT member) FROM change_states WHERE partner = $2 AND run = $1 AND state = 'acknowledged'), "
        + "rejected = (SELECT COUNT(DISTINCT member) FROM change_states WHERE partner = $2 AND run = $1 AND state = 'rejected'), "
        + "again = members - (SELECT COUNT(DISTINCT member) FROM change_states WHERE partner = $2 AND run = $1 AND state IN ('acknowledged', 'rejected', 'sent')) WHERE id = $1";

    /// <summary>Those of one content, in the order in which they came.</summary>
    public Task<List<AnswerRow>> OfContentAsync(string partner, string sha256, CancellationToken cancellation) =>
        database.QueryAsync(
            new(
                $"SELECT {AnswerRow.Columns} FROM exchange_answers WHERE partner = $1 AND sha256 = $2 ORDER BY id",
                partner,
                sha256
            ),
            AnswerRow.Read,
            cancellation
        );

    /// <summary>The latest, the newest first.</summary>
    public Task<List<AnswerRow>> LatestAsync(string partner, int most, CancellationToken cancellation) =>
        database.QueryAsync(
            new(
                $"SELECT {AnswerRow.Columns} FROM exchange_answers WHERE partner = $1 ORDER BY at DESC, id DESC LIMIT $2",
                partner,
                (long)most
            ),
            AnswerRow.Read,
            cancellation
        );

    /// <summary>Keeps an answer and does what it says, in one transaction.</summary>
    public Task TakeAsync(
        Lease lease,
        AnswerRow answer,
        IReadOnlyList<RunSettlement> settlements,
        CancellationToken cancellation
    ) =>
        database.WriteAsync<object?>(
            async work =>
            {
                var now = clock.GetUtcNow();
                await lease.HoldAsync(work, now, cancellation);
                work.Insert(
                    ExchangeTables.Answers,
                    [
                        answer.Id,
                        answer.Partner,
                        answer.Sha256,
                        answer.Name,
                        now.UtcTicks,
                        answer.State,
                        answer.Reason,
                        answer.Run,
                        null,
                    ]
                );
                foreach (var settlement in settlements)
                    await SettleAsync(work, settlement, now, cancellation);
                return null;
            },
            cancellation
        );

    /// <summary>It is gone from the partner's box: the same content would be another one.</summary>
    public Task RemovedAsync(Lease lease, Guid answer, CancellationToken cancellation) =>
        database.WriteAsync<object?>(
            async work =>
            {
                var now = clock.GetUtcNow();
                await lease.HoldAsync(work, now, cancellation);
                work.Run(new("UPDATE exchange_answers SET removed = $2 WHERE id = $1", answer, now.UtcTicks));
                return null;
            },
            cancellation
        );

    private async Task SettleAsync(Work work, RunSettlement said, DateTimeOffset now, CancellationToken cancellation)
    {
        var run = said.Run;
        // An answer to what is not known to be delivered proves that it was.
        var delivered = await work.QueryAsync(
            new(
                "UPDATE exchange_runs SET state = 'sent', sent = $2 WHERE id = $1 AND state = 'written' RETURNING number",
                run.Id,
                now.UtcTicks
            ),
            static row => row.Long(0),
            cancellation
        );
        if (delivered.Count > 0)
            ChangeRepository.Move(work, run.Partner, run.Id, ChangeState.Claimed, ChangeState.Sent, now);
        if (said.Receipt is { } receipt)
            work.Run(new("UPDATE exchange_runs SET receipt = $2 WHERE id = $1 AND receipt IS NULL", run.Id, receipt));
        foreach (
            var alike in said.Refused.GroupBy(
                static each => each.Codes,
                static each => each.Member,
                StringComparer.Ordinal
            )
        )
        foreach (var part in alike.Chunk(MovedAtOnce))
            changes.Move(work, run.Partner, run.Id, part, ChangeState.Sent, ChangeState.Rejected, alike.Key, now);
        foreach (var part in said.Again.Chunk(MovedAtOnce))
            changes.Move(work, run.Partner, run.Id, part, ChangeState.Sent, ChangeState.Pending, null, now);
        foreach (var part in said.Accepted.Chunk(MovedAtOnce))
            changes.Move(work, run.Partner, run.Id, part, ChangeState.Sent, ChangeState.Acknowledged, null, now);
        if (said.AcceptsTheRest)
            ChangeRepository.Move(work, run.Partner, run.Id, ChangeState.Sent, ChangeState.Acknowledged, now);
        if (said.IsContent && run.IsFull)
            work.Run(
                new(
                    "UPDATE exchange_runs SET acknowledged = acknowledged + $2, rejected = rejected + $3, again = again + $4 WHERE id = $1",
                    run.Id,
                    said.Taken,
                    (long)said.Refused.Count,
                    (long)said.Again.Count
                )
            );
        else if (said.IsContent)
            work.Run(new(Counts, run.Id, run.Partner));
        if (said.Outcome is { } outcome)
        {
            work.Run(
                new(
                    "UPDATE exchange_runs SET state = 'closed', outcome = $2, closed = $3, problem = NULL, report = NULL WHERE id = $1 AND state = 'sent'",
                    run.Id,
                    outcome.ToString().ToLowerInvariant(),
                    now.UtcTicks
                )
            );
            work.Run(new("DELETE FROM exchange_places WHERE run = $1", run.Id));
        }
        else if (said.Report is { } report)
            work.Run(
                new(
                    "UPDATE exchange_runs SET problem = 'answer-incomplete', report = $2 WHERE id = $1 AND state = 'sent'",
                    run.Id,
                    report
                )
            );
    }
}

/// <summary>An answer that came.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="Partner">From whom.</param>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="Name">Of its file.</param>
/// <param name="State"><c>applied</c>, or <c>quarantined</c>.</param>
/// <param name="Reason">Why it was quarantined, or what of it was not used.</param>
/// <param name="Run">The run that it answers; null for none that is known.</param>
public sealed record AnswerRow(
    Guid Id,
    string Partner,
    string Sha256,
    string Name,
    string State,
    string? Reason,
    Guid? Run
)
{
    /// <summary>When it came.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Whether it is gone from the partner's box.</summary>
    public bool IsRemoved { get; init; }

    internal const string Columns = "id, partner, sha256, name, state, reason, run, at, removed";

    internal static AnswerRow Read(Row row) =>
        new(row.Uuid(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.TextOrNull(5), row.UuidOrNull(6))
        {
            At = new(row.Long(7), TimeSpan.Zero),
            IsRemoved = row.LongOrNull(8) is not null,
        };
}

/// <summary>What an answer does to a run.</summary>
/// <param name="Run">Which.</param>
public sealed record RunSettlement(ExchangeRun Run)
{
    /// <summary>What it says of the arrival; null for nothing.</summary>
    public string? Receipt { get; init; }

    /// <summary>Members that are refused for something of their own, with the partner's codes.</summary>
    public IReadOnlyList<(Guid Member, string Codes)> Refused { get; init; } = [];

    /// <summary>Members that are to be sent again as they are.</summary>
    public IReadOnlyList<Guid> Again { get; init; } = [];

    /// <summary>Members that were taken, where the answer leaves others open.</summary>
    public IReadOnlyList<Guid> Accepted { get; init; } = [];

    /// <summary>Whether it speaks of members, and not of the arrival alone.</summary>
    public bool IsContent => Refused.Count + Again.Count + Taken > 0;

    /// <summary>Whether all others were taken.</summary>
    public bool AcceptsTheRest { get; init; }

    /// <summary>How many members were taken.</summary>
    public long Taken { get; init; }

    /// <summary>How the run ends; null where it still waits.</summary>
    public RunOutcome? Outcome { get; init; }

    /// <summary>Why it still waits.</summary>
    public string? Report { get; init; }
}
