namespace HuskyFhir.Validation.Definitions;

/// <summary>All definitions that are loaded: immutable, shared by plans and terminology.</summary>
public sealed class DefinitionSet
{
    private readonly Dictionary<(string Kind, string Url), List<Definition>> byUrl = [];

    internal DefinitionSet(
        IEnumerable<Definition> definitions,
        IReadOnlyList<LoadedPackage> packages,
        IReadOnlyList<DefinitionProblem> problems,
        R4Pack? r4 = null
    )
    {
        R4 = r4;
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

    /// <summary>Whether R4's own definitions are under the others.</summary>
    public bool HasR4 => R4 is not null;

    internal R4Pack? R4 { get; }

    /// <summary>The canonical URLs of all profiles and extensions beside R4's own.</summary>
    public IEnumerable<string> Profiles =>
        byUrl.Keys.Where(static key => key.Kind == "StructureDefinition").Select(static key => key.Url);

    /// <summary>A loaded ValueSet as it was published, or null.</summary>
    public ReadOnlyMemory<byte>? ValueSetJson(string canonical) => ValueSet(canonical)?.Json;

    /// <summary>
    /// A profile, extension, value set or code system by its canonical, read anew for who may change it; null where it
    /// is not loaded or cannot be read.
    /// </summary>
    public Hl7.Fhir.Model.Resource? Read(string canonical)
    {
        try
        {
            return (Structure(canonical) ?? ValueSet(canonical) ?? CodeSystem(canonical)) is { } found
                ? DefinitionReader.Read(found)
                : null;
        }
        catch (BrokenDefinitionException)
        {
            return null;
        }
    }

    internal Definition? Structure(string canonical) => Find("StructureDefinition", canonical);

    internal Definition? ValueSet(string canonical) => Find("ValueSet", canonical);

    internal Definition? CodeSystem(string canonical) => Find("CodeSystem", canonical);

    internal Definition? Questionnaire(string canonical) => Find("Questionnaire", canonical);

    // What is loaded wins over R4's own. The newest answers to a canonical without a version; a version that is asked
    // for is never replaced by another, but may leave parts out: 1.0 is met by 1.0.3.
    private Definition? Find(string kind, string canonical)
    {
        var (url, version) = CanonicalParts.Of(canonical);
        if (
            byUrl.TryGetValue((kind, url), out var versions)
            && (
                version is null
                    ? versions[^1]
                    : versions.FindLast(candidate => CanonicalParts.Meets(version, candidate.Version))
            )
                is { } loaded
        )
            return loaded;

        return R4?.Find(kind, url) is { } own && (version is null || CanonicalParts.Meets(version, own.Version))
            ? own
            : null;
    }
}
