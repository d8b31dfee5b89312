using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching;

/// <summary>
/// Which members a request names, whoever may see them: an emergency is bound to the one before anything is shown.
/// </summary>
public sealed class NamedMembers(Database database, FhirTypeCatalog families, TimeProvider clock)
{
    /// <summary>The member whose record an address leads to; null where there is none.</summary>
    [PastGrant("An emergency is bound to one member before there is a grant.")]
    public async Task<Guid?> OfAsync(FhirType type, Guid id, CancellationToken cancellation) =>
        (
            await database.QueryAsync(
                new("SELECT member FROM resources WHERE id = $1 AND type = $2", id, type.Name),
                static row => row.UuidOrNull(0),
                cancellation
            )
        ).FirstOrDefault();

    /// <summary>The members whose records meet a condition, two at most.</summary>
    /// <param name="names">The types that are searched.</param>
    /// <param name="condition">One that leads through no other type.</param>
    /// <param name="cancellation">Ends the queries.</param>
    [PastGrant("An emergency is bound to one member before there is a grant.")]
    public async Task<IReadOnlyList<Guid>> OfAsync(
        IEnumerable<string> names,
        SearchFilter condition,
        CancellationToken cancellation
    )
    {
        var found = new HashSet<Guid>();
        foreach (var type in names.Select(families.Find).OfType<FhirType>().Where(static type => type.IsOfMembers))
        {
            var sql = new SqlText(database.Dialect, clock.GetUtcNow());
            var text =
                $"SELECT DISTINCT t.member FROM {type.Row.Name} t WHERE {new FilterSql(sql, null, sql.Now).Leads(type, condition, "t")} LIMIT 2";
            found.UnionWith(
                (
                    await database.QueryAsync(new(text, sql.Values), static row => row.UuidOrNull(0), cancellation)
                ).OfType<Guid>()
            );
        }

        return [.. found.Take(2)];
    }
}
