using Hl7.Fhir.Model;
using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Validation.Profiles;

/// <summary>Codes with a grammar instead of a list.</summary>
internal enum CodeFormat
{
    MediaType,
    Language,
}

/// <summary>
/// What R4's base says of one type, beyond what the parser checks: invariants, targets of references, formats of codes;
/// and, where R4's own definitions are loaded, the bindings, profiles of types and constraints of each element.
/// </summary>
internal sealed class TypeRules
{
    private readonly Dictionary<string, string[]> targets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CodeFormat> formats = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodePlan> elements = new(StringComparer.Ordinal);

    public TypeRules(Type type, R4TypeCompiler? r4)
    {
        Invariants = BaseInvariants.For(type);
        var mapping = ModelInfo.ModelInspector.FindOrImportClassMapping(type);
        foreach (var property in mapping?.PropertyMappings ?? [])
        {
            if (ReferenceTargets.Of(property) is { Length: > 0 } allowed)
                targets[property.Name] = allowed;
            if (
                property.BindingName is "MimeType" or "Language" or "CommonLanguages"
                && property.PropertyTypeMapping.Name == "code"
            )
                formats[property.Name] =
                    property.BindingName == "MimeType" ? CodeFormat.MediaType : CodeFormat.Language;
        }

        if (r4 is null || mapping is null)
            return;

        Known = true;
        Own = r4.Compile(mapping, targets, elements);
        Binding = r4.Binding(mapping);
        Required = [.. elements.Where(static pair => pair.Value.Min > 0)];
    }

    public NativeInvariant[] Invariants { get; }

    /// <summary>Whether R4's own definition was there to be compiled.</summary>
    public bool Known { get; }

    /// <summary>What R4 says of a value of this type as a whole.</summary>
    public ConstraintRule[] Own { get; } = [];

    /// <summary>What R4 binds a value of this type to as a whole, or null.</summary>
    public BindingRule? Binding { get; }

    /// <summary>Elements that R4 demands and the SDK's model does not.</summary>
    public KeyValuePair<string, NodePlan>[] Required { get; } = [];

    /// <summary>R4's checks of an element's values; null for none beyond what else is here.</summary>
    public NodePlan? Element(string name) =>
        elements.Count > 0 && elements.TryGetValue(name, out var plan) && !plan.Hollow ? plan : null;

    /// <summary>R4's checks of all elements.</summary>
    public IReadOnlyDictionary<string, NodePlan> Elements => elements;

    /// <summary>The resource types that a reference may point to; empty for any.</summary>
    public string[] Targets(string element) =>
        targets.Count > 0 && targets.TryGetValue(element, out var allowed) ? allowed : [];

    public CodeFormat? Format(string element) =>
        formats.Count > 0 && formats.TryGetValue(element, out var format) ? format : null;
}
