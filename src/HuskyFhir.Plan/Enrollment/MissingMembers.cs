using HuskyFhir.Storage;

namespace HuskyFhir.Plan.Enrollment;

/// <summary>Who is covered and was not in a full file.</summary>
public sealed class MissingMembers(Database database)
{
    /// <summary>A coverage in force on a day, in one of some programmes.</summary>
    private const string InForce =
        "FROM coverage c JOIN coverage_string t ON t.owner = c.id AND t.part = 'class-value' WHERE c.status_code = 'active' AND c.period_low <= $1 AND (c.period_high IS NULL OR c.period_high > $1) AND ";

    private const string NotIn =
        " AND NOT EXISTS (SELECT 1 FROM enrolment_outcomes o WHERE o.file = $3 AND o.member = c.member)";

    /// <summary>How many are covered, and how many of them are missing.</summary>
    public async Task<(long Covered, long Missing)> CountAsync(
        Guid file,
        IReadOnlyCollection<string> programmes,
        DateTimeOffset at,
        CancellationToken cancellation
    )
    {
        var list = database.Dialect.List(programmes);
        var where = database.Dialect.In("t.value", "$2", false);
        var covered = await database.QueryAsync(
            new($"SELECT COUNT(DISTINCT c.member) {InForce}{where}", at.UtcTicks, list),
            static row => row.Long(0),
            cancellation
        );
        var missing = await database.QueryAsync(
            new($"SELECT COUNT(DISTINCT c.member) {InForce}{where}{NotIn}", at.UtcTicks, list, file),
            static row => row.Long(0),
            cancellation
        );
        return (covered[0], missing[0]);
    }

    /// <summary>
    /// Lists them behind the members of the file, in the order of their ids; with the file's next state in one
    /// transaction.
    /// </summary>
    public async Task ListAsync(
        Work work,
        EnrolmentFile file,
        IReadOnlyCollection<string> programmes,
        DateTimeOffset at,
        CancellationToken cancellation
    )
    {
        var where = database.Dialect.In("t.value", "$2", false);
        var missing = await work.QueryAsync(
            new(
                $"SELECT DISTINCT c.member {InForce}{where}{NotIn} ORDER BY c.member",
                at.UtcTicks,
                database.Dialect.List(programmes),
                file.Id
            ),
            static row => row.Uuid(0),
            cancellation
        );
        for (var place = 0; place < missing.Count; place++)
            work.Insert(
                EnrolmentTables.Outcomes,
                new OutcomeLine(file.Taken + place, MemberOutcome.Missing, missing[place], null, null).Row(file.Id)
            );
    }

    /// <summary>Some who are still to be ended.</summary>
    public Task<List<(long Number, Guid Member)>> NextAsync(Guid file, int count, CancellationToken cancellation) =>
        database.QueryAsync(
            new(
                "SELECT o.n, o.member FROM enrolment_outcomes o WHERE o.file = $1 AND o.outcome = 'missing' AND o.reason IS NULL ORDER BY o.n LIMIT $2",
                file,
                (long)count
            ),
            static row => (row.Long(0), row.Uuid(1)),
            cancellation
        );

    /// <summary>Says what became of one: ended, or still missing and why.</summary>
    public static void Tell(Work work, Guid file, long number, MemberOutcome outcome, string reason) =>
        work.Run(
            new(
                "UPDATE enrolment_outcomes SET outcome = $3, reason = $4 WHERE file = $1 AND n = $2",
                file,
                number,
                outcome.Code(),
                reason
            )
        );
}
