using System.Text.Json.Nodes;
using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;

namespace HuskyFhir.Server.Interactions.Patching;

/// <summary>Where an element that a FHIRPath found stands in the JSON of its resource (R4 section 2.6.2).</summary>
internal static class PatchPlace
{
    public static PocoNode RootOf(PocoNode node)
    {
        while (node.Parent is { } parent)
            node = parent;
        return node;
    }

    /// <summary>How R4 defines an element; null when there is none such.</summary>
    public static PropertyMapping? Element(Base parent, string name) =>
        ModelInfo.ModelInspector.FindClassMapping(parent.GetType())?.FindMappedElementByName(name);

    /// <summary>The element's name in JSON, which for a choice says the type as well.</summary>
    public static string NameOf(PocoNode node) =>
        NameOf(Element(node.Parent!.Poco, node.Name!), node.Name!, node.Poco.TypeName);

    public static string NameOf(PropertyMapping? element, string name, string type) =>
        element?.Choice == ChoiceType.DatatypeChoice ? name + char.ToUpperInvariant(type[0]) + type[1..] : name;

    /// <summary>
    /// The object that holds an element's children; for a primitive that is the one beside it, with an underscore, made
    /// when it is needed.
    /// </summary>
    public static JsonObject ObjectOf(JsonObject root, PocoNode node)
    {
        if (node.Parent is not { } parent)
            return root;
        var holder = ObjectOf(root, parent);
        var name = (node.Poco is PrimitiveType ? "_" : string.Empty) + NameOf(node);
        if (node.Index is not { } at)
            return (holder[name] ??= new JsonObject()).AsObject();
        var items = (holder[name] ??= new JsonArray()).AsArray();
        while (items.Count <= at)
            items.Add(null);
        return (items[at] ??= new JsonObject()).AsObject();
    }
}
