using HuskyFhir.Core.Search;

namespace HuskyFhir.Resources.Types;

/// <summary>
/// The types of a service: where types and verbs cross. Interactions find a type here; the schema, the
/// CapabilityStatement and the searches are built from it. A type belongs to one table.
/// </summary>
public sealed class FhirTypeCatalog : ISearchTypes
{
    private readonly Dictionary<string, FhirType> byName;
    private readonly HashSet<string> tied;

    internal FhirTypeCatalog(params IReadOnlyList<FhirType> types)
    {
        Types = types;
        byName = types.ToDictionary(static type => type.Name, StringComparer.Ordinal);
        tied =
        [
            .. types.Where(static type => type.Declared.SeenWith.Count > 0).Select(static type => type.Name),
            .. types.SelectMany(static type => type.Declared.Shows).SelectMany(static part => part.Types),
        ];
        OfMembers =
        [
            .. types
                .Where(static type => type.Openness != HuskyFhir.Core.Access.AccessClass.Directory)
                .Select(static type => type.Name),
        ];
        foreach (var type in types)
            type.Enter(this);
    }

    /// <summary>Names of the types that hide something from somebody: all but those of the directory.</summary>
    internal IReadOnlyList<string> OfMembers { get; }

    /// <summary>In the order of the families.</summary>
    public IReadOnlyList<FhirType> Types { get; }

    /// <inheritdoc />
    public IReadOnlyList<string> Names => [.. byName.Keys];

    /// <inheritdoc />
    public ParameterInfo? Find(string type, string name) => Find(type)?.Find(name);

    /// <inheritdoc />
    public IEnumerable<ParameterInfo> References(string type) =>
        Find(type)?.Parameters.Where(static parameter => parameter.Kind == SearchKind.Reference) ?? [];

    /// <summary>Whether resources of a type may be about others, or part of them, and are seen with those.</summary>
    internal bool IsTied(FhirType type) => tied.Contains(type.Name);

    /// <summary>A type by its name in URLs; null when the service does not expose it.</summary>
    public FhirType? Find(string name) => byName.GetValueOrDefault(name);
}
