using System.Collections.Concurrent;
using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Structure;

/// <summary>The shapes of R4's types, from the SDK's metadata. Thread-safe; each is built once.</summary>
internal sealed class Shapes
{
    private readonly ConcurrentDictionary<string, TypeShape> byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Type, CodeList> codes = new();

    public ModelInspector Model { get; } = ModelInfo.ModelInspector;

    /// <summary>The shape of a concrete resource type, by its exact name; null when R4 has none.</summary>
    public TypeShape? Resource(string name) =>
        Model.FindClassMapping(name) is { IsResource: true } mapping
        && mapping.Name == name
        && !(mapping.IsAbstract ?? mapping.NativeType.IsAbstract)
            ? Of(mapping)
            : null;

    public TypeShape Of(ClassMapping mapping) =>
        byName.GetOrAdd(
            mapping.Name,
            static (_, from) => new TypeShape(from.mapping, from.shapes),
            (mapping, shapes: this)
        );

    /// <summary>The codes behind an enumeration of the SDK.</summary>
    public CodeList? CodesOf(Type enumeration) =>
        Model.FindEnumMapping(enumeration) is { } known
            ? codes.GetOrAdd(
                enumeration,
                static (_, from) => new CodeList(from.Name, from.Members.Values.Select(static member => member.Code)),
                known
            )
            : null;
}
