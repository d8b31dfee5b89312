using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Storage.Audit;

/// <summary>A record as a link of a chain, which is how it is stored.</summary>
/// <param name="Id">UUIDv7; within a chain the ids grow with the numbers.</param>
/// <param name="Record">What it says.</param>
/// <param name="Chain">The chain that it is in; null in rows from before there were chains.</param>
/// <param name="Number">Its place in the chain, from 1.</param>
/// <param name="Hash">SHA-256 over the hash before it and the row (<see cref="RowHash"/>).</param>
public sealed record AuditRow(Guid Id, AuditRecord Record, Guid? Chain, long Number, byte[]? Hash)
{
    /// <summary>Columns in the order that <see cref="From"/> reads, and in which rows are written.</summary>
    internal const string Columns =
        "a.id, a.at, a.client, a.action, a.type, a.resource, a.version, a.member, a.outcome, a.request, a.detail, a.seen, a.purpose, a.reason, a.chain, a.seq, a.hash";

    internal object?[] ToRow() =>
        [
            Id,
            Record.At.UtcTicks,
            Record.Client,
            Record.Action,
            Record.Type,
            Record.Resource,
            Record.Version,
            Record.Member,
            Record.Outcome,
            Record.Request,
            Record.Detail,
            Record.Seen,
            Record.Purpose,
            Record.Reason,
            Chain,
            Number,
            Hash,
        ];

    internal static AuditRow From(Row row) =>
        new(
            row.Uuid(0),
            new(
                new(row.Long(1), TimeSpan.Zero),
                row.Text(2),
                row.Text(3),
                row.TextOrNull(4),
                row.UuidOrNull(5),
                row.LongOrNull(6),
                row.UuidOrNull(7),
                row.Text(8),
                row.Text(9),
                row.TextOrNull(10),
                row.BytesOrNull(11)
            )
            {
                Purpose = row.TextOrNull(12),
                Reason = row.TextOrNull(13),
            },
            row.UuidOrNull(14),
            row.LongOrNull(15) ?? 0,
            row.BytesOrNull(16)
        );
}
