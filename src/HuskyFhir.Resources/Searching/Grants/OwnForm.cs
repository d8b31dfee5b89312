using HuskyFhir.Core.Access;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching.Grants;

/// <summary>
/// A grant on the rows of a search that starts from the caller's own members: they are looked up once, and all else is
/// asked of each row.
/// </summary>
internal sealed class OwnForm(SqlText sql, Caller caller, FhirType type, string row) : IGrantForm<string>
{
    private readonly RowForm rows = new(sql, caller, type, row);

    public string AttributedTo(GrantPart.AttributedTo part) =>
        $"{row}.{(type.Declared.IsMember ? "id" : "member")} IN (SELECT g.member FROM attributions g WHERE g.organization = {sql.Value(part.Organization)} AND g.since <= {sql.Moment} AND g.until > {sql.Moment}{sql.Dialect.Fence})";

    public string OfMember(GrantPart.OfMember part) => rows.OfMember(part);

    public string ManagedBy(GrantPart.ManagedBy part) => rows.ManagedBy(part);

    public string Without(GrantPart.Without part) => rows.Without(part);

    public string OnlyWith(GrantPart.OnlyWith part) => rows.OnlyWith(part);

    public string NotDenied(GrantPart.NotDenied part) => rows.NotDenied(part);

    public string WithWhatItIsAbout(GrantPart.WithWhatItIsAbout part) => rows.WithWhatItIsAbout(part);

    public string Within(GrantPart.Within part) => rows.Within(part);

    public string Masked(GrantPart.Masked part) => rows.Masked(part);
}
