using System.Text.Json;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Plan.Precedence;

/// <summary>
/// Holds what files say against what stands, inside the transaction that writes them, so that no word is lost to one
/// that came between. What a file brings anew, and what it brings again unchanged, costs no query of its own.
/// </summary>
internal sealed class PrecedenceRun(WriteLookups known, Work work, DateTimeOffset now) : IWritePrecedence
{
    private readonly List<Found> found = [];

    /// <summary>The units with what is to be stored of them; the same list where all of it is taken.</summary>
    public async Task<IReadOnlyList<WriteUnit>> MergeAsync(
        IReadOnlyList<WriteUnit> units,
        CancellationToken cancellation
    )
    {
        if (!units.Any(static unit => Says(unit) != FactSource.None))
            return units;
        var differing = await DifferingAsync(units, cancellation);
        var teams = Places(units)
            .Where(static each => each.Write.Ask is CreateCommand { Type.Name: "CareTeam" } && each.Unit.IsLoad)
            .ToList();
        if (differing.Count == 0 && teams.Count == 0)
            return units;
        var pcps = await PcpFacts.ReadAsync(
            work,
            [
                .. teams.Select(static each => each.Write.MemberOf()).OfType<Guid>(),
                .. differing
                    .Where(static each => each.Place.Write.Ask.Type.Name == "Patient")
                    .Select(static each => each.Now.Id),
            ],
            now,
            cancellation
        );
        var versions = await VersionsAsync(differing, cancellation);
        var replaced = new Dictionary<PreparedWrite, PreparedWrite?>();
        foreach (var each in differing)
            if (Merge(each, versions[each.Now.Id], pcps) is { } other)
                replaced[each.Place.Write] = other;
        var written = units.SelectMany(static unit => unit.Writes).Select(static write => write.Id).ToHashSet();
        foreach (var team in teams.Where(team => Stands(team, pcps, written)))
            replaced[team.Write] = null;
        return replaced.Count == 0
            ? units
            :
            [
                .. units.Select(unit =>
                    unit.Writes.Any(replaced.ContainsKey)
                        ? unit with
                        {
                            Writes =
                            [
                                .. unit
                                    .Writes.Select(write => replaced.TryGetValue(write, out var other) ? other : write)
                                    .OfType<PreparedWrite>(),
                            ],
                        }
                        : unit
                ),
            ];
    }

    /// <summary>
    /// Opens the conflicts of what was stored, with it, and tells each unit what of it stands otherwise.
    /// </summary>
    public async Task KeepAsync(
        IReadOnlyList<WriteUnit> units,
        IReadOnlyCollection<int> refused,
        CancellationToken cancellation
    )
    {
        for (var at = 0; at < units.Count; at++)
        {
            var own = refused.Contains(at) ? [] : found.Where(each => each.Unit == at).ToList();
            units[at].Kept?.Set([]);
            if (own.Count == 0)
                continue;
            var asked = own.Where(static each => each.Asked is not null).ToList();
            var opened = await ConflictRepository.OpenAsync(
                work,
                [.. asked.Select(static each => each.Asked!)],
                units[at].Request,
                now,
                cancellation
            );
            units[at]
                .Kept?.Set([
                    .. own.Select(each =>
                        asked.IndexOf(each) is >= 0 and var which
                            ? each.Kept with
                            {
                                Conflict = opened[which].Open,
                                IsOpened = opened[which].IsNew,
                            }
                            : each.Kept
                    ),
                ]);
        }
    }

    /// <summary>Whose word a unit is, where it takes the road of a file; a load may say whose.</summary>
    private static FactSource Says(WriteUnit unit) =>
        unit.IsLoad ? unit.Source ?? FactSource.Load
        : unit.FromPartner is not null ? FactSource.Dss
        : FactSource.None;

    private static IEnumerable<Place> Places(IReadOnlyList<WriteUnit> units) =>
        units.SelectMany(static (unit, at) => unit.Writes.Select(write => new Place(at, unit, write)));

    /// <summary>Updates that would change something which is perhaps not the file's to change.</summary>
    private async Task<List<Differing>> DifferingAsync(IReadOnlyList<WriteUnit> units, CancellationToken cancellation)
    {
        var updates = Places(units)
            .Where(each =>
                Says(each.Unit) != FactSource.None
                && each.Write.Ask is UpdateCommand update
                && known.Current.TryGetValue(each.Write.Id, out var now)
                && now.Type == update.Type.Name
            )
            .ToList();
        if (updates.Count == 0)
            return [];
        var sources = (
            await work.QueryEachAsync(
                "SELECT r.id, r.source FROM resources r WHERE r.id {ids}",
                [.. updates.Select(static each => each.Write.Id)],
                static row => (row.Uuid(0), (FactSource)row.Long(1)),
                cancellation
            )
        ).ToDictionary();
        var candidates = updates
            .Select(each => new Differing(each, known.Current[each.Write.Id], sources[each.Write.Id]))
            .Where(IsCandidate)
            .ToArray();
        var differs = new bool[candidates.Length];
        Parallel.For(0, candidates.Length, at => differs[at] = Differs(candidates[at]));
        return [.. candidates.Where((_, at) => differs[at])];
    }

    /// <summary>
    /// What loads alone wrote, loads may change, but for what is protected and for the provider, whom the assignments
    /// tell.
    /// </summary>
    private static bool IsCandidate(Differing each) =>
        each.Now.Restricted != HuskyFhir.Core.Access.Restriction.None
        || (
            each.Place.Unit.IsLoad
            && (
                each.Now.Type == "Patient" || each.Now.Deleted || each.Now.Version > 1 || each.Source != FactSource.Load
            )
        );

    private bool Differs(Differing each) =>
        each.Now.Deleted
        || !each.Place.Write.Stamp(each.Now.Version, each.Now.Updated).AsSpan().SequenceEqual(each.Now.Body)
        || (
            each.Place.Write.Content is { } content
            && content.Stored.Digest != known.Contents.GetValueOrDefault(each.Now.Id)?.Digest
        );

    private async Task<Dictionary<Guid, List<FactVersion>>> VersionsAsync(
        List<Differing> differing,
        CancellationToken cancellation
    )
    {
        var versions = differing.ToDictionary(
            static each => each.Now.Id,
            static each => each.Now.Body is { } body ? new List<FactVersion> { new(each.Source, Read(body)) } : []
        );
        const string Earlier =
            "SELECT v.id, v.source, v.body FROM versions v WHERE v.id {ids} AND v.deleted = 0 ORDER BY v.id, v.version DESC";
        foreach (
            var (id, source, body) in await work.QueryEachAsync(
                Earlier,
                [.. versions.Keys],
                static row => (row.Uuid(0), (FactSource)row.Long(1), row.Bytes(2)),
                cancellation
            )
        )
            versions[id].Add(new(source, Read(body)));
        return versions;
    }

    /// <summary>What is to be written instead; null where all of it is taken.</summary>
    private PreparedWrite? Merge(Differing each, List<FactVersion> versions, PcpFacts pcps)
    {
        var (write, update) = (each.Place.Write, (UpdateCommand)each.Place.Write.Ask);
        var said = Read(FhirJson.Write(write.Resource!));
        if (each.Now.Deleted)
            return Leave(
                each,
                "removed",
                FactList.Of(each.Now.Type, said, versions[0].Body).All(fact => fact.WasIn(versions[0].Body, said))
                    ? null
                    : said
            );
        if (write.Content is not null && each.Source != FactSource.Load)
            return Leave(each, "content", null);
        var merge = new FactMerge(each.Now.Type, Says(each.Place.Unit), versions);
        List<FactFinding> kept = [.. merge.Merge(said)];
        if (each.Now.Type == "Patient" && each.Place.Unit.IsLoad)
            kept.AddRange(pcps.Merge(each.Now.Id, said, versions));
        if (kept.Count == 0)
            return null;
        foreach (var finding in kept)
            Tell(each.Place, each.Now, finding);
        return PreparedWrite.From(
            update with
            {
                Resource = FhirJson.Read(JsonSerializer.SerializeToUtf8Bytes(said)),
            },
            write.At
        );
    }

    /// <summary>Leaves the resource as it is.</summary>
    private PreparedWrite Leave(Differing each, string fact, JsonObject? offered)
    {
        Tell(each.Place, each.Now, new(fact, each.Source, offered));
        var ask = each.Place.Write.Ask;
        return PreparedWrite.From(
            new FoundCommand(ask.Type, ask.Grant, new(WriteOutcome.Unchanged, each.Now)),
            each.Place.Write.At
        );
    }

    /// <summary>
    /// Whether an assignment that a file brings anew is at a time for which somebody else said who the provider is.
    /// </summary>
    private bool Stands(Place team, PcpFacts pcps, HashSet<Guid> written)
    {
        if (
            team.Write.MemberOf() is not { } member
            || pcps.Against(member, new(team.Write.Id, (CareTeam)team.Write.Resource!), written) is not { } against
        )
            return false;
        found.Add(
            new(
                team.At,
                new("Patient", member, Disagreement.Pcp, against.Stands, null, false),
                against.Role is { } role ? Disagreement.OfPcp(member, role, FactSource.Load, against.Stands) : null
            )
        );
        return true;
    }

    private void Tell(Place place, StoredResource now, FactFinding finding) =>
        found.Add(
            new(
                place.At,
                new(now.Type, now.Id, finding.Fact, finding.Stands, null, false),
                finding.Offered is { } offered
                    ? new(now.Member, now.Type, now.Id, finding.Fact, Says(place.Unit), finding.Stands, offered)
                    : null
            )
        );

    private static JsonObject Read(byte[] body) => JsonNode.Parse(body)!.AsObject();

    private sealed record Place(int At, WriteUnit Unit, PreparedWrite Write);

    private sealed record Differing(Place Place, StoredResource Now, FactSource Source);

    private sealed record Found(int Unit, KeptFact Kept, Disagreement? Asked);
}
