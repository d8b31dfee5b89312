using HuskyFhir.Storage.Sql;
using static HuskyFhir.Storage.Sql.ColumnType;

namespace HuskyFhir.Storage.Audit;

/// <summary>The tables of the audit.</summary>
public static class AuditTables
{
    /// <summary>
    /// Who did or saw what; rows are only ever added, each a link of a chain. No index but the key, whose ids grow with time: a look must cost as
    /// little as it can, since its answer waits for the row. <c>seen</c> lists what a search or a history showed.
    /// </summary>
    public static TableSpec Audit { get; } =
        new(
            "audit",
            [
                new("id", Uuid),
                new("at", Long),
                new("client", Text),
                new("action", Text),
                new("type", Text, true),
                new("resource", Uuid, true),
                new("version", Long, true),
                new("member", Uuid, true),
                new("outcome", Text),
                new("request", Text),
                new("detail", Text, true),
                new("seen", Bytes, true),
                new("purpose", Text, true),
                new("reason", Text, true),
                new("chain", Uuid, true),
                new("seq", Long, true),
                new("hash", Bytes, true),
            ],
            ["id"],
            []
        );

    /// <summary>
    /// Where each chain of audit rows was seen to end, and when it began: by this the instances know of each other's
    /// chains. Rows are only ever added. The truth is in the audit rows themselves, which name each other's heads.
    /// </summary>
    public static TableSpec AuditHeads { get; } =
        new(
            "audit_heads",
            [new("id", Uuid), new("chain", Uuid), new("seq", Long), new("hash", Bytes), new("last", Uuid)],
            ["id"],
            []
        );

    /// <summary>
    /// Which audit rows show data of a member: an index behind the trail, made from it afterwards, so that a look need
    /// not wait for it.
    /// </summary>
    public static TableSpec AuditMembers { get; } =
        new("audit_members", [new("member", Uuid), new("entry", Uuid)], ["member", "entry"], []);

    /// <summary>Up to which audit row the index is made.</summary>
    public static TableSpec AuditCursor { get; } =
        new("audit_cursor", [new("name", Text), new("upto", Uuid)], ["name"], []);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TableSpec> All { get; } = [Audit, AuditHeads, AuditMembers, AuditCursor];
}
