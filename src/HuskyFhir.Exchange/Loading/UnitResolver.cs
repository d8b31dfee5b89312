using HuskyFhir.Core.Access;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;

namespace HuskyFhir.Exchange.Loading;

/// <summary>
/// What became of a batch's units: some ready, some refused, some waiting for what they refer to, and the rest for the
/// next turn.
/// </summary>
/// <param name="Ready">To be written, with what to write.</param>
/// <param name="Refused">Never to be written.</param>
/// <param name="Missing">With the names that they need.</param>
/// <param name="Rest">From the first unit on that has a resource of this batch again; it is resolved when that is
/// written.</param>
internal sealed record Resolved(
    IReadOnlyList<(LoadUnit Unit, WriteUnit Write)> Ready,
    IReadOnlyList<Refusal> Refused,
    IReadOnlyList<(LoadUnit Unit, IReadOnlyList<(Link Link, BusinessKey Name)> Needs)> Missing,
    IReadOnlyList<LoadUnit> Rest
);

/// <summary>
/// Gives every resource of a batch its id, the one it has when it was loaded before, and turns references (by fullUrl,
/// by the source's own id, by business key) into ids of the store.
/// </summary>
internal sealed class UnitResolver(Database database, UnitReader names, Grant grant, TimeProvider clock)
{
    /// <summary>Resolves a batch.</summary>
    public async Task<Resolved> ResolveAsync(
        IReadOnlyList<LoadUnit> units,
        string request,
        CancellationToken cancellation
    )
    {
        var known = await LookUpAsync(units, cancellation);
        var stored = known.Values.ToHashSet();
        var taken = new HashSet<Guid>();
        List<(LoadUnit Unit, WriteCommand[] Asks)> ready = [];
        List<Refusal> refused = [];
        List<(LoadUnit, IReadOnlyList<(Link, BusinessKey)>)> missing = [];
        var at = 0;
        for (; at < units.Count; at++)
        {
            var unit = units[at];
            var ids = unit
                .Entries.Select(entry =>
                    entry
                        .Names.Select(name => known.TryGetValue(name, out var id) ? id : (Guid?)null)
                        .FirstOrDefault(static id => id is not null)
                    ?? Guid.CreateVersion7(clock.GetUtcNow())
                )
                .ToArray();
            var targets = new LoadTargets(unit, ids, known);
            if (ids.Any(taken.Contains))
                break;
            if (targets.Twice is { } twice)
                refused.Add(new(unit.Where, $"{twice} is in it twice; a transaction may hold a resource once."));
            else if (names.Foreign(unit) is { } foreign)
                refused.Add(new(unit.Where, foreign));
            else if (targets.Link(names) is { Count: > 0 } needs)
                missing.Add((unit, needs));
            else
                Take(unit, ids);
        }

        return new(Prepare(ready, request), refused, missing, [.. units.Skip(at)]);

        void Take(LoadUnit unit, Guid[] ids)
        {
            ready.Add(
                (unit, [.. unit.Entries.Select((entry, which) => Ask(entry, ids[which], stored.Contains(ids[which])))])
            );
            taken.UnionWith(ids);
            foreach (var (entry, id) in unit.Entries.Zip(ids))
            foreach (var name in entry.Names)
                known[name] = id;
        }
    }

    private async Task<Dictionary<BusinessKey, Guid>> LookUpAsync(
        IReadOnlyList<LoadUnit> units,
        CancellationToken cancellation
    )
    {
        var entries = units.SelectMany(static unit => unit.Entries).ToList();
        var keys = entries
            .SelectMany(static entry => entry.Names)
            .Concat(
                entries
                    .SelectMany(static entry => entry.Links)
                    .Select(link => names.Name(link.Text))
                    .OfType<BusinessKey>()
            )
            .Distinct()
            .ToList();
        var known = new Dictionary<BusinessKey, Guid>(keys.Count);
        foreach (var (key, id) in await new StoredKeys(database).FindAsync(keys, cancellation))
            known[key] = id;
        return known;
    }

    /// <summary>Works out rows and bytes on every core: it is the half of a write that needs no database.</summary>
    private (LoadUnit, WriteUnit)[] Prepare(List<(LoadUnit Unit, WriteCommand[] Asks)> ready, string request)
    {
        var writes = new (LoadUnit, WriteUnit)[ready.Count];
        Parallel.For(
            0,
            ready.Count,
            at =>
                writes[at] = (
                    ready[at].Unit,
                    new(request, [.. ready[at].Asks.Select(ask => PreparedWrite.From(ask, clock.GetUtcNow()))])
                    {
                        IsLoad = true,
                        Kept = new(),
                    }
                )
        );
        return writes;
    }

    private WriteCommand Ask(LoadEntry entry, Guid id, bool exists) =>
        exists
            ? new UpdateCommand(entry.Type, grant, id, entry.Resource, Alias: entry.Alias)
            : new CreateCommand(entry.Type, grant, entry.Resource, id, Alias: entry.Alias);
}
