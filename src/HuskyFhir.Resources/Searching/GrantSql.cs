using HuskyFhir.Core.Access;
using HuskyFhir.Resources.Searching.Grants;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching;

/// <summary>
/// A grant as SQL, in each form that a query needs; all of them are translations of <see cref="Grant.Parts"/>, part by
/// part. What is asked is asked of the rows as they are now, so that a consent or a change of PCP holds from the next
/// query on.
/// </summary>
internal sealed class GrantSql(SqlText sql, Grant grant, FhirType type)
{
    /// <summary>A condition that always holds.</summary>
    public const string Always = "1 = 1";

    /// <summary>On a row that has <c>id</c>, <c>member</c> and <c>restricted</c> columns.</summary>
    public string Of(string alias) => All(new RowForm(sql, grant.Caller, type, alias));

    /// <summary>
    /// The same as to what may be referred to: bytes that no document has yet may be linked by who knows their address.
    /// </summary>
    public string ToLink(string alias) => All(new RowForm(sql, grant.Caller, type, alias) { ToLink = true });

    /// <summary>
    /// The same with the caller's own members looked up rather than asked of every row; null where the caller has none
    /// of its own.
    /// </summary>
    public string? OfOwn(string alias) =>
        type.IsOfMembers && grant.Rows.Attributed is not null ? All(new OwnForm(sql, grant.Caller, type, alias)) : null;

    /// <summary>On a member's key <c>k</c>; null where keys alone cannot tell.</summary>
    public string? OfOwners()
    {
        var form = new KeyForm(sql, type);
        var conditions = grant.Parts().Select(part => part.In(form)).ToList();
        return conditions.Contains(null) ? null : And(conditions!);
    }

    private string All(IGrantForm<string> form) => And(grant.Parts().Select(part => part.In(form)));

    private static string And(IEnumerable<string> conditions) =>
        conditions.Where(static condition => condition != Always).ToList() is { Count: > 0 } asked
            ? string.Join(" AND ", asked)
            : Always;
}
