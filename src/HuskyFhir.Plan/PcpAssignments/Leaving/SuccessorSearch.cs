using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.PcpAssignments.Changes;
using HuskyFhir.Storage;

namespace HuskyFhir.Plan.PcpAssignments.Leaving;

/// <summary>
/// Who could take over the members of a practitioner who leaves: those of the same specialty who meet the rules for a
/// new provider, the nearest first.
/// </summary>
internal sealed class SuccessorSearch(Database database, AssignmentOptions options)
{
    private const string SameSpecialty =
        "SELECT DISTINCT o.owner FROM practitionerrole_token s JOIN practitionerrole_token o ON o.part = 'specialty' AND o.code = s.code AND o.owner <> s.owner WHERE s.owner = $1 AND s.part = 'specialty'";

    private const string SitesOf =
        "SELECT r.owner, r.target_id FROM refs r WHERE r.owner {ids} AND r.owner_type = 'PractitionerRole' AND r.part = 'location' AND r.target_id IS NOT NULL";

    private const string OrganizationOf =
        "SELECT r.owner, r.target_id FROM refs r WHERE r.owner {ids} AND r.owner_type = 'PractitionerRole' AND r.part = 'organization' AND r.target_id IS NOT NULL";

    public Task<List<Successor>> FindAsync(Guid leaving, Moment from, CancellationToken cancellation) =>
        database.WriteAsync(
            async work =>
            {
                var candidates = await work.QueryAsync(
                    new(SameSpecialty, leaving),
                    static row => row.Uuid(0),
                    cancellation
                );
                Guid[] all = [leaving, .. candidates];
                var pcps = await NewPcp.ReadAsync(work, candidates, cancellation);
                var siteIds = (
                    await work.QueryEachAsync(
                        SitesOf,
                        all,
                        static row => (Role: row.Uuid(0), Site: row.Uuid(1)),
                        cancellation
                    )
                ).ToLookup(static row => row.Role, static row => row.Site);
                var organizations = (
                    await work.QueryEachAsync(
                        OrganizationOf,
                        all,
                        static row => (Role: row.Uuid(0), Organization: row.Uuid(1)),
                        cancellation
                    )
                )
                    .DistinctBy(static row => row.Role)
                    .ToDictionary(static row => row.Role, static row => row.Organization);
                var keys = (
                    await work.QueryEachAsync(
                        $"SELECT b.id, b.value FROM business_keys b WHERE b.id {{ids}} AND b.system = '{Systems.RoleKey}'",
                        candidates,
                        static row => (Role: row.Uuid(0), Key: row.Text(1)),
                        cancellation
                    )
                ).ToDictionary(static row => row.Role, static row => row.Key);
                var places = (
                    await work.QueryEachAsync(
                        "SELECT r.id, r.body FROM resources r WHERE r.id {ids} AND r.deleted = 0",
                        [.. siteIds.SelectMany(static group => group).Distinct()],
                        static row => Site.Of(row.Uuid(0), (Location)FhirJson.Read(row.Bytes(1))),
                        cancellation
                    )
                ).ToDictionary(static site => site.Id);
                List<Site> Sites(Guid role) => [.. siteIds[role].Select(places.GetValueOrDefault).OfType<Site>()];
                var here = Sites(leaving);
                return pcps
                    .Values.Where(pcp => !NewPcpRules.Check(pcp, from, 0, null, options).Any())
                    .Select(pcp =>
                        Near(
                            pcp,
                            keys.GetValueOrDefault(pcp.Id, pcp.Id.ToString("D")),
                            here,
                            Sites(pcp.Id),
                            organizations.GetValueOrDefault(pcp.Id) == organizations.GetValueOrDefault(leaving)
                        )
                    )
                    .OrderBy(static each => each.Rank)
                    .ThenBy(static each => each.Pcp.Id)
                    .ToList();
            },
            cancellation
        );

    private static Successor Near(NewPcp pcp, string key, List<Site> here, List<Site> there, bool sharesOrganization) =>
        new(
            pcp,
            key,
            here.Exists(site => there.Exists(other => other.Id == site.Id)),
            here.SelectMany(site => there.Select(site.DistanceTo)).Min(),
            here.Exists(site => site.Town is not null && there.Exists(other => other.Town == site.Town)),
            sharesOrganization
        );
}
