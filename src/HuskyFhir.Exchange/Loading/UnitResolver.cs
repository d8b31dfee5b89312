using HuskyFhir.Core.Access;
using HuskyFhir.Registry.Store;
using HuskyFhir.Registry.Store.Writing;

namespace HuskyFhir.Exchange.Loading;

/// <summary>
/// Gives every resource of a batch its id, the one it has when it was loaded before, and turns references (by fullUrl, by the
/// source's own id, by business key) into ids of the store. A unit that refers to something not yet there is left for later.
/// </summary>
internal sealed class UnitResolver(Database database, UnitReader names, Grant grant, TimeProvider clock)
{
    private readonly Dictionary<BusinessKey, Guid> known = [];

    /// <summary>Units ready to be written, and those that must wait.</summary>
    public async Task<(List<(LoadUnit Unit, WriteUnit Write)> Ready, List<LoadUnit> Later)> ResolveAsync(IReadOnlyList<LoadUnit> units, string request, CancellationToken cancellation)
    {
        await LookUpAsync(units, cancellation);
        var stored = known.Values.ToHashSet();
        var taken = new HashSet<Guid>();
        List<(LoadUnit Unit, List<WriteAsk> Asks)> ready = [];
        List<LoadUnit> later = [];
        foreach (var unit in units)
        {
            if (Resolve(unit, stored, taken) is { } asks)
                ready.Add((unit, asks));
            else
                later.Add(unit);
        }

        return (Prepare(ready, request), later);
    }

    /// <summary>Keys, projections and bytes are worked out on every core.</summary>
    private List<(LoadUnit, WriteUnit)> Prepare(List<(LoadUnit Unit, List<WriteAsk> Asks)> ready, string request)
    {
        var prepared = new (LoadUnit, WriteUnit)[ready.Count];
        Parallel.For(0, ready.Count, at => prepared[at] = (ready[at].Unit, new(request, [.. ready[at].Asks.Select(ask => PreparedWrite.From(ask, clock.GetUtcNow()))])));
        return [.. prepared];
    }

    private static IEnumerable<BusinessKey> KeysOf(LoadEntry entry) => entry.Alias is { } alias ? entry.Keys.Append(alias) : entry.Keys;

    private async Task LookUpAsync(IReadOnlyList<LoadUnit> units, CancellationToken cancellation)
    {
        known.Clear();
        var entries = units.SelectMany(static unit => unit.Entries).ToList();
        var keys = entries.SelectMany(KeysOf).Concat(entries.SelectMany(static entry => entry.Links).Select(link => Key(link.Text)).OfType<BusinessKey>()).Distinct().ToList();
        foreach (var (key, id) in await database.WriteAsync(work => work.FindKeysAsync(keys, cancellation), cancellation))
            known[key] = id;
    }

    /// <summary>The key that a reference names; null for one that is an absolute URL or a bundle's fullUrl.</summary>
    private BusinessKey? Key(string reference)
    {
        if (reference.Contains("://", StringComparison.Ordinal) && !reference.Contains('?', StringComparison.Ordinal))
            return null;
        var parts = reference.Split('/');
        return UnitReader.Condition(reference) ?? (parts.Length == 2 ? names.Alias(parts[0], parts[1]) : null);
    }

    private List<WriteAsk>? Resolve(LoadUnit unit, HashSet<Guid> stored, HashSet<Guid> taken)
    {
        var ids = unit.Entries.Select(entry => KeysOf(entry).Select(key => known.TryGetValue(key, out var id) ? id : (Guid?)null).FirstOrDefault(static id => id is not null) ?? Guid.CreateVersion7(clock.GetUtcNow())).ToArray();
        if (ids.Any(taken.Contains) || ids.Distinct().Count() < ids.Length)
            return null; // the same resource again: it waits for its turn
        var own = new Dictionary<BusinessKey, Guid>();
        var byUrl = new Dictionary<string, Guid>(StringComparer.Ordinal);
        for (var at = 0; at < ids.Length; at++)
        {
            foreach (var key in KeysOf(unit.Entries[at]))
                own[key] = ids[at];
            if (unit.Entries[at].FullUrl is { } url)
                byUrl[url] = ids[at];
        }

        if (!Link(unit, own, byUrl))
            return null;
        taken.UnionWith(ids);
        foreach (var (key, id) in own)
            known[key] = id;
        return [.. unit.Entries.Select((entry, at) => Ask(entry, ids[at], stored.Contains(ids[at])))];
    }

    private WriteAsk Ask(LoadEntry entry, Guid id, bool exists) => exists
        ? new UpdateAsk(entry.Type, grant, id, entry.Resource, Alias: entry.Alias)
        : new CreateAsk(entry.Type, grant, entry.Resource, id, Alias: entry.Alias);

    private bool Link(LoadUnit unit, Dictionary<BusinessKey, Guid> own, Dictionary<string, Guid> byUrl)
    {
        List<string> missing = [];
        foreach (var (reference, text) in unit.Entries.SelectMany(static entry => entry.Links))
        {
            if (byUrl.TryGetValue(text, out var id) || (Key(text) is { } key && (own.TryGetValue(key, out id) || known.TryGetValue(key, out id))))
                reference.Reference = $"{TypeOf(text, unit, byUrl, id)}/{id:D}";
            else if (Key(text) is not null || text.StartsWith("urn:", StringComparison.Ordinal))
                missing.Add(text);
        }

        unit.Missing = missing;
        return missing.Count == 0;
    }

    private static string TypeOf(string text, LoadUnit unit, Dictionary<string, Guid> byUrl, Guid id) => byUrl.ContainsKey(text)
        ? unit.Entries[byUrl.Values.ToList().IndexOf(id)].Type.Name
        : text[..text.IndexOfAny(['/', '?'])];
}
