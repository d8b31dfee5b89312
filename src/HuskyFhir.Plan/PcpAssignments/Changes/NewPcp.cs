using HuskyFhir.Core.Terms;
using HuskyFhir.Storage;

namespace HuskyFhir.Plan.PcpAssignments.Changes;

/// <summary>What is known of a practitioner's role that is to take members.</summary>
/// <param name="Id">The role.</param>
/// <param name="IsActive">Whether the record is in use.</param>
/// <param name="Low">From when the practitioner works there.</param>
/// <param name="High">Until when.</param>
/// <param name="Accepts">Plan-Net's word for whom the panel is open to.</param>
/// <param name="Most">Members it may have.</param>
/// <param name="Members">Members it has, now or from a day to come.</param>
/// <param name="HasNpi">Whether the practitioner is active and has an NPI.</param>
/// <param name="Specialties">By NUCC.</param>
/// <param name="Sites">Locations in use.</param>
internal sealed record NewPcp(
    Guid Id,
    bool IsActive,
    long Low,
    long High,
    string Accepts,
    long Most,
    long Members,
    bool HasNpi,
    IReadOnlyList<string> Specialties,
    IReadOnlyList<Guid> Sites
)
{
    private const string Npi =
        "EXISTS (SELECT 1 FROM refs p JOIN practitioner x ON x.id = p.target_id JOIN practitioner_token t ON t.owner = x.id AND t.part = 'identifier' AND t.system = '"
        + Systems.Npi
        + "' "
        + "WHERE p.owner = w.id AND p.part = 'practitioner' AND p.owner_type = 'PractitionerRole' AND COALESCE(x.active_code, 'true') <> 'false')";

    private const string Facts =
        "SELECT w.id, COALESCE(w.active_code, 'true'), COALESCE(w.date_low, 0), COALESCE(w.date_high, 9223372036854775807), COALESCE(p.accepts, 'newpt'), COALESCE(p.most, 9223372036854775807), "
        + "(SELECT COUNT(*) FROM assignments a WHERE a.role = w.id AND a.status IN ('active', 'proposed')), CASE WHEN "
        + Npi
        + " THEN 1 ELSE 0 END FROM practitionerrole w LEFT JOIN panels p ON p.role = w.id WHERE w.id {ids}";

    private const string ItsSpecialties =
        "SELECT t.owner, t.code FROM practitionerrole_token t WHERE t.owner {ids} AND t.part = 'specialty'";

    private const string ItsSites =
        "SELECT r.owner, l.id FROM refs r JOIN location l ON l.id = r.target_id WHERE r.owner {ids} AND r.part = 'location' AND r.owner_type = 'PractitionerRole' AND COALESCE(l.status_code, 'active') = 'active'";

    /// <summary>Whether it takes members whom it does not know.</summary>
    public bool IsOpen => Accepts == "newpt";

    /// <summary>What is stored of some roles.</summary>
    public static async Task<Dictionary<Guid, NewPcp>> ReadAsync(
        Work work,
        IReadOnlyList<Guid> roles,
        CancellationToken cancellation
    )
    {
        var specialties = (
            await work.QueryEachAsync(
                ItsSpecialties,
                roles,
                static row => (Role: row.Uuid(0), Code: row.Text(1)),
                cancellation
            )
        ).ToLookup(static row => row.Role, static row => row.Code);
        var sites = (
            await work.QueryEachAsync(
                ItsSites,
                roles,
                static row => (Role: row.Uuid(0), Site: row.Uuid(1)),
                cancellation
            )
        ).ToLookup(static row => row.Role, static row => row.Site);
        var found = await work.QueryEachAsync(
            Facts,
            roles,
            row => new NewPcp(
                row.Uuid(0),
                row.Text(1) != "false",
                row.Long(2),
                row.Long(3),
                row.Text(4),
                row.Long(5),
                row.Long(6),
                row.Long(7) != 0,
                [.. specialties[row.Uuid(0)]],
                [.. sites[row.Uuid(0)]]
            ),
            cancellation
        );
        return found.ToDictionary(static each => each.Id);
    }
}
