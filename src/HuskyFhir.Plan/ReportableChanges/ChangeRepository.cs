using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.ReportableChanges;

/// <summary>
/// The reportable changes, and where each stands on its way to a partner. The rows of <c>change_states</c> are the
/// outbox: one for each change and partner, written with the change; a run takes them, and each step names the state
/// that it accepts, so that a step done twice does nothing the second time. What moves states is a run's own
/// transaction.
/// </summary>
public sealed class ChangeRepository(Database database)
{
    private const string Joined = "FROM change_states s JOIN reportable_changes c ON c.id = s.change";

    /// <summary>How many changes wait for a partner, and since when the oldest does; null where none does.</summary>
    public async Task<(long Depth, DateTimeOffset? Oldest)> WaitingAsync(string partner, CancellationToken cancellation)
    {
        var rows = await database.QueryAsync(
            new($"SELECT COUNT(*), MIN(c.known) {Joined} WHERE s.partner = $1 AND s.state = 'pending'", partner),
            static row => (row.Long(0), row.LongOrNull(1)),
            cancellation
        );
        return (rows[0].Item1, rows[0].Item2 is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null);
    }

    /// <summary>
    /// Gives a run all that waits for its partner, as of the transaction; what comes later is for the next. Claimed
    /// twice by one run, it gets what came since, so a run claims once, in the transaction that opens it.
    /// </summary>
    public static void Claim(Work work, string partner, Guid run, DateTimeOffset now) =>
        work.Run(
            new(
                "UPDATE change_states SET state = 'claimed', run = $2, reason = NULL, at = $3 WHERE partner = $1 AND state = 'pending'",
                partner,
                run,
                now.UtcTicks
            )
        );

    /// <summary>
    /// What a run has in a state, drawn together by member, in the order of the members; a page of so many members.
    /// </summary>
    /// <param name="partner">Whose run.</param>
    /// <param name="run">Which.</param>
    /// <param name="state">In which state.</param>
    /// <param name="after">The last member of the page before; null to begin.</param>
    /// <param name="members">At most so many.</param>
    /// <param name="cancellation">Ends the query.</param>
    public async Task<IReadOnlyList<MemberChanges>> OfRunAsync(
        string partner,
        Guid run,
        ChangeState state,
        Guid? after,
        int members,
        CancellationToken cancellation
    )
    {
        const string Of = "s.partner = $1 AND s.run = $2 AND s.state = $3 AND s.member > $4";
        var text =
            $"SELECT {ChangeTables.Columns} {Joined} WHERE {Of} AND s.member IN (SELECT DISTINCT s.member FROM change_states s WHERE {Of} ORDER BY s.member LIMIT $5) ORDER BY s.member, s.change";
        var rows = await database.QueryAsync(
            new(text, partner, run, state.Code(), after ?? Guid.Empty, (long)members),
            ChangeTables.Read,
            cancellation
        );
        return [.. rows.GroupBy(static change => change.Member).Select(static of => MemberChanges.Of(of.Key, of))];
    }

    /// <summary>Moves all that a run has in one state to another.</summary>
    public static void Move(
        Work work,
        string partner,
        Guid run,
        ChangeState from,
        ChangeState to,
        DateTimeOffset now
    ) =>
        work.Run(
            new(
                $"UPDATE change_states SET state = $4, at = $5{Letting(to)} WHERE partner = $1 AND run = $2 AND state = $3",
                partner,
                run,
                from.Code(),
                to.Code(),
                now.UtcTicks
            )
        );

    /// <summary>Moves all of some members that a run has in one state to another, with the reason.</summary>
    public void Move(
        Work work,
        string partner,
        Guid run,
        IReadOnlyCollection<Guid> members,
        ChangeState from,
        ChangeState to,
        string? reason,
        DateTimeOffset now
    ) => MoveThose(work, "member", members, partner, run, from, to, reason, now);

    /// <summary>Moves single changes of a run, such as those that were undone.</summary>
    public void MoveChanges(
        Work work,
        string partner,
        Guid run,
        IReadOnlyCollection<Guid> changes,
        ChangeState from,
        ChangeState to,
        string? reason,
        DateTimeOffset now
    ) => MoveThose(work, "change", changes, partner, run, from, to, reason, now);

    /// <summary>
    /// What is under way to a partner of some members: what its own file must not take back (pending, claimed or sent).
    /// </summary>
    public async Task<IReadOnlyList<ChangeStanding>> UnderWayAsync(
        string partner,
        IReadOnlyCollection<Guid> members,
        CancellationToken cancellation
    )
    {
        if (members.Count == 0)
            return [];
        var sql = new SqlText(database.Dialect);
        var text =
            $"SELECT {ChangeTables.Columns}, s.state, s.run, s.reason {Joined} WHERE s.partner = {sql.Value(partner)} AND s.state IN ('pending', 'claimed', 'sent') AND {sql.In("s.member", members)} ORDER BY s.change";
        return await database.QueryAsync(new(text, [.. sql.Values]), ChangeTables.ReadStanding, cancellation);
    }

    /// <summary>
    /// Changes with where they stand for a partner, the newest first. A partner who was none yet when a change was made
    /// need not know of it.
    /// </summary>
    public async Task<IReadOnlyList<ChangeStanding>> FindAsync(
        string partner,
        ChangeFilter filter,
        int most,
        CancellationToken cancellation
    )
    {
        var sql = new SqlText(database.Dialect, filter.Reader?.Now ?? default);
        var text =
            $"SELECT {ChangeTables.Columns}, COALESCE(s.state, 'not-needed'), s.run, s.reason FROM reportable_changes c LEFT JOIN change_states s ON s.change = c.id AND s.partner = {sql.Value(partner)} WHERE {filter.Where(sql)} ORDER BY c.id DESC LIMIT {sql.Value((long)most)}";
        return await database.QueryAsync(new(text, [.. sql.Values]), ChangeTables.ReadStanding, cancellation);
    }

    private void MoveThose(
        Work work,
        string column,
        IReadOnlyCollection<Guid> ids,
        string partner,
        Guid run,
        ChangeState from,
        ChangeState to,
        string? reason,
        DateTimeOffset now
    )
    {
        if (ids.Count == 0)
            return;
        var sql = new SqlText(database.Dialect);
        var text =
            $"UPDATE change_states SET state = {sql.Value(to.Code())}, at = {sql.Value(now.UtcTicks)}, reason = {(reason is null ? "NULL" : sql.Value(reason))}{Letting(to)} "
            + $"WHERE partner = {sql.Value(partner)} AND run = {sql.Value(run)} AND state = {sql.Value(from.Code())} AND {sql.In(column, ids)}";
        work.Run(new(text, [.. sql.Values]));
    }

    /// <summary>What waits again belongs to no run.</summary>
    private static string Letting(ChangeState to) => to == ChangeState.Pending ? ", run = NULL" : string.Empty;
}
