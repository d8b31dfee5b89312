using Hl7.Fhir.Model;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Validation.Profiles;

/// <summary>
/// Builds the tree of a StructureDefinition: from its snapshot, or from its differential laid over its base's tree.
/// </summary>
internal static class ElementTree
{
    private const int MaxBases = 20;

    /// <summary>The tree.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="definitions">Where its bases are.</param>
    /// <param name="lost">Told, by element and reason, of each part that cannot be used.</param>
    /// <param name="depth">How many definitions build on this one.</param>
    /// <exception cref="BrokenDefinitionException">Nothing of it can be used.</exception>
    public static ElementNode Of(
        Definition definition,
        DefinitionSet definitions,
        Action<string?, string>? lost = null,
        int depth = 0
    )
    {
        var structure = definition.Read<StructureDefinition>();
        if (depth > MaxBases)
            throw new BrokenDefinitionException(definition, "its chain of base definitions does not end");
        if (string.IsNullOrEmpty(structure.Type))
            throw new BrokenDefinitionException(definition, "it does not say which type it constrains");
        if (structure.Snapshot is { Element.Count: > 0 } snapshot)
            return Lay(new ElementNode(structure.Type!, null), snapshot.Element, lost);

        return Lay(Base(structure, definition, definitions, lost, depth), structure.Differential?.Element ?? [], lost);
    }

    private static ElementNode Base(
        StructureDefinition structure,
        Definition definition,
        DefinitionSet definitions,
        Action<string?, string>? lost,
        int depth
    )
    {
        if (structure.BaseDefinition is not { } url || url == CoreUrl(structure.Type!) || IsType(url))
            return new ElementNode(structure.Type!, null);
        if (definitions.Structure(url) is { } found && found != definition)
            return Of(found, definitions, lost, depth + 1).Copy();

        // What the profile says itself still holds for the type.
        lost?.Invoke(
            "StructureDefinition.baseDefinition",
            definitions.Structure(url) is null
                ? $"its base {url} is not loaded, so only its own rules are checked"
                : "its chain of base definitions does not end"
        );
        return new ElementNode(structure.Type!, null);
    }

    // A type of R4 is what the parser and the base rules check, whichever type the profile says that it constrains.
    private static bool IsType(string url) =>
        url.StartsWith(CoreUrl(string.Empty), StringComparison.Ordinal)
        && ModelInfo.ModelInspector.FindClassMapping(url[CoreUrl(string.Empty).Length..]) is not null;

    private static string CoreUrl(string type) => "http://hl7.org/fhir/StructureDefinition/" + type;

    private static ElementNode Lay(
        ElementNode root,
        IEnumerable<ElementDefinition> elements,
        Action<string?, string>? lost
    )
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var element in elements)
        {
            if (element.Path is not { Length: > 0 } path)
            {
                lost?.Invoke(element.ElementId, "an element has no path");
                continue;
            }

            var id = element.ElementId ?? Id(path, element.SliceName, ids);
            ids[path] = id;
            var node = root.At(id.Split('.').Skip(1));
            node.Rules = node.Declared ? node.Rules.Under(ElementRules.Of(element)) : ElementRules.Of(element);
            node.Declared = true;
        }

        return root;
    }

    // An element without an id belongs to the slice that was named last on its way.
    private static string Id(string path, string? slice, Dictionary<string, string> ids)
    {
        var dot = path.LastIndexOf('.');
        if (dot < 0)
            return path;

        var parent = ids.GetValueOrDefault(path[..dot]) ?? path[..dot];
        return parent + path[dot..] + (slice is null ? string.Empty : ":" + slice);
    }
}
