using static HuskyFhir.Registry.Store.Schema.ColumnType;

namespace HuskyFhir.Registry.Store.Schema;

/// <summary>The tables that every family shares.</summary>
public static class CoreTables
{
    /// <summary>
    /// The current version of every resource: what a read copies to the response. A deleted one keeps its row, without
    /// a body. Who said what the version says is its <c>source</c> (<see cref="Precedence.FactSource"/>).
    /// </summary>
    public static TableSpec Resources { get; } =
        new(
            "resources",
            [
                new("id", Uuid),
                new("type", Text),
                new("version", Long),
                new("updated", Long),
                new("member", Uuid, true),
                new("restricted", Long),
                new("deleted", Long),
                new("body", Bytes, true),
                new("source", Long),
            ],
            ["id"],
            [new(["type", "updated", "id"]), new(["member", "type", "id"])]
        );

    /// <summary>Every earlier version, kept for ever.</summary>
    public static TableSpec Versions { get; } =
        new("versions", Resources.Columns, ["id", "version"], [new(["type", "updated", "id"])]);

    /// <summary>
    /// Which provider organization wrote the first version of a resource; what has no row here is the plan's. Who may
    /// change a record follows
    /// from it (<see cref="Core.Access.WriteRights"/>): nobody can say it in the record itself.
    /// </summary>
    public static TableSpec Authors { get; } =
        new("authors", [new("id", Uuid), new("organization", Uuid), new("client", Text)], ["id"], []);

    /// <summary>
    /// Identifiers by which a record is known outside; one resource per type, system and value, whoever writes at the
    /// same time.
    /// </summary>
    public static TableSpec BusinessKeys { get; } =
        new(
            "business_keys",
            [new("type", Text), new("system", Text), new("value", Text), new("id", Uuid)],
            ["type", "system", "value"],
            [new(["id"])]
        );

    /// <summary>Every searchable reference of every type; a delete looks here for what still points at it.</summary>
    public static TableSpec References { get; } =
        new(
            "refs",
            [
                new("owner", Uuid),
                new("part", Text),
                new("n", Long),
                new("owner_type", Text),
                new("target_type", Text, true),
                new("target_id", Uuid, true),
                new("url", Text, true),
            ],
            ["owner", "n"],
            [
                new(["target_id", "part", "owner_type", "owner"]),
                new(["url", "part", "owner_type", "owner"], Where: "url IS NOT NULL"),
            ]
        );

    /// <summary>
    /// What is about another resource, or part of it, and is seen by who may see that (<see cref="Writing.Ties"/>).
    /// Over any number of steps, and kept when a later version says something else.
    /// </summary>
    public static TableSpec Ties { get; } =
        new("ties", [new("thing", Uuid), new("other", Uuid)], ["thing", "other"], [new(["other", "thing"])])
        {
            Once = true,
        };

    /// <summary>
    /// Which provider organisation a member is attributed to: the rows that a provider's grant covers. On which basis
    /// (<c>pcp</c>, or
    /// <c>attested</c> treatment), from when and until when.
    /// </summary>
    public static TableSpec Attributions { get; } =
        new(
            "attributions",
            [
                new("organization", Uuid),
                new("member", Uuid),
                new("basis", Text),
                new("since", Long),
                new("until", Long),
            ],
            ["organization", "member", "basis", "since"],
            [new(["member", "organization"]), new(["organization", "until", "since", "member"])]
        );

    /// <summary>
    /// Who did or saw what; rows are only ever added, each a link of a chain (<see
    /// cref="Disclosures.Chains.AuditChain"/>). No index but the key, whose ids grow with time: a look must cost as
    /// little as it can, since its answer waits for the row. <c>seen</c> lists what a search or a history showed (<see
    /// cref="Disclosures.SeenList"/>).
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

    /// <summary>
    /// One row for each change of a resource, written with it: what the scheduled exchange works through.
    /// </summary>
    public static TableSpec Changes { get; } =
        new(
            "changes",
            [
                new("id", Uuid),
                new("at", Long),
                new("type", Text),
                new("resource", Uuid),
                new("version", Long),
                new("member", Uuid, true),
                new("kind", Text),
                new("client", Text),
            ],
            ["id"],
            [new(["member", "at"])]
        );

    /// <summary>
    /// The keys that page links are encrypted with: one for each start of an instance, read by all of them.
    /// </summary>
    public static TableSpec PageKeys { get; } =
        new("page_keys", [new("id", Uuid), new("made", Long), new("secret", Bytes)], ["id"], []);

    /// <summary>
    /// What was asked to be done later (<c>Prefer: respond-async</c>), with its answer once there is one. A lease says
    /// that someone works on it.
    /// </summary>
    public static TableSpec AsyncJobs { get; } =
        new(
            "async_jobs",
            [
                new("id", Uuid),
                new("client", Text),
                new("organization", Uuid, true),
                new("operation", Text),
                new("request", Text),
                new("made", Long),
                new("lease", Long),
                new("finished", Long, true),
                new("input", Bytes),
                new("output", Bytes, true),
            ],
            ["id"],
            [new(["made"])]
        );

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TableSpec> All { get; } =
    [
        Resources,
        Versions,
        Authors,
        BusinessKeys,
        References,
        Ties,
        Attributions,
        Audit,
        AuditHeads,
        AuditMembers,
        AuditCursor,
        Changes,
        PageKeys,
        AsyncJobs,
        Contents.ContentTables.Pieces,
        Contents.ContentTables.Versions,
        .. Clients.ClientTables.All,
        .. HuskyFhir.Registry.Changes.ChangeTables.All,
        .. Enrolments.EnrolmentTables.All,
        Precedence.ConflictTables.Conflicts,
        .. HuskyFhir.Registry.Exchanges.ExchangeTables.All,
        .. HuskyFhir.Registry.Reconciliations.ReconciliationTables.All,
    ];
}
