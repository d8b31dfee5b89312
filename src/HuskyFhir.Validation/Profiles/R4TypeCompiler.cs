using System.Collections.Concurrent;
using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using HuskyFhir.Validation.Constraints;
using HuskyFhir.Validation.Definitions;
using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Validation.Profiles;

/// <summary>
/// Compiles R4's own definition of a type: what its elements say beyond what the parser and the native invariants
/// check. A nested element (BackboneElement) is a class of the SDK, so each class has its part of the definition.
/// Thread-safe.
/// </summary>
internal sealed class R4TypeCompiler(DefinitionSet definitions, FhirPaths paths)
{
    private const string Core = "http://hl7.org/fhir/StructureDefinition/";
    private static readonly ModelInspector Model = ModelInfo.ModelInspector;

    // By the class that an element's parent is: the elements right under it, by name; and what is said of the class
    // itself.
    private readonly ConcurrentDictionary<string, Dictionary<Type, Part>> definitionsByType = new(
        StringComparer.Ordinal
    );

    /// <summary>
    /// Adds what R4 says of the elements of a class, inherited ones included, and returns what it says of the class
    /// itself.
    /// </summary>
    /// <param name="mapping">The class.</param>
    /// <param name="targets">Filled with the exact targets of references.</param>
    /// <param name="elements">Filled with the checks of elements.</param>
    public ConstraintRule[] Compile(
        ClassMapping mapping,
        Dictionary<string, string[]> targets,
        Dictionary<string, NodePlan> elements
    )
    {
        var own = new List<ConstraintRule>();
        for (var type = mapping.NativeType; type is not null && type != typeof(object); type = type.BaseType)
            if (Model.FindClassMapping(type) is { } at && PartOf(at) is { } part)
            {
                own.AddRange(
                    part.Constraints.Where(one => !Native(mapping.NativeType, one.Key))
                        .Select(one => ConstraintRule.Lazily(one, paths))
                );
                foreach (var (name, element) in part.Elements)
                    if (at.FindMappedElementByName(name) is { } property)
                        Element(property, element, mapping, targets, elements);
            }

        return [.. own];
    }

    /// <summary>What R4 binds a value of a type to as a whole, such as an age to units of time.</summary>
    public BindingRule? Binding(ClassMapping mapping) =>
        PartOf(mapping)?.Binding is { } binding ? binding with { Base = true } : null;

    private Part? PartOf(ClassMapping mapping)
    {
        var root = mapping.NativeType.DeclaringType is { } outer ? Model.FindClassMapping(outer) : mapping;
        return root is null
            ? null
            : definitionsByType.GetOrAdd(root.Name, _ => Parts(root)).GetValueOrDefault(mapping.NativeType);
    }

    private Dictionary<Type, Part> Parts(ClassMapping root)
    {
        var parts = new Dictionary<Type, Part>();
        if (definitions.Structure(Core + root.Name) is not { } definition)
            return parts;

        var structure = definition.Read<StructureDefinition>();
        foreach (
            var element in structure.Differential is { Element.Count: > 0 } own
                ? own.Element
                : structure.Snapshot?.Element ?? []
        )
        {
            var steps = (element.Path ?? string.Empty).Split('.');
            if (steps.Length == 1)
            {
                Part(parts, root.NativeType).Constraints.AddRange(element.Constraint);
                Part(parts, root.NativeType).Binding = PlanCompiler.Binding(ElementRules.Of(element), null);
            }
            else if (Parent(root, steps) is { } parent)
                Part(parts, parent.NativeType).Elements[
                    steps[^1].Replace("[x]", string.Empty, StringComparison.Ordinal)
                ] = element;
        }

        return parts;
    }

    private static Part Part(Dictionary<Type, Part> parts, Type type) =>
        parts.TryGetValue(type, out var known) ? known : parts[type] = new();

    private static ClassMapping? Parent(ClassMapping root, string[] steps)
    {
        var at = root;
        foreach (var step in steps.AsSpan(1, steps.Length - 2))
            at = at?.FindMappedElementByName(step)?.PropertyTypeMapping;
        return at;
    }

    private void Element(
        PropertyMapping property,
        ElementDefinition element,
        ClassMapping mapping,
        Dictionary<string, string[]> targets,
        Dictionary<string, NodePlan> elements
    )
    {
        var rules = ElementRules.Of(element);
        var references = (rules.Types ?? [])
            .Where(static type => type.Code is "Reference")
            .SelectMany(static type => type.Targets)
            .Distinct()
            .ToArray();
        if (references.Length > 0)
            targets[property.Name] = references.Any(static one => one == Core + "Resource")
                ? []
                : [.. references.Select(static one => one[Core.Length..])];
        if (property.RepresentsValueElement || elements.ContainsKey(property.Name))
            return;

        elements[property.Name] = new NodePlan
        {
            Path = rules.Path,
            Profile = Core + mapping.Name.Split('.')[0],
            Min = rules.Min > 0 && !property.IsMandatoryElement ? rules.Min.Value : 0,
            Profiled = [.. (rules.Types ?? []).Where(static type => type.Profiles.Count > 0)],
            MinValue = rules.MinValue,
            MaxValue = rules.MaxValue,
            MaxLength = rules.MaxLength,
            Binding = PlanCompiler.Binding(rules, property) is { } binding ? binding with { Base = true } : null,
            Constraints =
            [
                .. element
                    .Constraint.Where(one => Speaks(one) && !Native(property.PropertyTypeMapping.NativeType, one.Key))
                    .Select(one => ConstraintRule.Lazily(one, paths)),
            ],
        };
    }

    private static bool Speaks(ElementDefinition.ConstraintComponent constraint) =>
        constraint.Expression is { Length: > 0 };

    private static bool Native(Type type, string? key) =>
        key is null || BaseInvariants.Everywhere(key) || BaseInvariants.For(type).Any(one => one.Key == key);
}

/// <summary>What a definition says of one class.</summary>
internal sealed class Part
{
    public List<ElementDefinition.ConstraintComponent> Constraints { get; } = [];

    public BindingRule? Binding { get; set; }

    public Dictionary<string, ElementDefinition> Elements { get; } = new(StringComparer.Ordinal);
}
