using System.Runtime.CompilerServices;
using HuskyFhir.Plan.Disclosures.Events;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Audit;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.Disclosures;

/// <summary>Reads the audit, the newest first: all of it, or by the index what is about members.</summary>
public sealed class AuditReader(Database database, AuditIndex index)
{
    private const int Batch = 500;

    /// <summary>After every id.</summary>
    private static readonly Guid Last = new("ffffffff-ffff-ffff-ffff-ffffffffffff");

    /// <summary>One entry; null when there is none.</summary>
    public async Task<AuditEntry?> FindAsync(Guid row, int position, CancellationToken cancellation)
    {
        var rows = await database.QueryAsync(
            new($"SELECT {AuditRow.Columns} FROM {database.Dialect.Audit} a WHERE a.id = $1", row),
            AuditRow.From,
            cancellation
        );
        return rows.SelectMany(AuditEntry.Of).FirstOrDefault(entry => entry.Position == position);
    }

    /// <summary>The entries that a filter takes, one after the other, the newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The last one that was given before; null to begin.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async IAsyncEnumerable<AuditEntry> EntriesAsync(
        AuditFilter filter,
        (Guid Row, int Position)? after,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        if (filter.FindsNothing)
            yield break;
        if (after is { } rest && await FindRowAsync(rest.Row, cancellation) is { } shown)
            foreach (
                var entry in AuditEntry.Of(shown).Where(entry => entry.Position > rest.Position && filter.Takes(entry))
            )
                yield return entry;
        var rows = filter.Members is { } members
            ? OfMembersAsync(members, filter, after?.Row ?? Last, cancellation)
            : AllAsync(Guid.Empty, null, filter, after?.Row ?? Last, cancellation);
        await foreach (var row in rows)
        foreach (var entry in AuditEntry.Of(row).Where(filter.Takes))
            yield return entry;
    }

    /// <summary>Every row of a time in the order of their ids, for an export.</summary>
    public IAsyncEnumerable<AuditRow> RowsAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellation
    ) =>
        database.StreamAsync(
            new(
                $"SELECT {AuditRow.Columns} FROM {database.Dialect.Audit} a WHERE a.at >= $1 AND a.at < $2 ORDER BY a.id",
                from.UtcTicks,
                to.UtcTicks
            ),
            AuditRow.From,
            cancellation
        );

    private async Task<AuditRow?> FindRowAsync(Guid id, CancellationToken cancellation) =>
        (
            await database.QueryAsync(
                new($"SELECT {AuditRow.Columns} FROM {database.Dialect.Audit} a WHERE a.id = $1", id),
                AuditRow.From,
                cancellation
            )
        ).FirstOrDefault();

    /// <summary>Those too young for the index first, which are newer, and then those that it names.</summary>
    private async IAsyncEnumerable<AuditRow> OfMembersAsync(
        IReadOnlyList<Guid> members,
        AuditFilter filter,
        Guid before,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var cursor = await index.CursorAsync(cancellation);
        if (before > cursor)
            await foreach (var row in AllAsync(cursor, members, filter, before, cancellation))
                yield return row;
        while (true)
        {
            var names = new SqlText(database.Dialect);
            var ids = await database.QueryAsync(
                new(
                    $"SELECT DISTINCT k.entry FROM {database.Dialect.Behind(AuditTables.AuditMembers)} k WHERE {names.In("k.member", members)} AND k.entry < {names.Value(before)} AND k.entry <= {names.Value(cursor)} ORDER BY k.entry DESC LIMIT {Batch}",
                    [.. names.Values]
                ),
                static row => row.Uuid(0),
                cancellation
            );
            if (ids.Count == 0)
                yield break;
            var sql = new SqlText(database.Dialect);
            foreach (
                var row in await database.QueryAsync(
                    new(
                        $"SELECT {AuditRow.Columns} FROM {database.Dialect.Audit} a WHERE {sql.In("a.id", ids)} AND {filter.Where(sql)} ORDER BY a.id DESC",
                        [.. sql.Values]
                    ),
                    AuditRow.From,
                    cancellation
                )
            )
                yield return row;
            before = ids[^1];
        }
    }

    private async IAsyncEnumerable<AuditRow> AllAsync(
        Guid from,
        IReadOnlyList<Guid>? members,
        AuditFilter filter,
        Guid before,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        while (true)
        {
            var sql = new SqlText(database.Dialect);
            var where = $"a.id > {sql.Value(from)} AND a.id < {sql.Value(before)} AND {filter.Where(sql)}";
            if (members is not null)
                where +=
                    $" AND ({string.Join(" OR ", members.Select(member => $"a.member = {sql.Value(member)} OR {database.Dialect.Holds("a.seen", sql.Value(member.ToByteArray(bigEndian: true)))}"))})";
            var rows = await database.QueryAsync(
                new(
                    $"SELECT {AuditRow.Columns} FROM {database.Dialect.Audit} a WHERE {where} ORDER BY a.id DESC LIMIT {Batch}",
                    [.. sql.Values]
                ),
                AuditRow.From,
                cancellation
            );
            foreach (var row in rows)
                yield return row;
            if (rows.Count < Batch)
                yield break;
            before = rows[^1].Id;
        }
    }
}
