using HuskyFhir.Core.Access;
using HuskyFhir.Resources.Shown;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching.Grants;

/// <summary>
/// A grant on one row of a type, which has <c>id</c>, <c>member</c> and <c>restricted</c> columns: in reads, searches,
/// chains, inclusions, histories and counts.
/// </summary>
internal sealed class RowForm(SqlText sql, Caller caller, FhirType type, string row) : IGrantForm<string>
{
    /// <summary>Whether it is asked for a link to the row, and not for the row itself.</summary>
    public bool ToLink { get; init; }

    public string AttributedTo(GrantPart.AttributedTo part) => Attributed(sql, part, $"{row}.member");

    public string OfMember(GrantPart.OfMember part) =>
        type.IsOfMembers ? $"{row}.member = {sql.Value(part.Member)}" : GrantSql.Always;

    public string ManagedBy(GrantPart.ManagedBy part) => Managed(sql, part, row);

    public string Without(GrantPart.Without part) =>
        type.Declared.HasHidden ? ConsentSql.Without(sql, part, row) : GrantSql.Always;

    /// <summary>What only tells of others is seen with them, and they have the restriction or not.</summary>
    public string OnlyWith(GrantPart.OnlyWith part) =>
        type.Declared.OnlyWithOthers ? GrantSql.Always : HearingSql.Only(sql, part, [type], row);

    public string NotDenied(GrantPart.NotDenied part) =>
        ConsentSql.NotDenied(
            sql,
            part,
            $"{row}.member",
            sql.Value(type.Name),
            type.Declared.HasHidden ? ConsentSql.Labels(row) : "c.labels = 0",
            ConsentSql.Category([type], row)
        );

    public string WithWhatItIsAbout(GrantPart.WithWhatItIsAbout part) => TiesSql.Seen(sql, caller, type, row, ToLink);

    public string Within(GrantPart.Within part)
    {
        var filters = new FilterSql(sql, null, sql.Now);
        var any = part.Searches.Select(search =>
            string.Join(" AND ", search.Select(condition => filters.Asks(type, condition, "n")))
        );
        return $"EXISTS (SELECT 1 FROM {type.Row.Name} n WHERE n.id = {row}.id AND (({string.Join(") OR (", any)})))";
    }

    /// <summary>
    /// No row is left out: keys of such elements are not kept, and <see cref="ShownResource.For"/> takes them out of
    /// what is shown.
    /// </summary>
    public string Masked(GrantPart.Masked part) => GrantSql.Always;

    internal static string Attributed(SqlText sql, GrantPart.AttributedTo part, string member) =>
        $"EXISTS (SELECT 1 FROM attributions g WHERE g.organization = {sql.Value(part.Organization)} AND g.member = {member} AND g.since <= {sql.Moment} AND g.until > {sql.Moment})";

    internal static string Managed(SqlText sql, GrantPart.ManagedBy part, string row) =>
        $"EXISTS (SELECT 1 FROM refs w WHERE w.owner = {row}.id AND w.part = 'managing-entity' AND w.target_id = {sql.Value(part.Organization)})";
}
