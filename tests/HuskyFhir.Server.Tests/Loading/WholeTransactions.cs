using HuskyFhir.Plan.Catalog;
using HuskyFhir.Server.Tests.Commands;

namespace HuskyFhir.Server.Tests.Loading;

/// <summary>What must hold of a database at any moment, however its writers ended.</summary>
internal static class WholeTransactions
{
    /// <summary>
    /// Every resource has its type row, keys, audit row, change row and versions; every bundle is there whole or not at
    /// all.
    /// </summary>
    public static async Task CheckAsync(Stored stored, string seed)
    {
        foreach (var (what, sql) in Flaws())
            Assert.True(await stored.CountAsync(sql) == 0, $"{what} ({seed})");
        var bundles = await stored.QueryAsync(
            "SELECT substr(value, 1, 23), count(*) FROM business_keys WHERE value LIKE 'local/Patient/bundle%' GROUP BY 1",
            static row => (row.Text(0), row.Long(1))
        );
        Assert.All(
            bundles,
            bundle => Assert.True(bundle.Item2 == CrashFiles.Members, $"{bundle} is there in part ({seed})")
        );
    }

    /// <summary>How many rows each table has, but for what is written at each load.</summary>
    public static async Task<SortedDictionary<string, long>> CountsAsync(Stored stored)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (
            var table in PlanCatalog
                .Types.Types.SelectMany(static type => (string[])[type.Row.Name, type.Strings.Name, type.Tokens.Name])
                .Concat(["resources", "versions", "business_keys", "refs", "attributions", "changes"])
        )
            counts[table] = await stored.CountAsync($"SELECT count(*) FROM {table}");
        return counts;
    }

    private static IEnumerable<(string What, string Sql)> Flaws()
    {
        foreach (var type in PlanCatalog.Types.Types)
        {
            yield return (
                $"A {type.Name} without its row",
                $"SELECT count(*) FROM resources r LEFT JOIN {type.Row.Name} t ON t.id = r.id WHERE r.type = '{type.Name}' AND r.deleted = 0 AND t.id IS NULL"
            );
            yield return (
                $"A row without its {type.Name}",
                $"SELECT count(*) FROM {type.Row.Name} t LEFT JOIN resources r ON r.id = t.id WHERE r.id IS NULL"
            );
            yield return (
                $"Strings without their {type.Name}",
                $"SELECT count(*) FROM {type.Strings.Name} t LEFT JOIN resources r ON r.id = t.owner WHERE r.id IS NULL"
            );
            yield return (
                $"Tokens without their {type.Name}",
                $"SELECT count(*) FROM {type.Tokens.Name} t LEFT JOIN resources r ON r.id = t.owner WHERE r.id IS NULL"
            );
        }

        yield return (
            "A Patient without a name to search by",
            $"SELECT count(*) FROM resources r WHERE r.type = 'Patient' AND NOT EXISTS (SELECT 1 FROM {PlanCatalog.Types.Find("Patient")!.Strings.Name} s WHERE s.owner = r.id)"
        );
        yield return (
            "A resource without a key",
            "SELECT count(*) FROM resources r WHERE r.type <> 'Provenance' AND NOT EXISTS (SELECT 1 FROM business_keys k WHERE k.id = r.id)"
        );
        yield return (
            "A key without its resource",
            "SELECT count(*) FROM business_keys k LEFT JOIN resources r ON r.id = k.id WHERE r.id IS NULL"
        );
        // Joined with sums and not looked up one by one: these tables have no index that would help.
        yield return (
            "A resource without its audit row",
            "SELECT count(*) FROM resources r LEFT JOIN (SELECT DISTINCT resource, version FROM audit) a ON a.resource = r.id AND a.version = r.version WHERE a.resource IS NULL AND r.type <> 'Provenance'"
        );
        yield return (
            "A resource without its change rows",
            "SELECT count(*) FROM resources r LEFT JOIN (SELECT resource, count(*) AS n FROM changes GROUP BY resource) c ON c.resource = r.id WHERE r.type <> 'Provenance' AND (c.n IS NULL OR c.n <> r.version)"
        );
        yield return (
            "A resource without its earlier versions",
            "SELECT count(*) FROM resources r LEFT JOIN (SELECT id, count(*) AS n FROM versions GROUP BY id) v ON v.id = r.id WHERE r.version - 1 <> COALESCE(v.n, 0)"
        );
        yield return (
            "A write without its provenance",
            "SELECT count(*) FROM changes c WHERE c.client <> 'operator' AND c.type <> 'Provenance' AND (SELECT count(*) FROM refs f WHERE f.target_id = c.resource AND f.owner_type = 'Provenance') < c.version"
        );
        yield return (
            "A reference to nothing",
            "SELECT count(*) FROM refs f LEFT JOIN resources r ON r.id = f.target_id WHERE f.target_id IS NOT NULL AND r.id IS NULL"
        );
    }
}
