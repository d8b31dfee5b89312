using System.Globalization;
using HuskyFhir.Core.Access;
using HuskyFhir.Registry.Families;

namespace HuskyFhir.Registry.Store.Searching;

/// <summary>SQL under construction: text from our own declarations, values only as parameters.</summary>
/// <param name="dialect">The database that it is for.</param>
internal sealed class SqlText(Dialect dialect)
{
    public Dialect Dialect => dialect;

    public List<object> Values { get; } = [];

    /// <summary>Adds a value and gives the name by which the text refers to it.</summary>
    public string Value(object value)
    {
        Values.Add(value);
        return "$" + Values.Count.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A condition that a column holds one of these ids.</summary>
    public string In(string column, IEnumerable<Guid> ids) => Dialect.In(column, Value(Dialect.List(ids.Cast<object>())), true);

    /// <summary>A condition that a column holds one of these texts.</summary>
    public string In(string column, IEnumerable<string> texts) => Dialect.In(column, Value(Dialect.List(texts)), false);

    /// <summary>
    /// The grant as a condition on a row that has <c>member</c> and <c>restricted</c> columns. Every query that returns or
    /// counts resources has it; rows outside are absent, as if they did not exist.
    /// </summary>
    public string Within(Grant grant, string alias)
    {
        var conditions = new List<string>(2);
        if (!grant.Rows.WithRestricted)
            conditions.Add($"{alias}.restricted = 0");
        if (grant.Rows.Attributed is { } organization)
            conditions.Add($"EXISTS (SELECT 1 FROM attributions g WHERE g.organization = {Value(organization)} AND g.member = {alias}.member)");
        return conditions.Count == 0 ? "1 = 1" : string.Join(" AND ", conditions);
    }

    /// <summary>The same grant as a condition on the keys <c>k</c> of members, whose owner is the member; null where keys alone cannot tell.</summary>
    public string? WithinOwners(Grant grant, FhirType type)
    {
        if (!grant.Rows.WithRestricted && type.Declared.HasRestricted)
            return null;
        if (grant.Rows.Attributed is not { } organization)
            return "1 = 1";
        return type.Declared.IsMember ? $"EXISTS (SELECT 1 FROM attributions g WHERE g.organization = {Value(organization)} AND g.member = k.owner)" : null;
    }
}
