using System.Globalization;
using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Shown;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching;

/// <summary>What was found beside the matches of a page.</summary>
/// <param name="Rows">Each once, and none that is a match.</param>
/// <param name="Cut">Whether there may be more: beyond the bound, or beyond the last round of <c>:iterate</c>.</param>
public sealed record Included(IReadOnlyList<StoredResource> Rows, bool Cut);

/// <summary>
/// <c>_include</c> and <c>_revinclude</c> (R4 section 3.1.1.5.5): two indexed look-ups a rule, with the grant of each
/// type that may appear. What the caller may not see is absent, as it would be from a search of its own.
/// </summary>
public sealed class IncludeExecutor(Database database, TimeProvider clock)
{
    /// <summary>Rounds of <c>:iterate</c>.</summary>
    private const int Rounds = 6;

    /// <summary>Everything that the rules add to a page.</summary>
    /// <param name="rules">As asked.</param>
    /// <param name="matches">The page.</param>
    /// <param name="grants">What the caller may see.</param>
    /// <param name="most">Bound on what is added.</param>
    /// <param name="cancellation">Ends the queries.</param>
    public async Task<Included> FindAsync(
        IReadOnlyList<IncludeRule> rules,
        IReadOnlyList<StoredResource> matches,
        SearchGrants grants,
        int most,
        CancellationToken cancellation
    )
    {
        var known = matches.Select(static match => match.Id).ToHashSet();
        var added = new List<StoredResource>();
        var latest = matches;
        for (var round = 0; round < Rounds && latest.Count > 0; round++)
        {
            var fresh = new List<StoredResource>();
            foreach (var rule in rules.Where(rule => round == 0 || rule.Iterate))
            foreach (var statement in Statements(rule, latest, grants, most + 1))
                fresh.AddRange(
                    (await database.QueryAsync(statement, StoredResource.From, cancellation))
                        .Where(row => known.Add(row.Id))
                        .Select(row => row.For(grants.Caller, grants.Families))
                );
            added.AddRange(fresh);
            if (added.Count > most)
                return new(
                    await database.CompleteAsync(
                        added.GetRange(0, most),
                        grants.Families,
                        clock.GetUtcNow(),
                        cancellation
                    ),
                    true
                );
            latest = fresh;
        }

        return new(
            await database.CompleteAsync(added, grants.Families, clock.GetUtcNow(), cancellation),
            latest.Count > 0 && rules.Any(static rule => rule.Iterate)
        );
    }

    private IEnumerable<Statement> Statements(
        IncludeRule rule,
        IReadOnlyList<StoredResource> rows,
        SearchGrants grants,
        int limit
    ) =>
        rule switch
        {
            { Reverse: true } => Reverse(rule, grants.Type(rule.Source), rows, grants, limit),
            { Source: "*" } => rows.GroupBy(static row => row.Type)
                .SelectMany(group =>
                    Forward(
                        grants.Type(group.Key),
                        [
                            .. grants
                                .Type(group.Key)
                                .Declared.Parameters.Where(static each => each.Info.Kind == SearchKind.Reference),
                        ],
                        rule.Targets,
                        [.. group],
                        grants,
                        limit
                    )
                ),
            _ => Forward(
                grants.Type(rule.Source),
                Own(grants.Type(rule.Source), rule),
                rule.Targets,
                [.. rows.Where(row => row.Type == rule.Source)],
                grants,
                limit
            ),
        };

    private static List<SearchParameter> Own(FhirType type, IncludeRule rule) =>
        [.. rule.Parameters.Select(parameter => type.Parameter(parameter.Name)!)];

    private IEnumerable<Statement> Forward(
        FhirType source,
        List<SearchParameter> parameters,
        IReadOnlyList<string>? wanted,
        IReadOnlyList<StoredResource> rows,
        SearchGrants grants,
        int limit
    )
    {
        if (rows.Count == 0)
            yield break;
        var members = rows.Where(static row => row.Member is not null && row.Type != "Patient")
            .Select(static row => row.Member!.Value)
            .Distinct()
            .ToList();
        if (
            members.Count > 0
            && wanted?.Contains("Patient") != false
            && parameters.Exists(static parameter => parameter.Place == ParameterStorage.Member)
        )
            yield return Fetch(grants, ["Patient"], sql => sql.In("r.id", members), limit);
        foreach (var live in parameters.Where(static parameter => parameter.Table is not null))
            yield return Fetch(
                grants,
                live.Info.Targets,
                sql =>
                    $"r.id IN (SELECT k.target_id FROM {live.Table!(sql)} k WHERE {sql.In("k.owner", rows.Select(static row => row.Id))})",
                limit
            );
        var keyed = parameters
            .Where(static parameter => parameter is { Place: ParameterStorage.Keys, Table: null })
            .ToList();
        var targets = keyed
            .SelectMany(static parameter => parameter.Info.Targets)
            .Distinct()
            .Where(type => wanted?.Contains(type) != false)
            .ToList();
        if (keyed.Count > 0 && targets.Count > 0)
            yield return Fetch(
                grants,
                targets,
                sql =>
                    $"r.id IN (SELECT k.target_id FROM refs k WHERE {sql.In("k.owner", rows.Select(static row => row.Id))} AND {sql.In("k.part", keyed.SelectMany(static parameter => parameter.Parts))} AND k.owner_type = {sql.Value(source.Name)})",
                limit
            );
    }

    private IEnumerable<Statement> Reverse(
        IncludeRule rule,
        FhirType source,
        IReadOnlyList<StoredResource> rows,
        SearchGrants grants,
        int limit
    )
    {
        var targets = rows.Where(row => rule.Targets?.Contains(row.Type) != false).ToList();
        var members = targets.Where(static row => row.Type == "Patient").Select(static row => row.Id).ToList();
        var parameters = Own(source, rule);
        if (members.Count > 0 && parameters.Exists(static parameter => parameter.Place == ParameterStorage.Member))
            yield return Fetch(grants, [source.Name], sql => sql.In("r.member", members), limit);
        foreach (var live in parameters.Where(static parameter => parameter.Table is not null))
            yield return Fetch(
                grants,
                [source.Name],
                sql =>
                    $"r.id IN (SELECT k.owner FROM {live.Table!(sql)} k WHERE {sql.In("k.target_id", targets.Select(static row => row.Id))})",
                limit
            );
        var parts = parameters
            .Where(static parameter => parameter is { Place: ParameterStorage.Keys, Table: null })
            .SelectMany(static parameter => parameter.Parts)
            .ToList();
        if (targets.Count > 0 && parts.Count > 0)
            yield return Fetch(
                grants,
                [source.Name],
                sql =>
                    $"r.id IN (SELECT k.owner FROM refs k WHERE {sql.In("k.target_id", targets.Select(static row => row.Id))} AND {sql.In("k.part", parts)} AND k.owner_type = {sql.Value(source.Name)})",
                limit
            );
    }

    private Statement Fetch(SearchGrants grants, IEnumerable<string> types, Func<SqlText, string> which, int limit)
    {
        var sql = new SqlText(database.Dialect, clock.GetUtcNow());
        var found = which(sql);
        var allowed = grants
            .Types.Where(type => types.Contains(type.Name))
            .Select(type => $"(r.type = {sql.Value(type.Name)} AND {grants.Within(sql, type, "r")})")
            .ToList();
        var any = allowed.Count == 0 ? "1 = 0" : string.Join(" OR ", allowed);
        return new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT {StoredResource.Columns} FROM resources r WHERE {found} AND r.deleted = 0 AND ({any}) ORDER BY r.id LIMIT {limit}"
            ),
            sql.Values
        );
    }
}
