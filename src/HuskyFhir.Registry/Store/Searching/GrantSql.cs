using HuskyFhir.Core.Access;
using HuskyFhir.Registry.Families;

namespace HuskyFhir.Registry.Store.Searching;

/// <summary>
/// A grant as SQL: attribution, what is restricted, what members deny or open by consent, and what the token's scopes leave. All of it is
/// asked of the rows as they are now, so that a consent or a change of PCP holds from the next query on.
/// </summary>
internal sealed class GrantSql(SqlText sql, Grant grant, FhirType type)
{
    /// <summary>A condition that always holds.</summary>
    public const string Always = "1 = 1";

    private readonly RowFilter rows = grant.Rows;

    /// <summary>On a row that has <c>id</c>, <c>member</c> and <c>restricted</c> columns.</summary>
    public string Of(string alias) => All([.. Restrictions(alias), .. OfMember($"{alias}.member", alias), .. Followed(alias), .. Scopes(alias)]);

    /// <summary>On a row that is one of the caller's members' already.</summary>
    public string OfOwn(string alias) => All([.. Restrictions(alias), .. Consents($"{alias}.member", alias), .. Followed(alias), .. Scopes(alias)]);

    /// <summary>On a member's key <c>k</c>; null where keys alone cannot tell.</summary>
    public string? OfOwners()
    {
        if (grant.IsWhole)
            return Always;
        if (grant.Narrowed is not null || (rows.Closed != Restriction.None && type.Declared.HasHidden) || rows.Only != Restriction.None)
            return null;
        if (rows.Attributed is null)
            return Always;
        return type.Declared.IsMember ? All([.. OfMember("k.owner", null)]) : null;
    }

    /// <summary>The members that are the caller's own.</summary>
    public string OwnMembers() => $"SELECT g.member FROM attributions g WHERE g.organization = {sql.Value(rows.Attributed!.Value)} AND g.since <= {sql.Moment} AND g.until > {sql.Moment}{sql.Dialect.Fence}";

    private static string All(IReadOnlyList<string> conditions) => conditions.Count == 0 ? Always : string.Join(" AND ", conditions);

    private IEnumerable<string> Restrictions(string alias)
    {
        if (rows.Only != Restriction.None)
            yield return $"({alias}.restricted & {sql.Value((long)rows.Only)}) <> 0";
        if (rows.Closed == Restriction.None || !type.Declared.HasHidden)
            yield break;
        var open = $"({alias}.restricted & {sql.Value((long)rows.Closed)}) = 0";
        yield return rows.Consents is { } organization && rows.Closed.HasFlag(Restriction.Sensitive)
            ? $"({open} OR (({alias}.restricted & {sql.Value((long)(rows.Closed & ~Restriction.Sensitive))}) = 0 AND NOT EXISTS ({Unopened(alias, organization)})))"
            : open;
    }

    /// <summary>The sensitive kinds of a row that no consent of the member opens to the caller; one bit at a time, since several consents may open it together.</summary>
    private string Unopened(string alias, Guid organization)
    {
        var bits = string.Join(" UNION ALL ", Enum.GetValues<Restriction>().Where(static bit => Restriction.Sensitive.HasFlag(bit) && System.Numerics.BitOperations.IsPow2((long)bit)).Select(static bit => $"SELECT {(long)bit} AS bit"));
        return $"SELECT 1 FROM ({bits}) b WHERE ({alias}.restricted & b.bit) <> 0 AND NOT EXISTS (SELECT 1 FROM consent_terms c WHERE c.member = {alias}.member AND c.permits = 1 AND (c.labels & b.bit) <> 0 AND {Holds(organization)} LIMIT 1 OFFSET 0)";
    }

    private IEnumerable<string> OfMember(string member, string? alias)
    {
        if (rows.Owner is { } owner)
            yield return alias is null ? "1 = 0" : $"EXISTS (SELECT 1 FROM refs w WHERE w.owner = {alias}.id AND w.part = 'managing-entity' AND w.target_id = {sql.Value(owner)})";
        if (rows.Attributed is { } organization)
            yield return $"EXISTS (SELECT 1 FROM attributions g WHERE g.organization = {sql.Value(organization)} AND g.member = {member} AND g.since <= {sql.Moment} AND g.until > {sql.Moment})";
        foreach (var consent in Consents(member, alias))
            yield return consent;
    }

    private IEnumerable<string> Consents(string member, string? alias)
    {
        if (rows.Consents is not { } organization)
            yield break;
        // OFFSET keeps PostgreSQL from gathering all decisions before it asks for one member's. A member's own record is never labelled: there, a denial of what is labelled denies nothing.
        var labels = alias is null || !type.Declared.HasHidden ? "c.labels = 0" : $"(c.labels = 0 OR (c.labels & {alias}.restricted) <> 0)";
        var category = alias is not null && type.Parameter("category")?.Place == Place.Keys
            ? $"(c.category = '' OR EXISTS (SELECT 1 FROM {type.Tokens.Name} k WHERE k.owner = {alias}.id AND k.part = 'category' AND k.code = c.category))"
            : "c.category = ''";
        yield return $"NOT EXISTS (SELECT 1 FROM consent_terms c WHERE c.member = {member} AND c.permits = 0 AND c.type IN ('', {sql.Value(type.Name)}) AND {labels} AND {category} AND {Holds(organization)} LIMIT 1 OFFSET 0)";
    }

    /// <summary>A row that is part of others, as bytes are of documents, is hidden with any of them.</summary>
    private IEnumerable<string> Followed(string alias)
    {
        if (type.Declared.HiddenWith is not { } follows || rows == RowFilter.Everything)
            yield break;
        var visible = new GrantSql(sql, grant with { Narrowed = null }, FamilyTable.Default.Find(follows.Type)!).Of("fd");
        yield return $"NOT EXISTS (SELECT 1 FROM refs f JOIN resources fd ON fd.id = f.owner WHERE f.target_id = {alias}.id AND f.part = {sql.Value(follows.Part)} AND f.owner_type = {sql.Value(follows.Type)} AND NOT ({visible}))";
    }

    private string Holds(Guid organization) =>
        $"c.actor IN ({sql.Value(Guid.Empty)}, {sql.Value(organization)}) AND c.purpose IN ('', {sql.Value(rows.Purpose)}) AND c.since <= {sql.Moment} AND c.until > {sql.Moment}";

    private IEnumerable<string> Scopes(string alias)
    {
        if (grant.Narrowed is not { } narrowed)
            yield break;
        var filters = new FilterSql(sql, null, sql.Now);
        var any = narrowed.Select(scope => string.Join(" AND ", scope.Select(condition => filters.Asks(type, condition, "n"))));
        yield return $"EXISTS (SELECT 1 FROM {type.Row.Name} n WHERE n.id = {alias}.id AND (({string.Join(") OR (", any)})))";
    }
}
