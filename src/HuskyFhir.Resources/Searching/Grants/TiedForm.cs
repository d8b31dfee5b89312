using HuskyFhir.Core.Access;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching.Grants;

/// <summary>
/// A grant on what another row is about, whose type only its column tells: the row <c>o</c>, for some types that have
/// the same grant.
/// </summary>
internal sealed class TiedForm(SqlText sql, IReadOnlyList<FhirType> types) : IGrantForm<string>
{
    private const string Row = "o";

    public string AttributedTo(GrantPart.AttributedTo part) => RowForm.Attributed(sql, part, $"{Row}.member");

    /// <summary>In the directory there is no member, and an unknown would be neither hidden nor shown.</summary>
    public string OfMember(GrantPart.OfMember part) =>
        $"({Row}.member IS NOT NULL AND {Row}.member = {sql.Value(part.Member)})";

    public string ManagedBy(GrantPart.ManagedBy part) => RowForm.Managed(sql, part, Row);

    /// <summary>A member's own record has no such restriction.</summary>
    public string Without(GrantPart.Without part) =>
        types.Any(static type => type.Declared.HasHidden) ? ConsentSql.Without(sql, part, Row) : GrantSql.Always;

    public string OnlyWith(GrantPart.OnlyWith part)
    {
        var others = types.Where(static type => type.Declared.OnlyWithOthers).ToList();
        var only = HearingSql.Only(sql, part, types, Row);
        return others.Count == 0 ? only : $"({TiesSql.IsOf(others)} OR {only})";
    }

    public string NotDenied(GrantPart.NotDenied part) =>
        ConsentSql.NotDenied(
            sql,
            part,
            $"{Row}.member",
            $"{Row}.type",
            ConsentSql.Labels(Row),
            ConsentSql.Category(types, Row)
        );

    /// <summary>
    /// What that is about in turn has a tie of its own to the row that is asked for; here it is only asked that there
    /// is any.
    /// </summary>
    public string WithWhatItIsAbout(GrantPart.WithWhatItIsAbout part)
    {
        var others = types.Where(static type => type.Declared.OnlyWithOthers).ToList();
        return others.Count == 0
            ? GrantSql.Always
            : $"(NOT {TiesSql.IsOf(others)} OR EXISTS (SELECT 1 FROM ties a WHERE a.thing = {Row}.id))";
    }

    /// <summary>A token's scopes narrow what is shown, and not what may be known.</summary>
    public string Within(GrantPart.Within part) => GrantSql.Always;

    public string Masked(GrantPart.Masked part) => GrantSql.Always;
}
