using HuskyFhir.Core.Access;
using HuskyFhir.Plan.Precedence;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.PartnerRuns.Reconciliations;

/// <summary>A comparison with a partner's full file, counted in members.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="Partner">Whose file.</param>
/// <param name="File">Its name.</param>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="At">When it was compared.</param>
/// <param name="Ours">Covered here.</param>
/// <param name="Theirs">In the file.</param>
/// <param name="Equal">In both, without a difference.</param>
/// <param name="Differing">In both, with one at least.</param>
/// <param name="Unknown">In the file alone.</param>
/// <param name="Missing">Covered here alone.</param>
/// <param name="Remark">What speaks against the file; null for nothing.</param>
public sealed record Reconciliation(
    Guid Id,
    string Partner,
    string File,
    string Sha256,
    DateTimeOffset At,
    long Ours,
    long Theirs,
    long Equal,
    long Differing,
    long Unknown,
    long Missing,
    string? Remark
)
{
    internal static Reconciliation Read(Row row) =>
        new(
            row.Uuid(0),
            row.Text(1),
            row.Text(2),
            row.Text(3),
            new(row.Long(4), TimeSpan.Zero),
            row.Long(5),
            row.Long(6),
            row.Long(7),
            row.Long(8),
            row.Long(9),
            row.Long(10),
            row.TextOrNull(11)
        );

    internal object?[] Row() =>
        [Id, Partner, File, Sha256, At.UtcTicks, Ours, Theirs, Equal, Differing, Unknown, Missing, Remark];
}

/// <summary>A field that differs.</summary>
/// <param name="Number">From 1, in the order of the file.</param>
/// <param name="Member">Whose; null where nobody here could be meant.</param>
/// <param name="ClientId">The Medicaid number.</param>
/// <param name="Field">Such as <c>home.city</c>; <c>member</c> where a whole member is in one of both alone.</param>
/// <param name="Ours">What stands here.</param>
/// <param name="Theirs">What the file says.</param>
/// <param name="Since">Since when ours stands.</param>
/// <param name="Source">Who said ours.</param>
/// <param name="Standing">Which is right by <see cref="SourcePrecedence"/>: <c>ours</c>, <c>theirs</c>, <c>both</c>, or
/// <c>ask</c>.</param>
public sealed record ReconciliationLine(
    long Number,
    Guid? Member,
    string ClientId,
    string Field,
    string? Ours,
    string? Theirs,
    DateTimeOffset? Since,
    string? Source,
    string Standing
)
{
    /// <summary>When it was settled; null before.</summary>
    public DateTimeOffset? Settled { get; init; }

    /// <summary><c>ours</c> or <c>theirs</c>.</summary>
    public string? SettledAs { get; init; }

    internal static ReconciliationLine Read(Row row) =>
        new(
            row.Long(0),
            row.UuidOrNull(1),
            row.Text(2),
            row.Text(3),
            row.TextOrNull(4),
            row.TextOrNull(5),
            At(row.LongOrNull(6)),
            row.TextOrNull(7),
            row.Text(8)
        )
        {
            Settled = At(row.LongOrNull(9)),
            SettledAs = row.TextOrNull(10),
        };

    internal object?[] Row(Guid of) =>
        [of, Number, Member, ClientId, Field, Ours, Theirs, Since?.UtcTicks, Source, Standing, null, null, null];

    private static DateTimeOffset? At(long? ticks) => ticks is { } known ? new(known, TimeSpan.Zero) : null;
}

/// <summary>The comparisons that were made, and what of them is settled.</summary>
public sealed class ReconciliationRepository(Database database, TimeProvider clock)
{
    private const string Columns =
        "l.n, l.member, l.client_id, l.field, l.ours, l.theirs, l.since, l.source, l.standing, l.settled, l.settled_as";

    /// <summary>Keeps some lines of a comparison that is under way.</summary>
    public Task AddAsync(Guid of, IReadOnlyList<ReconciliationLine> lines, CancellationToken cancellation) =>
        database.WriteAsync<object?>(
            work =>
            {
                foreach (var line in lines)
                    work.Insert(ReconciliationTables.Lines, line.Row(of));
                return Task.FromResult<object?>(null);
            },
            cancellation
        );

    /// <summary>Keeps a comparison that is done; before, its lines are nobody's and another try begins anew.</summary>
    public Task FinishAsync(Reconciliation done, CancellationToken cancellation) =>
        database.WriteAsync<object?>(
            work =>
            {
                work.Insert(ReconciliationTables.Reconciliations, done.Row());
                return Task.FromResult<object?>(null);
            },
            cancellation
        );

    /// <summary>The latest comparisons with a partner, the newest first.</summary>
    public Task<List<Reconciliation>> LatestAsync(string partner, int most, CancellationToken cancellation) =>
        database.QueryAsync(
            new(
                "SELECT id, partner, file, sha256, at, ours, theirs, equal, differing, unknown, missing, remark FROM reconciliations WHERE partner = $1 ORDER BY at DESC LIMIT $2",
                partner,
                (long)most
            ),
            Reconciliation.Read,
            cancellation
        );

    /// <summary>One of them; null for none.</summary>
    public async Task<Reconciliation?> FindAsync(Guid id, CancellationToken cancellation) =>
        (
            await database.QueryAsync(
                new(
                    "SELECT id, partner, file, sha256, at, ours, theirs, equal, differing, unknown, missing, remark FROM reconciliations WHERE id = $1",
                    id
                ),
                Reconciliation.Read,
                cancellation
            )
        ).FirstOrDefault();

    /// <summary>The lines of a comparison, in their order.</summary>
    public IAsyncEnumerable<ReconciliationLine> LinesAsync(Guid of, CancellationToken cancellation) =>
        database.StreamAsync(
            new($"SELECT {Columns} FROM reconciliation_lines l WHERE l.reconciliation = $1 ORDER BY l.n", of),
            ReconciliationLine.Read,
            cancellation
        );

    /// <summary>Some lines that are not settled yet.</summary>
    public Task<List<ReconciliationLine>> OpenAsync(
        Guid of,
        IReadOnlyCollection<long> numbers,
        CancellationToken cancellation
    )
    {
        if (numbers.Count == 0)
            return Task.FromResult(new List<ReconciliationLine>());
        var sql = new SqlText(database.Dialect);
        var among = string.Join(", ", numbers.Select(number => sql.Value(number)));
        var text =
            $"SELECT {Columns} FROM reconciliation_lines l WHERE l.reconciliation = {sql.Value(of)} AND l.settled IS NULL AND l.n IN ({among}) ORDER BY l.n";
        return database.QueryAsync(new(text, [.. sql.Values]), ReconciliationLine.Read, cancellation);
    }

    /// <summary>
    /// Purges the lines of comparisons before a time; how many. Where anything is purged, files beside them included,
    /// the audit says so in the same transaction.
    /// </summary>
    /// <param name="partner">Whose.</param>
    /// <param name="before">The time.</param>
    /// <param name="files">Files that are purged beside them.</param>
    /// <param name="request">For the audit.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<long> PurgeAsync(
        string partner,
        DateTimeOffset before,
        int files,
        string request,
        CancellationToken cancellation
    ) =>
        database.WriteAsync(
            async work =>
            {
                var gone = (
                    await work.QueryAsync(
                        new(
                            "DELETE FROM reconciliation_lines WHERE reconciliation IN (SELECT id FROM reconciliations WHERE partner = $1 AND at < $2) RETURNING n",
                            partner,
                            before.UtcTicks
                        ),
                        static row => row.Long(0),
                        cancellation
                    )
                ).Count;
                if (gone + files > 0)
                    work.Audit(
                        new(
                            clock.GetUtcNow(),
                            Caller.Operator.ClientId,
                            "exchange-purge",
                            null,
                            null,
                            null,
                            null,
                            "ok",
                            request,
                            $"{partner} {files} files {gone} lines before {before:yyyy-MM-dd}"
                        )
                    );
                return (long)gone;
            },
            cancellation
        );

    /// <summary>Settles lines by what stands here, and has the partner told of it again.</summary>
    /// <param name="of">The comparison.</param>
    /// <param name="partner">With whom.</param>
    /// <param name="patient">The member's record.</param>
    /// <param name="kinds">What is told again.</param>
    /// <param name="numbers">The lines.</param>
    /// <param name="by">Who decided.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task KeepOursAsync(
        Guid of,
        string partner,
        StoredResource patient,
        IEnumerable<ChangeKind> kinds,
        IEnumerable<long> numbers,
        string by,
        CancellationToken cancellation
    ) =>
        database.WriteAsync<object?>(
            work =>
            {
                foreach (var kind in kinds)
                    TellAgain(work, partner, patient, kind);
                Settle(work, of, numbers, "ours", by);
                return Task.FromResult<object?>(null);
            },
            cancellation
        );

    /// <summary>Settles lines.</summary>
    public void Settle(Work work, Guid of, IEnumerable<long> numbers, string takenAs, string by)
    {
        foreach (var number in numbers)
            work.Run(
                new(
                    "UPDATE reconciliation_lines SET settled = $3, settled_as = $4, settled_by = $5 WHERE reconciliation = $1 AND n = $2 AND settled IS NULL",
                    of,
                    number,
                    clock.GetUtcNow().UtcTicks,
                    takenAs,
                    by
                )
            );
    }

    /// <summary>
    /// Has the partner told again what stands here: as a change of its kind that waits for the partner alone.
    /// </summary>
    public void TellAgain(Work work, string partner, StoredResource patient, ChangeKind kind)
    {
        var now = clock.GetUtcNow();
        var found = ChangeRules
            .Between(
                "Patient",
                "{}"u8.ToArray(),
                patient.Body,
                HuskyFhir.Core.Time.ProgrammeTime.Day(now),
                ReportingOptions.Default
            )
            .FirstOrDefault(change => change.Kind == kind);
        if (found is null)
            return;
        var change = new ReportableChange(
            Guid.CreateVersion7(now),
            patient.Member!.Value,
            kind,
            null,
            found.After,
            HuskyFhir.Core.Time.ProgrammeTime.Day(now),
            null,
            "reconciliation",
            now,
            null,
            null,
            "Patient",
            patient.Id,
            patient.Version,
            "reconciliation"
        );
        work.Insert(ChangeTables.Changes, ChangeTables.Row(change));
        work.Insert(
            ChangeTables.States,
            [partner, change.Id, change.Member, ChangeState.Pending.Code(), null, null, now.UtcTicks]
        );
    }
}
