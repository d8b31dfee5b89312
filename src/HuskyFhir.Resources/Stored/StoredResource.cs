using HuskyFhir.Core.Access;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Stored;

/// <summary>One version of a resource as the store keeps it.</summary>
/// <param name="Type">FHIR type.</param>
/// <param name="Id">UUIDv7.</param>
/// <param name="Version">From 1.</param>
/// <param name="UpdatedTicks">When this version was stored; UTC ticks, whole milliseconds.</param>
/// <param name="Member">The member it belongs to; null in the directory.</param>
/// <param name="Deleted">Whether this version is the deletion.</param>
/// <param name="Body">The validated FHIR JSON, ready to send; null for a deletion.</param>
/// <param name="Restricted">Why it is not open to all who may see its member.</param>
public sealed record StoredResource(
    string Type,
    Guid Id,
    long Version,
    long UpdatedTicks,
    Guid? Member,
    bool Deleted,
    byte[]? Body,
    Restriction Restricted = Restriction.None
)
{
    /// <summary>Columns in the order that <see cref="From"/> reads.</summary>
    internal const string Columns = "r.type, r.id, r.version, r.updated, r.member, r.deleted, r.body, r.restricted";

    /// <summary>How many those are.</summary>
    internal const int Width = 8;

    /// <summary>
    /// The version as the outside is told it, where part of the content is not stored; null where it is <see
    /// cref="Version"/>.
    /// </summary>
    public string? Tag { get; init; }

    /// <summary>When this version was stored.</summary>
    public DateTimeOffset Updated => new(UpdatedTicks, TimeSpan.Zero);

    /// <summary>In the place of one that is not there, for the audit of who asked.</summary>
    internal static StoredResource Absent(string type, Guid id) => new(type, id, 0, 0, null, true, null);

    internal static StoredResource From(Row row) =>
        new(
            row.Text(0),
            row.Uuid(1),
            row.Long(2),
            row.Long(3),
            row.UuidOrNull(4),
            row.Long(5) != 0,
            row.BytesOrNull(6),
            (Restriction)row.Long(7)
        );
}
