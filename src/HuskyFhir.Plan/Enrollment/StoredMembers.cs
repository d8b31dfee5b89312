using HuskyFhir.Core.Terms;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;

namespace HuskyFhir.Plan.Enrollment;

/// <summary>
/// Looks up, many at a time, what an enrolment file is laid beside. For the service itself: what it finds is never
/// shown.
/// </summary>
public sealed class StoredMembers(Database database)
{
    private const string Types = "('Patient', 'Coverage', 'RelatedPerson', 'Observation', 'CareTeam')";

    /// <summary>Which members have these Medicaid numbers.</summary>
    public async Task<Dictionary<string, Guid>> FindAsync(
        IReadOnlyCollection<string> clientIds,
        CancellationToken cancellation
    )
    {
        if (clientIds.Count == 0)
            return [];
        var sql =
            $"SELECT b.value, b.id FROM business_keys b WHERE b.type = 'Patient' AND b.system = $1 AND {database.Dialect.In("b.value", "$2", false)}";
        var found = await database.QueryAsync(
            new(sql, Systems.ClientId, database.Dialect.List(clientIds)),
            static row => (row.Text(0), row.Uuid(1)),
            cancellation
        );
        return found.ToDictionary(static each => each.Item1, static each => each.Item2, StringComparer.Ordinal);
    }

    /// <summary>The members with all that is theirs.</summary>
    /// <param name="members">Whose.</param>
    /// <param name="partner">Whose news are asked for.</param>
    /// <param name="cancellation">Ends the query.</param>
    public async Task<Dictionary<Guid, StoredMember>> LoadAsync(
        IReadOnlyCollection<Guid> members,
        string partner,
        CancellationToken cancellation
    )
    {
        if (members.Count == 0)
            return [];
        var list = database.Dialect.List(members.Cast<object>());
        var rows = await database.QueryAsync(
            new(
                $"SELECT {StoredResource.Columns}, r.source FROM resources r WHERE {database.Dialect.In("r.member", "$1", true)} AND r.type IN {Types} AND (r.deleted = 0 OR r.type = 'RelatedPerson') ORDER BY r.member, r.id",
                list
            ),
            static row => (Stored: StoredResource.From(row), Source: (FactSource)row.Long(StoredResource.Width)),
            cancellation
        );
        var removed = await RemovedAsync(
            [.. rows.Where(static row => row.Stored.Deleted).Select(static row => row.Stored)],
            cancellation
        );
        const string News =
            "SELECT s.member, c.kind FROM change_states s JOIN reportable_changes c ON c.id = s.change WHERE s.partner = $2 AND s.state IN ('pending', 'claimed', 'sent')";
        var news = (
            await database.QueryAsync(
                new($"{News} AND {database.Dialect.In("s.member", "$1", true)}", list, partner),
                static row => (Member: row.Uuid(0), Kind: row.Text(1)),
                cancellation
            )
        ).ToLookup(static row => row.Member, static row => row.Kind);
        var images = new Dictionary<Guid, StoredMember>();
        foreach (var own in rows.GroupBy(static row => row.Stored.Member!.Value))
            if (own.Select(static row => row.Stored).FirstOrDefault(static row => row.Type == "Patient") is { } patient)
                images[own.Key] = new(
                    patient,
                    [
                        .. own.Select(static row => row.Stored)
                            .Where(static row => row.Type != "Patient" && !row.Deleted),
                    ],
                    news[own.Key].ToHashSet(StringComparer.Ordinal)
                )
                {
                    Sources = own.ToDictionary(static row => row.Stored.Id, static row => row.Source),
                    Removed = [.. own.Select(row => removed.GetValueOrDefault(row.Stored.Id)).OfType<StoredResource>()],
                };
        return images;
    }

    /// <summary>What was deleted, as it was before, and when it was.</summary>
    private async Task<Dictionary<Guid, StoredResource>> RemovedAsync(
        List<StoredResource> deleted,
        CancellationToken cancellation
    )
    {
        if (deleted.Count == 0)
            return [];
        var list = database.Dialect.List(deleted.Select(static row => (object)row.Id));
        var bodies = await database.QueryAsync(
            new(
                $"SELECT v.id, v.version, v.body FROM versions v WHERE {database.Dialect.In("v.id", "$1", true)} AND v.deleted = 0",
                list
            ),
            static row => (Id: row.Uuid(0), Version: row.Long(1), Body: row.Bytes(2)),
            cancellation
        );
        return deleted
            .Join(
                bodies,
                static row => (row.Id, row.Version - 1),
                static body => (body.Id, body.Version),
                static (row, body) => row with { Body = body.Body }
            )
            .ToDictionary(static row => row.Id);
    }

    /// <summary>The roles in use of practitioners with these NPIs.</summary>
    public async Task<ILookup<string, Guid>> RolesAsync(
        IReadOnlyCollection<string> npis,
        CancellationToken cancellation
    )
    {
        const string Roles =
            "SELECT w.id, t.code FROM practitioner_token t JOIN refs p ON p.target_id = t.owner AND p.part = 'practitioner' AND p.owner_type = 'PractitionerRole' JOIN practitionerrole w ON w.id = p.owner "
            + "WHERE t.part = 'identifier' AND t.system = $1 AND COALESCE(w.active_code, 'true') <> 'false' AND ";
        var found =
            npis.Count == 0
                ? []
                : await database.QueryAsync(
                    new(
                        $"{Roles}{database.Dialect.In("t.code", "$2", false)} ORDER BY w.id",
                        Systems.Npi,
                        database.Dialect.List(npis)
                    ),
                    static row => new NpiRole(row.Uuid(0), row.Text(1)),
                    cancellation
                );
        return found.ToLookup(static each => each.Npi, static each => each.Role, StringComparer.Ordinal);
    }

    /// <summary>The organisation with a key of ours; null for none.</summary>
    public async Task<Guid?> OrganizationAsync(string key, CancellationToken cancellation)
    {
        var found = await database.QueryAsync(
            new(
                "SELECT b.id FROM business_keys b WHERE b.type = 'Organization' AND b.system = $1 AND b.value = $2",
                Systems.OrganizationKey,
                key
            ),
            static row => row.Uuid(0),
            cancellation
        );
        return found.Count == 0 ? null : found[0];
    }
}
