using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.Enrollment;

/// <summary>Somebody else has gone on with this file; what was under way here was not kept.</summary>
public sealed class OvertakenException()
    : IOException("Another process has gone on with this file; nothing of the part under way was kept here.");

/// <summary>
/// What came, how far it is, and what became of each member. A step is kept with what it did, in one transaction, and
/// only under the number of who works on the file: killed at any point, it goes on behind the last step that was kept.
/// </summary>
public sealed class EnrolmentLedger(Database database, TimeProvider clock)
{
    private const string Own = "SELECT f.fence, f.taken FROM enrolment_files f WHERE f.id {ids} {revise}";

    /// <summary>A file by its id; null for none.</summary>
    public async Task<EnrolmentFile?> FindAsync(Guid id, CancellationToken cancellation) =>
        (
            await database.QueryAsync(
                new($"SELECT {EnrolmentFile.Columns} FROM enrolment_files f WHERE f.id = $1", id),
                EnrolmentFile.Read,
                cancellation
            )
        ).FirstOrDefault();

    /// <summary>
    /// The file of a partner that had these bytes and this name; else the one that had these bytes first; null where
    /// none had.
    /// </summary>
    public async Task<EnrolmentFile?> FirstAsync(
        string partner,
        string sha256,
        string name,
        CancellationToken cancellation
    )
    {
        const string Same =
            "WHERE f.partner = $1 AND f.sha256 = $2 AND (f.name = $3 OR f.state <> 'duplicate') ORDER BY CASE WHEN f.name = $3 THEN 0 ELSE 1 END, f.id LIMIT 1";
        return (
            await database.QueryAsync(
                new($"SELECT {EnrolmentFile.Columns} FROM enrolment_files f {Same}", partner, sha256, name),
                EnrolmentFile.Read,
                cancellation
            )
        ).FirstOrDefault();
    }

    /// <summary>The files of a partner, or of all, the latest first.</summary>
    public Task<List<EnrolmentFile>> LatestAsync(string? partner, int count, CancellationToken cancellation) =>
        database.QueryAsync(
            partner is null
                ? new($"SELECT {EnrolmentFile.Columns} FROM enrolment_files f ORDER BY f.id DESC LIMIT $1", (long)count)
                : new Statement(
                    $"SELECT {EnrolmentFile.Columns} FROM enrolment_files f WHERE f.partner = $1 ORDER BY f.id DESC LIMIT $2",
                    partner,
                    (long)count
                ),
            EnrolmentFile.Read,
            cancellation
        );

    /// <summary>How many members of a file came to which outcome.</summary>
    public async Task<IReadOnlyDictionary<MemberOutcome, long>> CountsAsync(
        Guid file,
        CancellationToken cancellation
    ) =>
        (
            await database.QueryAsync(
                new("SELECT o.outcome, COUNT(*) FROM enrolment_outcomes o WHERE o.file = $1 GROUP BY o.outcome", file),
                static row => (EnrolmentCodes.Outcome(row.Text(0)), row.Long(1)),
                cancellation
            )
        ).ToDictionary(static each => each.Item1, static each => each.Item2);

    /// <summary>
    /// For how many members something of a file was not taken over, since another source's word stands.
    /// </summary>
    public async Task<long> KeptAsync(Guid file, CancellationToken cancellation) =>
        (
            await database.QueryAsync(
                new("SELECT COUNT(*) FROM enrolment_outcomes o WHERE o.file = $1 AND o.reason LIKE '%-kept:%'", file),
                static row => row.Long(0),
                cancellation
            )
        )[0];

    /// <summary>How the audit, and the conflicts that it opened, name a file.</summary>
    public static string Origin(Guid file) => $"enrol-{file:N}";

    /// <summary>The lines of a file's report with an outcome, or all of them, in file order.</summary>
    public IAsyncEnumerable<OutcomeLine> LinesAsync(
        Guid file,
        MemberOutcome? outcome,
        CancellationToken cancellation
    ) =>
        database.StreamAsync(
            new(
                $"SELECT o.n, o.outcome, o.member, o.place, o.reason FROM enrolment_outcomes o WHERE o.file = $1 AND ($2 = '' OR o.outcome = $2) ORDER BY o.n",
                file,
                outcome?.Code() ?? string.Empty
            ),
            static row => new OutcomeLine(
                row.Long(0),
                EnrolmentCodes.Outcome(row.Text(1)),
                row.UuidOrNull(2),
                row.TextOrNull(3),
                row.TextOrNull(4)
            ),
            cancellation
        );

    /// <summary>
    /// The lines of members of a file with a reason, in file order: who was refused, and of whom not all was taken.
    /// </summary>
    public IAsyncEnumerable<OutcomeLine> ReasonsAsync(EnrolmentFile file, CancellationToken cancellation) =>
        database.StreamAsync(
            new(
                "SELECT o.n, o.outcome, o.member, o.place, o.reason FROM enrolment_outcomes o WHERE o.file = $1 AND o.n < $2 AND o.reason IS NOT NULL AND o.place IS NOT NULL ORDER BY o.n",
                file.Id,
                file.Taken
            ),
            static row => new OutcomeLine(
                row.Long(0),
                EnrolmentCodes.Outcome(row.Text(1)),
                row.UuidOrNull(2),
                row.TextOrNull(3),
                row.TextOrNull(4)
            ),
            cancellation
        );

    /// <summary>
    /// Opens a file that is to be loaded, with the control numbers that it uses; those that another file has used are
    /// answered, and then nothing is opened.
    /// </summary>
    public Task<IReadOnlyList<string>> OpenAsync(
        EnrolmentFile file,
        IReadOnlyList<(string Sender, string Number)> interchanges,
        CancellationToken cancellation
    ) =>
        database.WriteAsync<IReadOnlyList<string>>(
            async work =>
            {
                await work.SerializeAsync([$"enrolment/{file.Partner}"], cancellation);
                List<string> used = [];
                foreach (var (sender, number) in interchanges)
                    if (
                        (
                            await work.QueryAsync(
                                new(
                                    "SELECT 1 FROM enrolment_interchanges i WHERE i.partner = $1 AND i.sender = $2 AND i.number = $3",
                                    file.Partner,
                                    sender,
                                    number
                                ),
                                static row => row.Long(0),
                                cancellation
                            )
                        ).Count > 0
                    )
                        used.Add(number);
                if (used.Count > 0)
                    return used;
                work.Insert(EnrolmentTables.Files, file.Row());
                foreach (var (sender, number) in interchanges)
                    work.Insert(EnrolmentTables.Interchanges, [file.Partner, sender, number, file.Id]);
                return [];
            },
            cancellation
        );

    /// <summary>Keeps a file of which nothing is loaded: refused, or one that came before.</summary>
    public Task RecordAsync(EnrolmentFile file, CancellationToken cancellation) =>
        database.WriteAsync(
            work =>
            {
                work.Insert(EnrolmentTables.Files, file.Row());
                return Task.FromResult(true);
            },
            cancellation
        );

    /// <summary>Takes over the work on a file: whoever had it before can keep nothing more.</summary>
    public async Task<EnrolmentFile> TakeOverAsync(EnrolmentFile file, CancellationToken cancellation)
    {
        await database.WriteAsync(
            work =>
            {
                work.Run(
                    new(
                        "UPDATE enrolment_files SET fence = fence + 1, touched = $2 WHERE id = $1",
                        file.Id,
                        clock.GetUtcNow().UtcTicks
                    )
                );
                return Task.FromResult(true);
            },
            cancellation
        );
        return (await FindAsync(file.Id, cancellation))!;
    }

    /// <summary>Settles some members, in the transaction that wrote them.</summary>
    /// <exception cref="OvertakenException">Another has the file.</exception>
    public async Task SettleAsync(
        Work work,
        EnrolmentFile file,
        long from,
        IReadOnlyList<OutcomeLine> lines,
        CancellationToken cancellation
    )
    {
        await HoldAsync(work, file, from, cancellation);
        foreach (var line in lines)
            work.Insert(EnrolmentTables.Outcomes, line.Row(file.Id));
        work.Run(
            new(
                "UPDATE enrolment_files SET taken = $2, touched = $3 WHERE id = $1",
                file.Id,
                from + lines.Count,
                clock.GetUtcNow().UtcTicks
            )
        );
    }

    /// <summary>Takes a file to its next state, with what belongs to that.</summary>
    /// <exception cref="OvertakenException">Another has the file.</exception>
    public async Task<EnrolmentFile> MoveAsync(
        EnrolmentFile file,
        EnrolmentState state,
        string? reason,
        Func<Work, Task>? with,
        CancellationToken cancellation
    )
    {
        await database.WriteAsync(
            async work =>
            {
                await HoldAsync(work, file, null, cancellation);
                if (with is not null)
                    await with(work);
                var now = clock.GetUtcNow().UtcTicks;
                work.Run(
                    new("UPDATE enrolment_files SET state = $2, touched = $3 WHERE id = $1", file.Id, state.Code(), now)
                );
                if (reason is not null)
                    work.Run(new("UPDATE enrolment_files SET reason = $2 WHERE id = $1", file.Id, reason));
                if (state == EnrolmentState.Done)
                    work.Run(new("UPDATE enrolment_files SET finished = $2 WHERE id = $1", file.Id, now));
                return true;
            },
            cancellation
        );
        return (await FindAsync(file.Id, cancellation))!;
    }

    /// <summary>Gives a file the control number of its answer; asked again, the same.</summary>
    public async Task<EnrolmentFile> NumberAsync(EnrolmentFile file, CancellationToken cancellation)
    {
        await database.WriteAsync(
            async work =>
            {
                await work.SerializeAsync([$"enrolment/{file.Partner}"], cancellation);
                if (
                    (
                        await work.QueryAsync(
                            new(
                                "SELECT f.answer FROM enrolment_files f WHERE f.id = $1 AND f.answer IS NOT NULL",
                                file.Id
                            ),
                            static row => row.Long(0),
                            cancellation
                        )
                    ).Count > 0
                )
                    return true;
                var last = (
                    await work.QueryAsync(
                        new("SELECT n.last FROM enrolment_numbers n WHERE n.partner = $1", file.Partner),
                        static row => row.Long(0),
                        cancellation
                    )
                ).FirstOrDefault();
                if (last == 0)
                    work.Insert(EnrolmentTables.Numbers, [file.Partner, 1L]);
                else
                    work.Run(
                        new(
                            "UPDATE enrolment_numbers SET last = $2 WHERE partner = $1",
                            file.Partner,
                            (last % MostNumber) + 1
                        )
                    );
                work.Run(new("UPDATE enrolment_files SET answer = $2 WHERE id = $1", file.Id, (last % MostNumber) + 1));
                return true;
            },
            cancellation
        );
        return (await FindAsync(file.Id, cancellation))!;
    }

    private const long MostNumber = 999_999_999;

    /// <summary>Keeps, in a transaction, that a file lists everybody whom its programs cover.</summary>
    public static void Complete(Work work, EnrolmentFile file) =>
        work.Run(new("UPDATE enrolment_files SET complete = 1 WHERE id = $1", file.Id));

    /// <summary>Makes sure that nobody else has gone on with the file, until the end of the work.</summary>
    /// <exception cref="OvertakenException">Another has the file.</exception>
    public static async Task HoldAsync(Work work, EnrolmentFile file, long? taken, CancellationToken cancellation)
    {
        var found = await work.QueryEachAsync(
            Own,
            [file.Id],
            static row => (Fence: row.Long(0), Taken: row.Long(1)),
            cancellation
        );
        if (found.Count != 1 || found[0].Fence != file.Fence || (taken is { } from && found[0].Taken != from))
            throw new OvertakenException();
    }
}
