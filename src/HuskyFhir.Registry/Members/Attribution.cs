namespace HuskyFhir.Registry.Members;

/// <summary>
/// Which provider organisation a member is attributed to: the organisation of the PractitionerRole that is the member's current PCP
/// (or the organisation itself, where it is named directly). Kept in step with both ends in the transaction of the write, so that the
/// row filter of a read is one look-up. A bare Practitioner attributes nobody: a person may work for several organisations.
/// </summary>
internal static class Attribution
{
    /// <summary>The end of what ends only by a change: the largest of bigint.</summary>
    private const string Forever = "9223372036854775807";

    private const string Add =
        "INSERT INTO attributions (organization, member, basis, until) " +
        "SELECT o.target_id, r.owner, 'pcp', " + Forever + " FROM refs r JOIN refs o ON o.owner = r.target_id AND o.part = 'organization' AND o.owner_type = 'PractitionerRole' " +
        "WHERE {who} AND r.owner_type = 'Patient' AND r.part = 'general-practitioner' AND r.target_type = 'PractitionerRole' AND o.target_id IS NOT NULL " +
        "UNION SELECT r.target_id, r.owner, 'pcp', " + Forever + " FROM refs r " +
        "WHERE {who} AND r.owner_type = 'Patient' AND r.part = 'general-practitioner' AND r.target_type = 'Organization' AND r.target_id IS NOT NULL " +
        "ON CONFLICT DO NOTHING"; // two roles of one member, written together

    private const string WithThisPcp = "(SELECT p.owner FROM refs p WHERE p.target_id {ids} AND p.part = 'general-practitioner' AND p.owner_type = 'Patient')";

    /// <summary>After members were written.</summary>
    public static string[] OfMembers { get; } =
        ["DELETE FROM attributions WHERE basis = 'pcp' AND member {ids}", Fill("r.owner {ids}")];

    /// <summary>After practitioner roles were written: for every member whose PCP one of them is.</summary>
    public static string[] OfRoles { get; } =
        [$"DELETE FROM attributions WHERE basis = 'pcp' AND member IN {WithThisPcp}", Fill($"r.owner IN {WithThisPcp}")];

    private static string Fill(string who) => Add.Replace("{who}", who, StringComparison.Ordinal);
}
