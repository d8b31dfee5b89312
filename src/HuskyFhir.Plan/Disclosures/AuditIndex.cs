using HuskyFhir.Plan.Disclosures.Chains;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Audit;

namespace HuskyFhir.Plan.Disclosures;

/// <summary>
/// The index of the audit by member. It follows the trail at a distance, so that no look waits for it: rows get their
/// ids before they are committed, and only those are taken that are so old that no earlier one can still appear. Who
/// asks by member looks in the index, and in the rows that are too young for it.
/// </summary>
public sealed class AuditIndex(Database database, TimeProvider clock)
{
    /// <summary>
    /// Longer than any transaction lives: statements and commits end within their timeouts of half a minute.
    /// </summary>
    private static readonly TimeSpan Distance = TimeSpan.FromMinutes(5);

    /// <summary>Rows in one transaction; on SQLite looks wait for as long as it takes, which is milliseconds.</summary>
    private const int Batch = 200;

    private const string Name = "members";

    /// <summary>Up to which row the index is complete.</summary>
    public async Task<Guid> CursorAsync(CancellationToken cancellation) =>
        (
            await database.QueryAsync(
                new($"SELECT upto FROM {database.Dialect.Behind(AuditTables.AuditCursor)} WHERE name = $1", Name),
                static row => row.Uuid(0),
                cancellation
            )
        ).FirstOrDefault();

    /// <summary>Takes every row that is old enough.</summary>
    public async Task AdvanceAsync(CancellationToken cancellation)
    {
        var sql =
            $"SELECT {AuditRow.Columns} FROM {database.Dialect.Audit} a WHERE a.id > $1 AND a.id < $2 ORDER BY a.id LIMIT {Batch}";
        var end = AuditAnchors.IdAt(clock.GetUtcNow() - Distance);
        var at = await CursorAsync(cancellation);
        while (true)
        {
            var rows = await database.QueryAsync(new(sql, at, end), AuditRow.From, cancellation);
            if (rows.Count == 0)
                return;
            await AddAsync(rows, cancellation);
            at = rows[^1].Id;
        }
    }

    private Task<object?> AddAsync(List<AuditRow> rows, CancellationToken cancellation) =>
        database.WriteBehindAsync<object?>(
            work =>
            {
                foreach (var entry in rows.SelectMany(HuskyFhir.Plan.Disclosures.Events.AuditEntry.Of))
                    if (entry.Member is { } member)
                        work.Run(
                            new(
                                "INSERT INTO audit_members (member, entry) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                                member,
                                entry.Row.Id
                            )
                        );
                work.Run(
                    new(
                        "INSERT INTO audit_cursor (name, upto) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET upto = $2",
                        Name,
                        rows[^1].Id
                    )
                );
                return Task.FromResult<object?>(null);
            },
            cancellation
        );
}
