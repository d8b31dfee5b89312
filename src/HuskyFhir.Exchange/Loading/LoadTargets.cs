using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;

namespace HuskyFhir.Exchange.Loading;

/// <summary>
/// What a unit's references lead to: its own resources, then those of the store and of the batch before it.
/// </summary>
internal sealed class LoadTargets
{
    private readonly LoadUnit unit;
    private readonly Dictionary<BusinessKey, Guid> known;
    private readonly Dictionary<BusinessKey, Guid> own = [];
    private readonly Dictionary<string, string> byUrl = new(StringComparer.Ordinal);

    public LoadTargets(LoadUnit unit, Guid[] ids, Dictionary<BusinessKey, Guid> known)
    {
        (this.unit, this.known) = (unit, known);
        var seen = new HashSet<Guid>();
        foreach (var (entry, id) in unit.Entries.Zip(ids))
        {
            // Two entries that have a name in common are one resource, known before or not.
            if (!seen.Add(id) || entry.Names.Any(own.ContainsKey))
                Twice ??= $"{entry.Type.Name} {entry.Names.First().Value}";
            foreach (var name in entry.Names)
                own[name] = id;
            if (entry.FullUrl is { } url)
                byUrl[url] = $"{entry.Type.Name}/{id:D}";
        }
    }

    /// <summary>A resource that is in the unit twice.</summary>
    public string? Twice { get; }

    /// <summary>Turns every reference into one to the store; those that lead nowhere so far are answered.</summary>
    public IReadOnlyList<(Link Link, BusinessKey Name)> Link(UnitReader names)
    {
        List<(Link, BusinessKey)> missing = [];
        foreach (var link in unit.Entries.SelectMany(static entry => entry.Links))
        {
            if (byUrl.TryGetValue(link.Text, out var target))
                link.Set(target);
            else if (names.Name(link.Text) is not { } name)
                continue; // an address elsewhere, or no reference at all: the write's own checks judge it
            else if (own.TryGetValue(name, out var id) || known.TryGetValue(name, out id))
                link.Set($"{name.Type}/{id:D}");
            else
                missing.Add((link, name));
        }

        return missing;
    }
}
