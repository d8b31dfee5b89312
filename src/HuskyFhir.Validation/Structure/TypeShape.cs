using Hl7.Fhir.Introspection;

namespace HuskyFhir.Validation.Structure;

/// <summary>
/// What the JSON of one FHIR type may hold. Immutable; its members are worked out at first use because types recur.
/// </summary>
internal sealed class TypeShape(ClassMapping mapping, Shapes shapes)
{
    private readonly Lazy<Members> members = new(() => MemberTable.For(mapping, shapes));

    public string Name { get; } = mapping.Name;

    /// <summary>The form of its literal, or null for a complex type.</summary>
    public PrimitiveForm? Form { get; } = PrimitiveForms.Of(mapping);

    /// <summary>Whether any resource may stand here, to be told by its resourceType.</summary>
    public bool AnyResource { get; } = mapping.IsResource && (mapping.IsAbstract ?? mapping.NativeType.IsAbstract);

    public bool IsResource { get; } = mapping.IsResource;

    public Members Members => members.Value;
}
