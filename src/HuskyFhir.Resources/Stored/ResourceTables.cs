using HuskyFhir.Storage.Sql;
using static HuskyFhir.Storage.Sql.ColumnType;

namespace HuskyFhir.Resources.Stored;

/// <summary>The tables of resources, which all types share.</summary>
public static class ResourceTables
{
    /// <summary>
    /// The current version of every resource: what a read copies to the response. A deleted one keeps its row, without
    /// a body. Who said what the version says is its <c>source</c>.
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
    /// from it (<see cref="HuskyFhir.Core.Access.WriteRights"/>): nobody can say it in the record itself.
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
    /// What is about another resource, or part of it, and is seen by who may see that.
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
        Changes,
        HuskyFhir.Resources.Contents.ContentTables.Pieces,
        HuskyFhir.Resources.Contents.ContentTables.Versions,
    ];
}
