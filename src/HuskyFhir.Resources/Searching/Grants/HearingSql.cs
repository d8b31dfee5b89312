using HuskyFhir.Core.Access;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching.Grants;

/// <summary>
/// What the agency sees of types that are not for eligibility: rows that are, and what it hears with all that belongs
/// to it. A hearing opens what it is about, over any number of steps, and what was laid before it; and with those,
/// what is about them, such as their notices and letters, but no other request. Sensitive rows are not opened.
/// </summary>
internal static class HearingSql
{
    private const Restriction Others = Restriction.Plan | Restriction.Hearing;

    private static readonly string Heard = $"(hh.restricted & {(long)Restriction.Heard}) <> 0 AND hh.deleted = 0";

    /// <summary>The condition on one row of some types, whose type only its column tells where there are several.</summary>
    public static string Only(SqlText sql, GrantPart.OnlyWith part, IReadOnlyList<FhirType> types, string row)
    {
        var own = $"({row}.restricted & {sql.Value((long)part.Only)}) <> 0";
        if (!part.Hearings)
            return own;
        own += $" AND ({row}.restricted & {(long)Others}) = 0";
        List<string> ways =
        [
            $"({own})",
            $"({row}.restricted & {(long)Restriction.Heard}) <> 0",
            .. Named(row),
            .. Leads(types[0].Catalog, row),
        ];
        var byName = types[0].Catalog.Types.Where(static type => type.Declared.OpenedByName).ToList();
        var with = string.Join(" OR ", About(byName, row));
        if (types.All(static type => !type.Declared.OpenedByName))
            ways.Add(with);
        else if (types.Any(static type => !type.Declared.OpenedByName))
            ways.Add($"(NOT {TiesSql.IsOf(byName, row)} AND ({with}))");
        return $"({string.Join(" OR ", ways)})";
    }

    /// <summary>What a hearing is about, and what was laid before it.</summary>
    private static IEnumerable<string> Named(string row) =>
        [
            $"EXISTS (SELECT 1 FROM ties ht JOIN resources hh ON hh.id = ht.thing WHERE ht.other = {row}.id AND {Heard})",
            $"EXISTS (SELECT 1 FROM refs he JOIN resources hh ON hh.id = he.owner WHERE he.target_id = {row}.id AND he.part = '{TypeDeclaration.Submitted}' AND {Heard})",
        ];

    /// <summary>What a thing that a hearing is about leads to by its declaration.</summary>
    private static IEnumerable<string> Leads(FhirTypeCatalog catalog, string row) =>
        catalog
            .Types.SelectMany(static type => type.Declared.Leads.Select(part => (type.Name, part)))
            .Select(lead =>
                $"EXISTS (SELECT 1 FROM refs hq JOIN ties ht ON ht.other = hq.owner JOIN resources hh ON hh.id = ht.thing WHERE hq.target_id = {row}.id AND hq.owner_type = '{lead.Name}' AND hq.part = '{lead.part}' AND {Heard})"
            );

    /// <summary>What is about a hearing, or about a request that a hearing is about.</summary>
    private static IEnumerable<string> About(IReadOnlyList<FhirType> byName, string row) =>
        [
            $"EXISTS (SELECT 1 FROM ties ht JOIN resources hh ON hh.id = ht.other WHERE ht.thing = {row}.id AND {Heard})",
            $"EXISTS (SELECT 1 FROM ties ht JOIN resources hx ON hx.id = ht.other JOIN ties hu ON hu.other = hx.id JOIN resources hh ON hh.id = hu.thing WHERE ht.thing = {row}.id AND {TiesSql.IsOf(byName, "hx")} AND {Heard})",
        ];
}
