using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Structure;

/// <summary>
/// Works out the JSON names of a type (R4 section 2.6.2: choices carry their type's name, primitives have a <c>_</c>
/// twin).
/// </summary>
internal static class MemberTable
{
    public static Members For(ClassMapping mapping, Shapes shapes)
    {
        var elements = new List<Element>();
        var members = new List<Member>();
        foreach (var property in mapping.PropertyMappings.Where(static property => !property.RepresentsValueElement))
        {
            var types = Types(property);
            var choices =
                property.Choice == ChoiceType.DatatypeChoice
                    ? types.Select(type => JsonName(property, type)).ToArray()
                    : [];
            var element = new Element(
                property.Name,
                elements.Count,
                property.IsCollection,
                Mandatory(mapping, property),
                Codes(property, shapes),
                choices
            );
            elements.Add(element);
            foreach (var type in types)
                Add(
                    members,
                    element,
                    choices.Length == 0 ? property.Name : JsonName(property, type),
                    shapes.Of(type),
                    HasTwin(mapping, property, type)
                );
        }

        return new Members(elements, members);
    }

    private static IReadOnlyList<ClassMapping> Types(PropertyMapping property) =>
        property.Choice == ChoiceType.DatatypeChoice ? property.FhirTypeMappings : [property.PropertyTypeMapping];

    private static string JsonName(PropertyMapping property, ClassMapping type) =>
        property.Name + char.ToUpperInvariant(type.Name[0]) + type.Name[1..];

    private static void Add(List<Member> members, Element element, string name, TypeShape type, bool twin)
    {
        var slot = members.Count;
        members.Add(new Member(name, element, type, false, slot, twin ? slot + 1 : -1));
        if (twin)
            members.Add(new Member("_" + name, element, type, true, slot + 1, slot));
    }

    // The id of an element and the XHTML of a narrative are bare values: neither can carry an id or extensions.
    private static bool HasTwin(ClassMapping owner, PropertyMapping property, ClassMapping type) =>
        type.IsFhirPrimitive
        && type.Name != "xhtml"
        && !(property.Name == "id" && !owner.IsResource)
        && !(owner.Name == "Extension" && property.Name == "url");

    // R4 demands these three of a Signature; the SDK, which spans versions, does not.
    private static bool Mandatory(ClassMapping owner, PropertyMapping property) =>
        property.ValidationAttributes.OfType<CardinalityAttribute>().Any(static rule => rule.Min > 0)
        || (owner.Name == "Signature" && property.Name is "type" or "when" or "who");

    private static CodeList? Codes(PropertyMapping property, Shapes shapes) =>
        property.ImplementingType is { IsGenericType: true } code && code.GetGenericTypeDefinition() == typeof(Code<>)
            ? shapes.CodesOf(code.GetGenericArguments()[0])
            : null;
}
