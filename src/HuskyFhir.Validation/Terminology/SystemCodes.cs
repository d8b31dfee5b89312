using System.Text.RegularExpressions;
using Hl7.Fhir.Model;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Validation.Terminology;

/// <summary>
/// The codes of a complete code system, their order under each other and their properties, for the filters of value
/// sets.
/// </summary>
internal sealed class SystemCodes
{
    private readonly Dictionary<string, List<string>> parents;
    private readonly Dictionary<string, CodeSystem.ConceptDefinitionComponent> concepts;

    private readonly CodeSystem whole;

    private SystemCodes(CodeSystem system)
    {
        whole = system;
        var comparer = system.CaseSensitive is false ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        (parents, concepts) = (new(comparer), new(comparer));
        foreach (var concept in system.Concept)
            Add(concept, null);
        foreach (var (code, concept) in concepts)
        foreach (var parent in concept.Property.Where(static property => property.Code == "parent"))
            parents[code].Add(parent.Value?.ToString() ?? string.Empty);
    }

    public IEnumerable<string> All => concepts.Keys;

    public LoadedConcept? Concept(string code) =>
        concepts.TryGetValue(code, out var concept)
            ? new(
                whole.Title ?? whole.Name ?? whole.Url!,
                whole.Version,
                concept.Display,
                concept.Definition,
                parents[code],
                [.. parents.Where(pair => pair.Value.Contains(code)).Select(static pair => pair.Key)]
            )
            : null;

    /// <summary>
    /// The codes of a loaded system; null when it is not loaded or says itself that it is only part of the whole.
    /// </summary>
    public static SystemCodes? Of(DefinitionSet definitions, string system, string? version)
    {
        var found =
            definitions.CodeSystem(version is null ? system : $"{system}|{version}") ?? definitions.CodeSystem(system);
        return found?.Read<CodeSystem>() is { Content: CodeSystemContentMode.Complete } whole
            ? new SystemCodes(whole)
            : null;
    }

    /// <summary>
    /// The codes that are not abstract (R4 section 4.8.11: notSelectable): only these may stand in a resource.
    /// </summary>
    public IEnumerable<string> Selectable =>
        concepts.Where(static pair => !IsAbstract(pair.Value)).Select(static pair => pair.Key);

    /// <summary>Whether upper and lower case are the same.</summary>
    public bool AnyCase => whole.CaseSensitive is false;

    /// <summary>Whether it is one of the codes.</summary>
    public bool Has(string code) => concepts.ContainsKey(code);

    private static bool IsAbstract(CodeSystem.ConceptDefinitionComponent concept) =>
        concept.Property.Exists(static property =>
            property.Code is "notSelectable" or "abstract" && property.Value is FhirBoolean { JsonValue: true }
        );

    /// <summary>The codes that pass; null for a filter of an unknown kind.</summary>
    public IEnumerable<string>? Filter(IEnumerable<string> codes, ValueSet.FilterComponent filter)
    {
        var value = filter.Value ?? string.Empty;
        switch (filter.Op)
        {
            case FilterOperator.IsA:
                return codes.Where(code => code == value || Below(code, value));
            case FilterOperator.DescendentOf:
                return codes.Where(code => Below(code, value));
            case FilterOperator.IsNotA:
                return codes.Where(code => code != value && !Below(code, value));
            case FilterOperator.Equal:
                return codes.Where(code => Values(code, filter.Property).Contains(value));
            case FilterOperator.In:
                var list = value.Split(',', StringSplitOptions.TrimEntries);
                return codes.Where(code => Values(code, filter.Property).Any(list.Contains));
            case FilterOperator.NotIn:
                var banned = value.Split(',', StringSplitOptions.TrimEntries);
                return codes.Where(code => !Values(code, filter.Property).Any(banned.Contains));
            case FilterOperator.Exists:
                return codes.Where(code => Values(code, filter.Property).Any() == (value == "true"));
            case FilterOperator.Regex when Pattern(value) is { } pattern:
                return codes.Where(code => Values(code, filter.Property).Any(pattern.IsMatch));
            default:
                return null;
        }
    }

    private void Add(CodeSystem.ConceptDefinitionComponent concept, string? parent)
    {
        if (concept.Code is not { } code)
            return;

        concepts[code] = concept;
        parents[code] = parent is null ? [] : [parent];
        foreach (var child in concept.Concept)
            Add(child, code);
    }

    public bool Below(string code, string ancestor)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(parents.GetValueOrDefault(code) ?? []);
        while (open.TryPop(out var next))
            if (next == ancestor)
                return true;
            else if (seen.Add(next))
                foreach (var parent in parents.GetValueOrDefault(next) ?? [])
                    open.Push(parent);

        return false;
    }

    private IEnumerable<string> Values(string code, string? property) =>
        property switch
        {
            "code" or "concept" => [code],
            "display" => concepts[code].Display is { } display ? [display] : [],
            "parent" => parents[code],
            _ => concepts[code]
                .Property.Where(own => own.Code == property)
                .Select(static own => own.Value?.ToString() ?? string.Empty),
        };

    private static Regex? Pattern(string pattern)
    {
        try
        {
            return new Regex("^(?:" + pattern + ")$", RegexOptions.NonBacktracking);
        }
        catch (Exception bad) when (bad is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
