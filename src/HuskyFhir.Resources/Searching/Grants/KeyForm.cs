using HuskyFhir.Core.Access;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching.Grants;

/// <summary>
/// A grant on the keys <c>k</c> of rows that are not looked at themselves. What only the row tells is null: the keys
/// alone are then no way to the answer. The owner of a member's key is the member.
/// </summary>
internal sealed class KeyForm(SqlText sql, FhirType type) : IGrantForm<string?>
{
    private const string Owner = "k.owner";

    public string? AttributedTo(GrantPart.AttributedTo part) =>
        type.Declared.IsMember ? RowForm.Attributed(sql, part, Owner) : null;

    public string? OfMember(GrantPart.OfMember part) =>
        type.Declared.IsMember ? $"{Owner} = {sql.Value(part.Member)}"
        : type.IsOfMembers ? null
        : GrantSql.Always;

    public string? ManagedBy(GrantPart.ManagedBy part) => null;

    public string? Without(GrantPart.Without part) => type.Declared.HasHidden ? null : GrantSql.Always;

    public string? OnlyWith(GrantPart.OnlyWith part) => null;

    public string? NotDenied(GrantPart.NotDenied part) =>
        type.Declared.IsMember
            ? ConsentSql.NotDenied(
                sql,
                part,
                Owner,
                sql.Value(type.Name),
                "c.labels = 0",
                ConsentSql.Category([], Owner)
            )
            : null;

    public string? WithWhatItIsAbout(GrantPart.WithWhatItIsAbout part) => type.IsTied ? null : GrantSql.Always;

    public string? Within(GrantPart.Within part) => null;

    public string? Masked(GrantPart.Masked part) => GrantSql.Always;
}
