using System.Text.Json.Nodes;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;

namespace HuskyFhir.Plan.Precedence;

/// <summary>Who said a fact that stands, and since when it does.</summary>
/// <param name="Source">Who.</param>
/// <param name="Since">When the version that said it first was written.</param>
public readonly record struct FactOrigin(FactSource Source, DateTimeOffset Since);

/// <summary>
/// Looks up in the history of members who said what stands, fact by fact of the record, and of a coverage, an
/// assignment or an income as a whole.
/// </summary>
public sealed class FactHistory(Database database)
{
    /// <summary>
    /// The origins by member and the name of the fact (<see cref="FactKind"/> in its code for what is no fact of the
    /// record).
    /// </summary>
    public async Task<IReadOnlyDictionary<(Guid Member, string Fact), FactOrigin>> OfAsync(
        IReadOnlyCollection<Guid> members,
        CancellationToken cancellation
    )
    {
        var origins = new Dictionary<(Guid, string), FactOrigin>();
        if (members.Count == 0)
            return origins;
        var list = database.Dialect.List(members.Cast<object>());
        var among = database.Dialect.In("r.id", "$1", true);
        var text =
            $"SELECT r.id, r.version, r.source, r.updated, r.body FROM resources r WHERE {among} AND r.deleted = 0 UNION ALL SELECT r.id, r.version, r.source, r.updated, r.body FROM versions r WHERE {among} AND r.deleted = 0";
        var rows = await database.QueryAsync(
            new($"SELECT * FROM ({text}) v ORDER BY id, version DESC", list),
            static row =>
                (
                    Id: row.Uuid(0),
                    Version: row.Long(1),
                    Source: (FactSource)row.Long(2),
                    Updated: row.Long(3),
                    Body: row.Bytes(4)
                ),
            cancellation
        );
        foreach (var own in rows.GroupBy(static row => row.Id))
            OfRecord(
                own.Key,
                [
                    .. own.DistinctBy(static row => row.Version)
                        .Select(static row => (row.Source, row.Updated, JsonNode.Parse(row.Body)!.AsObject())),
                ],
                origins
            );
        await OfOthersAsync(list, origins, cancellation);
        return origins;
    }

    private static void OfRecord(
        Guid member,
        List<(FactSource Source, long Updated, JsonObject Body)> versions,
        Dictionary<(Guid, string), FactOrigin> origins
    )
    {
        foreach (var fact in FactList.Of("Patient", versions[0].Body, versions[0].Body))
        {
            var (value, at) = (fact.Value(versions[0].Body), 0);
            while (at + 1 < versions.Count && fact.Value(versions[at + 1].Body).SequenceEqual(value))
                at++;
            if (value.Count > 0 || at + 1 < versions.Count)
                origins[(member, fact.Name)] = new(versions[at].Source, new(versions[at].Updated, TimeSpan.Zero));
        }
    }

    private async Task OfOthersAsync(
        object list,
        Dictionary<(Guid, string), FactOrigin> origins,
        CancellationToken cancellation
    )
    {
        const string Types = "('Coverage', 'CareTeam', 'Observation')";
        var rows = await database.QueryAsync(
            new(
                $"SELECT r.member, r.type, r.source, r.updated FROM resources r WHERE {database.Dialect.In("r.member", "$1", true)} AND r.type IN {Types} AND r.deleted = 0 ORDER BY r.updated",
                list
            ),
            static row =>
                (Member: row.Uuid(0), Type: row.Text(1), Source: (FactSource)row.Long(2), Updated: row.Long(3)),
            cancellation
        );
        foreach (var (member, type, source, updated) in rows)
            origins[
                (
                    member,
                    HuskyFhir.Core.Terms.Codes.Of(
                        type == "Coverage" ? FactKind.Coverage
                        : type == "CareTeam" ? FactKind.PcpAssignment
                        : FactKind.Income
                    )
                )
            ] = new(source, new(updated, TimeSpan.Zero));
    }
}
