using Hl7.Fhir.Model;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Validation.Profiles;

/// <summary>Builds the tree of a StructureDefinition: from its snapshot, or from its differential laid over its base's tree.</summary>
internal static class ElementTree
{
    private const int MaxBases = 20;

    public static ElementNode Of(Definition definition, DefinitionSet definitions, int depth = 0)
    {
        var structure = definition.Read<StructureDefinition>();
        if (depth > MaxBases)
            throw new BrokenDefinitionException(definition, "its chain of base definitions does not end");
        if (string.IsNullOrEmpty(structure.Type))
            throw new BrokenDefinitionException(definition, "it does not say which type it constrains");
        if (structure.Snapshot is { Element.Count: > 0 } snapshot)
            return Lay(new ElementNode(structure.Type!, null), snapshot.Element, definition);

        return Lay(Base(structure, definition, definitions, depth), structure.Differential?.Element ?? [], definition);
    }

    private static ElementNode Base(StructureDefinition structure, Definition definition, DefinitionSet definitions, int depth)
    {
        if (structure.BaseDefinition is not { } url || url == CoreUrl(structure.Type!))
            return new ElementNode(structure.Type!, null);
        if (definitions.Structure(url) is { } found)
            return Of(found, definitions, depth + 1).Copy();

        throw new BrokenDefinitionException(definition, $"its base {url} is not loaded");
    }

    private static string CoreUrl(string type) => "http://hl7.org/fhir/StructureDefinition/" + type;

    private static ElementNode Lay(ElementNode root, IEnumerable<ElementDefinition> elements, Definition definition)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var element in elements)
        {
            if (element.Path is not { Length: > 0 } path)
                throw new BrokenDefinitionException(definition, "an element has no path", element.ElementId);

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
