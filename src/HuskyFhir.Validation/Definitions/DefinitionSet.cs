namespace HuskyFhir.Validation.Definitions;

/// <summary>All definitions that are loaded: immutable, shared by plans and terminology.</summary>
public sealed class DefinitionSet
{
    private readonly Dictionary<(string Kind, string Url), List<Definition>> byUrl = [];

    internal DefinitionSet(IEnumerable<Definition> definitions, IReadOnlyList<LoadedPackage> packages, IReadOnlyList<DefinitionProblem> problems)
    {
        foreach (var definition in definitions)
        {
            if (!byUrl.TryGetValue((definition.Kind, definition.Url), out var versions))
                byUrl[(definition.Kind, definition.Url)] = versions = [];
            versions.RemoveAll(other => other.Version == definition.Version);
            versions.Add(definition);
        }

        foreach (var versions in byUrl.Values)
            versions.Sort(static (a, b) => VersionOrder.Compare(a.Version, b.Version));
        (Packages, Problems) = (packages, problems);
    }

    /// <summary>No definitions: base R4 rules only.</summary>
    public static DefinitionSet Empty { get; } = new([], [], []);

    /// <summary>The packages, in the order in which they were asked for.</summary>
    public IReadOnlyList<LoadedPackage> Packages { get; }

    /// <summary>What could not be loaded, and why.</summary>
    public IReadOnlyList<DefinitionProblem> Problems { get; }

    /// <summary>The canonical URLs of all profiles and extensions.</summary>
    public IEnumerable<string> Profiles => byUrl.Keys.Where(static key => key.Kind == "StructureDefinition").Select(static key => key.Url);

    /// <summary>A loaded ValueSet as it was published, or null.</summary>
    public ReadOnlyMemory<byte>? ValueSetJson(string canonical) => ValueSet(canonical)?.Json;

    internal Definition? Structure(string canonical) => Find("StructureDefinition", canonical);

    internal Definition? ValueSet(string canonical) => Find("ValueSet", canonical);

    internal Definition? CodeSystem(string canonical) => Find("CodeSystem", canonical);

    // The newest answers to a canonical without a version; a version that is asked for is never replaced by another.
    private Definition? Find(string kind, string canonical)
    {
        var (url, version) = CanonicalParts.Of(canonical);
        if (!byUrl.TryGetValue((kind, url), out var versions))
            return null;

        return version is null ? versions[^1] : versions.FindLast(candidate => candidate.Version == version);
    }
}
