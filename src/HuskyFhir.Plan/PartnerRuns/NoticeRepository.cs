using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.PartnerRuns;

/// <summary>
/// Notices to the operator, kept until they are sent. Each occasion is kept once, however often it is seen; several
/// processes send each notice once, and one whose sending fails or is killed is sent again later.
/// </summary>
public sealed class NoticeRepository(Database database, TimeProvider clock)
{
    private const string Columns = "id, partner, about, at, kind, text, tries, sent, problem";

    /// <summary>The longest pause between two attempts.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>Keeps a notice; false where the occasion was kept before.</summary>
    /// <param name="partner">Whom it concerns.</param>
    /// <param name="about">The occasion, such as <c>late:41</c>.</param>
    /// <param name="kind">Such as <c>answer-late</c>.</param>
    /// <param name="text">What is wrong and what to do, without anybody's data.</param>
    /// <param name="cancellation">Ends it before it is done.</param>
    public async Task<bool> AddAsync(
        string partner,
        string about,
        string kind,
        string text,
        CancellationToken cancellation
    )
    {
        var now = clock.GetUtcNow();
        var known = await database.QueryAsync(
            new("SELECT 1 FROM operator_notices WHERE partner = $1 AND about = $2", partner, about),
            static row => row.Long(0),
            cancellation
        );
        if (known.Count > 0)
            return false;
        return (
                await database.WriteAsync(
                    work =>
                        work.QueryAsync(
                            new(
                                "INSERT INTO operator_notices (id, partner, about, at, kind, text, until, tries) VALUES ($1, $2, $3, $4, $5, $6, 0, 0) ON CONFLICT (partner, about) DO NOTHING RETURNING tries",
                                Guid.CreateVersion7(now),
                                partner,
                                about,
                                now.UtcTicks,
                                kind,
                                text
                            ),
                            static row => row.Long(0),
                            cancellation
                        ),
                    cancellation
                )
            ).Count > 0;
    }

    /// <summary>Takes the notices whose sending is due; others leave them alone until the next attempt is.</summary>
    public Task<List<OperatorNotice>> TakeAsync(int most, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            async work =>
            {
                var due = await work.QueryAsync(
                    new(
                        $"SELECT {Columns} FROM operator_notices WHERE sent IS NULL AND until <= $1 ORDER BY at LIMIT $2",
                        now.UtcTicks,
                        (long)most
                    ),
                    OperatorNotice.Read,
                    cancellation
                );
                var taken = new List<OperatorNotice>();
                foreach (var notice in due)
                {
                    var pause = TimeSpan.FromMinutes(
                        Math.Min(Math.Pow(2, Math.Min(notice.Tries, 10)), LongestPause.TotalMinutes)
                    );
                    // Whoever finds another number of attempts was overtaken.
                    var won = await work.QueryAsync(
                        new(
                            "UPDATE operator_notices SET tries = tries + 1, until = $3 WHERE id = $1 AND tries = $2 AND sent IS NULL RETURNING tries",
                            notice.Id,
                            notice.Tries,
                            (now + pause).UtcTicks
                        ),
                        static row => row.Long(0),
                        cancellation
                    );
                    if (won.Count > 0)
                        taken.Add(notice);
                }

                return taken;
            },
            cancellation
        );
    }

    /// <summary>It is sent.</summary>
    public Task SentAsync(Guid notice, CancellationToken cancellation) =>
        RunAsync(
            new(
                "UPDATE operator_notices SET sent = $2, problem = NULL WHERE id = $1",
                notice,
                clock.GetUtcNow().UtcTicks
            ),
            cancellation
        );

    /// <summary>It could not be sent; it is tried again.</summary>
    public Task FailedAsync(Guid notice, string problem, CancellationToken cancellation) =>
        RunAsync(new("UPDATE operator_notices SET problem = $2 WHERE id = $1", notice, problem), cancellation);

    /// <summary>The latest notices about a partner, the newest first.</summary>
    public Task<List<OperatorNotice>> LatestAsync(string partner, int most, CancellationToken cancellation) =>
        database.QueryAsync(
            new(
                $"SELECT {Columns} FROM operator_notices WHERE partner = $1 ORDER BY at DESC, id DESC LIMIT $2",
                partner,
                (long)most
            ),
            OperatorNotice.Read,
            cancellation
        );

    /// <summary>When the partner was last heard of, by an answer or a file; null for never.</summary>
    public async Task<DateTimeOffset?> HeardAsync(string partner, CancellationToken cancellation)
    {
        const string Heard =
            "SELECT MAX(at) FROM (SELECT MAX(at) AS at FROM exchange_answers WHERE partner = $1 UNION ALL SELECT MAX(started) AS at FROM enrolment_files WHERE partner = $1) h";
        var rows = await database.QueryAsync(new(Heard, partner), static row => row.LongOrNull(0), cancellation);
        return rows is [{ } ticks] ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }

    private Task<object?> RunAsync(Statement statement, CancellationToken cancellation) =>
        database.WriteAsync<object?>(
            work =>
            {
                work.Run(statement);
                return Task.FromResult<object?>(null);
            },
            cancellation
        );
}

/// <summary>Something that an operator must know.</summary>
/// <param name="Id">UUIDv7: the same with each attempt, so that a receiver can tell a repetition.</param>
/// <param name="Partner">Whom it concerns.</param>
/// <param name="About">The occasion, such as <c>late:41</c>.</param>
/// <param name="At">When it was seen.</param>
/// <param name="Kind">Such as <c>answer-late</c>.</param>
/// <param name="Text">What is wrong and what to do, without anybody's data.</param>
/// <param name="Tries">Attempts to send it before.</param>
/// <param name="Sent">When it was sent; null where it was not.</param>
/// <param name="Problem">Why the last attempt failed.</param>
public sealed record OperatorNotice(
    Guid Id,
    string Partner,
    string About,
    DateTimeOffset At,
    string Kind,
    string Text,
    long Tries,
    DateTimeOffset? Sent,
    string? Problem
)
{
    internal static OperatorNotice Read(Row row) =>
        new(
            row.Uuid(0),
            row.Text(1),
            row.Text(2),
            new(row.Long(3), TimeSpan.Zero),
            row.Text(4),
            row.Text(5),
            row.Long(6),
            row.LongOrNull(7) is { } sent ? new(sent, TimeSpan.Zero) : null,
            row.TextOrNull(8)
        );
}
