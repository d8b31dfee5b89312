using HuskyFhir.Core.Access;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Shown;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.ReportableChanges;

/// <summary>
/// Loads members as they are now, many in one go. Each query holds the grant of the agency, so that a file has nothing
/// that the agency could not read by itself.
/// </summary>
public sealed class MemberSnapshots(Database database, FhirTypeCatalog families, TimeProvider clock)
{
    private static readonly string[] OfMembers = ["Patient", "Coverage", "RelatedPerson", "Observation"];
    private static readonly string[] OfDirectory = ["PractitionerRole", "Practitioner"];
    private static readonly Caller Agency = new("exchange", CallerKind.Agency, null, ScopeSet.Parse("system/*.rs"));

    /// <summary>The members of these ids that are known, in the order of the ids.</summary>
    public async Task<IReadOnlyList<MemberSnapshot>> LoadAsync(
        IReadOnlyList<Guid> members,
        CancellationToken cancellation
    )
    {
        if (members.Count == 0)
            return [];
        var own = (await OwnAsync(members, cancellation)).ToLookup(static row => row.Member!.Value);
        var pcps = await PcpsAsync(members, cancellation);
        return
        [
            .. members
                .Where(member => own[member].Any(static row => row.Type == "Patient"))
                .Select(member => Of(member, own[member], pcps.GetValueOrDefault(member))),
        ];
    }

    private static MemberSnapshot Of(Guid member, IEnumerable<StoredResource> own, PcpPicture? pcp)
    {
        var byType = own.ToLookup(static row => row.Type);
        return new(
            member,
            byType["Patient"].First(),
            [.. byType["Coverage"]],
            [.. byType["RelatedPerson"]],
            [.. byType["Observation"]],
            pcp
        );
    }

    private async Task<List<StoredResource>> OwnAsync(IReadOnlyList<Guid> members, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var sql = new SqlText(database.Dialect, now);
        var among = sql.In("r.member", members);
        // Of observations the grant leaves incomes alone. What has ended is no income any more; what was entered in
        // error never was.
        var current =
            $" AND EXISTS (SELECT 1 FROM observation o WHERE o.id = r.id AND o.status_code <> 'entered-in-error' AND (o.date_high IS NULL OR o.date_high > {sql.Value(now.UtcTicks)}))";
        var text = string.Join(
            " UNION ALL ",
            OfMembers.Select(name =>
                $"SELECT {StoredResource.Columns} FROM resources r WHERE {among} AND r.type = {sql.Value(name)} AND r.deleted = 0{(name == "Observation" ? current : string.Empty)} AND {sql.Within(Grant(name), families.Find(name)!, "r")}"
            )
        );
        return
        [
            .. (
                await database.QueryAsync(
                    new($"SELECT * FROM ({text}) r ORDER BY r.member, r.type, r.id", [.. sql.Values]),
                    StoredResource.From,
                    cancellation
                )
            ).Select(row => row.For(Agency, families)),
        ];
    }

    /// <summary>The assignments that hold now; those of one practice share the bytes of its role.</summary>
    private async Task<Dictionary<Guid, PcpPicture>> PcpsAsync(
        IReadOnlyList<Guid> members,
        CancellationToken cancellation
    )
    {
        var now = clock.GetUtcNow();
        var sql = new SqlText(database.Dialect, now);
        var text =
            $"SELECT a.member, a.role, a.low, p.target_id FROM assignments a LEFT JOIN refs p ON p.owner = a.role AND p.part = 'practitioner' WHERE {sql.In("a.member", members)} AND a.status <> 'inactive' AND a.low <= {sql.Moment} AND a.high > {sql.Moment}";
        var found = await database.QueryAsync(
            new(text, [.. sql.Values]),
            static row => (Member: row.Uuid(0), Role: row.Uuid(1), Since: row.Long(2), Person: row.UuidOrNull(3)),
            cancellation
        );
        var directory = await DirectoryAsync(
            [
                .. found
                    .Select(static each => (Guid?)each.Role)
                    .Concat(found.Select(static each => each.Person))
                    .OfType<Guid>()
                    .Distinct(),
            ],
            cancellation
        );
        var pcps = new Dictionary<Guid, PcpPicture>();
        foreach (var each in found)
            if (directory.TryGetValue(each.Role, out var role))
                pcps[each.Member] = new(
                    each.Since,
                    role,
                    each.Person is { } person ? directory.GetValueOrDefault(person) : null
                );
        return pcps;
    }

    private async Task<Dictionary<Guid, StoredResource>> DirectoryAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellation
    )
    {
        if (ids.Count == 0)
            return [];
        var sql = new SqlText(database.Dialect, clock.GetUtcNow());
        var among = sql.In("r.id", ids);
        var text = string.Join(
            " UNION ALL ",
            OfDirectory.Select(name =>
                $"SELECT {StoredResource.Columns} FROM resources r WHERE {among} AND r.type = {sql.Value(name)} AND r.deleted = 0 AND {sql.Within(Grant(name), families.Find(name)!, "r")}"
            )
        );
        return (await database.QueryAsync(new(text, [.. sql.Values]), StoredResource.From, cancellation)).ToDictionary(
            static row => row.Id
        );
    }

    private Grant Grant(string type) =>
        Policy.Decide(Agency, Interaction.Read, type, families.Find(type)!.Openness).Try(out var grant, out _)
            ? grant
            : throw new InvalidOperationException($"The policy keeps {type} from the agency.");
}
