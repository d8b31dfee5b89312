using HuskyFhir.Resources.Stored;
using HuskyFhir.Storage.Audit;

namespace HuskyFhir.Plan.Disclosures.Events;

/// <summary>
/// What one audit row says of one member: an AuditEvent. A row that shows several members has an entry for each, and
/// one that shows none has one without a member.
/// </summary>
/// <param name="Row">The row.</param>
/// <param name="Position">Which entry of the row, from 0.</param>
/// <param name="Member">Whose data it is about; null for none's.</param>
/// <param name="Seen">What of the member's was shown.</param>
public sealed record AuditEntry(
    AuditRow Row,
    int Position,
    Guid? Member,
    IReadOnlyList<(Guid Resource, long Version)> Seen
)
{
    /// <summary>The AuditEvent's id, which stays the same: the row's, and the position.</summary>
    public string Id => $"{Row.Id:N}-{Position}";

    /// <summary>Whether the row is the trail's own, of which nobody need know but who checks it.</summary>
    public static bool IsOwn(AuditRow row) =>
        row.Record is { Client: AuditChain.Self, Action: AuditChain.Started or AuditChain.Anchor };

    /// <summary>The entries of a row; none for the trail's own.</summary>
    public static IReadOnlyList<AuditEntry> Of(AuditRow row)
    {
        if (IsOwn(row))
            return [];
        if (row.Record.Member is { } member)
            return [new(row, 0, member, [])];
        var groups = DisclosedResources
            .Unpack(row.Record.Seen)
            .Where(static seen => seen.Member is not null)
            .GroupBy(static seen => seen.Member!.Value)
            .Select(
                (group, at) =>
                    new AuditEntry(row, at, group.Key, [.. group.Select(static seen => (seen.Resource, seen.Version))])
            )
            .ToList();
        return groups.Count > 0
            ? groups
            :
            [
                new(
                    row,
                    0,
                    null,
                    [.. DisclosedResources.Unpack(row.Record.Seen).Select(static seen => (seen.Resource, seen.Version))]
                ),
            ];
    }

    /// <summary>The row and the position of an id; null when it cannot be one.</summary>
    public static (Guid Row, int Position)? Parse(string id) =>
        id.Length is > 33 and < 40
        && id[32] == '-'
        && Guid.TryParseExact(id.AsSpan(0, 32), "N", out var row)
        && int.TryParse(id.AsSpan(33), System.Globalization.NumberStyles.None, null, out var position)
        && $"{row:N}-{position}" == id
            ? (row, position)
            : null;
}
