namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>
/// Which provider organisation a member is attributed to, and when: the organisation of the PractitionerRole to which
/// the member is assigned, for as long as the assignment lasts and the practitioner works there. Since both are kept as
/// instants, a change takes effect on its day without anything being run. A member without any assignment is attributed
/// by the record itself (<c>generalPractitioner</c>: a role, or an organisation). A bare Practitioner attributes
/// nobody: a person may work for several organisations. Kept in step with all ends in the transaction of the write, so
/// that the row filter of a read is one look-up.
/// </summary>
internal static class Attribution
{
    /// <summary>The end of what ends only by a change: the largest of bigint.</summary>
    private const string Forever = "9223372036854775807";

    /// <summary>An active role <c>w</c> and its organisation <c>o</c>.</summary>
    private const string Organization =
        "JOIN refs o ON o.owner = w.id AND o.part = 'organization' AND o.owner_type = 'PractitionerRole' AND o.target_id IS NOT NULL";

    private const string Works = "COALESCE(w.active_code, 'true') <> 'false'";

    private const string Add =
        "INSERT INTO attributions (organization, member, basis, since, until) "
        + "SELECT o.target_id, a.member, 'pcp', CASE WHEN w.date_low > a.low THEN w.date_low ELSE a.low END, CASE WHEN w.date_high < a.high THEN w.date_high ELSE a.high END "
        + "FROM assignments a JOIN practitionerrole w ON w.id = a.role "
        + Organization
        + " "
        + "WHERE a.member {who} AND a.status <> 'inactive' AND "
        + Works
        + " AND COALESCE(w.date_low, 0) < a.high AND COALESCE(w.date_high, "
        + Forever
        + ") > a.low "
        + "UNION SELECT o.target_id, r.owner, 'pcp', COALESCE(w.date_low, 0), COALESCE(w.date_high, "
        + Forever
        + ") FROM refs r JOIN practitionerrole w ON w.id = r.target_id "
        + Organization
        + " "
        + "WHERE r.owner {who} AND r.owner_type = 'Patient' AND r.part = 'general-practitioner' AND r.target_type = 'PractitionerRole' AND "
        + Works
        + " AND NOT EXISTS (SELECT 1 FROM assignments x WHERE x.member = r.owner) "
        + "UNION SELECT r.target_id, r.owner, 'pcp', 0, "
        + Forever
        + " FROM refs r "
        + "WHERE r.owner {who} AND r.owner_type = 'Patient' AND r.part = 'general-practitioner' AND r.target_type = 'Organization' AND r.target_id IS NOT NULL "
        + "ON CONFLICT DO NOTHING"; // two roles at one organisation

    private const string OfTheTeams = "IN (SELECT t.member FROM careteam t WHERE t.id {ids})";

    private const string OfTheRoles =
        "IN (SELECT a.member FROM assignments a WHERE a.role {ids} AND a.status <> 'inactive' UNION SELECT p.owner FROM refs p WHERE p.target_id {ids} AND p.part = 'general-practitioner' AND p.owner_type = 'Patient')";

    /// <summary>After members were written.</summary>
    public static string[] OfMembers { get; } = After("{ids}");

    /// <summary>After assignments were written.</summary>
    public static string[] OfAssignments { get; } = After(OfTheTeams);

    /// <summary>After practitioner roles were written: for every member whose PCP one of them is.</summary>
    public static string[] OfRoles { get; } = After(OfTheRoles);

    private static string[] After(string who) =>
        [
            "DELETE FROM attributions WHERE basis = 'pcp' AND member " + who,
            Add.Replace("{who}", who, StringComparison.Ordinal),
        ];
}
