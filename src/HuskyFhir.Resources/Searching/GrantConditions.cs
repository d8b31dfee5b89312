using HuskyFhir.Core.Access;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching;

/// <summary>A grant in a query under construction.</summary>
internal static class GrantConditions
{
    /// <summary>
    /// The grant as a condition on a row that has <c>id</c>, <c>member</c> and <c>restricted</c> columns. Every query
    /// that returns or counts resources has it; rows outside are absent, as if they did not exist.
    /// </summary>
    public static string Within(this SqlText sql, Grant grant, FhirType type, string alias) =>
        new GrantSql(sql, grant, type).Of(alias);

    /// <summary>
    /// The same grant as a condition on the keys <c>k</c> of members, whose owner is the member; null where keys alone
    /// cannot tell.
    /// </summary>
    public static string? WithinOwners(this SqlText sql, Grant grant, FhirType type) =>
        new GrantSql(sql, grant, type).OfOwners();
}
