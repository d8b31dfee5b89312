using System.Text.Json.Nodes;
using Hl7.Fhir.Introspection;

namespace HuskyFhir.Server.Interactions.Patching;

/// <summary>
/// The value of an operation as JSON: what stands at the element, and what stands beside a primitive with an
/// underscore.
/// </summary>
/// <param name="part">The part named <c>value</c>; null for an operation without one.</param>
internal sealed class PatchValue(JsonObject? part)
{
    /// <summary>
    /// The type, as a choice element's name ends in it; null for an element that has no type of its own and came in
    /// parts.
    /// </summary>
    public string? Type { get; } =
        part
            ?.Select(static member => member.Key.TrimStart('_'))
            .FirstOrDefault(static name => name.StartsWith("value", StringComparison.Ordinal))
            ?["value".Length..];

    /// <summary>The value itself, for an element defined so.</summary>
    public JsonNode? Main(PropertyMapping element) =>
        part?["resource"]?.DeepClone()
        ?? (Type is null ? Parts(part, element.PropertyTypeMapping) : part?["value" + Type]?.DeepClone());

    /// <summary>Id and extensions of a primitive.</summary>
    public JsonNode? Beside() => part?["_value" + Type]?.DeepClone();

    /// <summary>
    /// An element without a type of its own, such as Patient.contact, comes as the parts that it has.
    /// </summary>
    private static JsonObject? Parts(JsonObject? given, ClassMapping? definition)
    {
        if (given?["part"] is not JsonArray parts)
            return null;
        var made = new JsonObject();
        foreach (var each in parts.OfType<JsonObject>())
        {
            if ((string?)each["name"] is not { } name || definition?.FindMappedElementByName(name) is not { } element)
                return null;
            var value = new PatchValue(each);
            Put(made, PatchPlace.NameOf(element, name, value.Type ?? "?"), element.IsCollection, value.Main(element));
            Put(made, "_" + PatchPlace.NameOf(element, name, value.Type ?? "?"), element.IsCollection, value.Beside());
        }

        return made;
    }

    private static void Put(JsonObject into, string name, bool repeats, JsonNode? value)
    {
        if (value is null)
            return;
        if (!repeats)
            into[name] = value;
        else
            (into[name] ??= new JsonArray()).AsArray().Add(value);
    }
}
