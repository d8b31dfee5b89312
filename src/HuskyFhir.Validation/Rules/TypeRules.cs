using System.Collections.Concurrent;
using Hl7.Fhir.Model;
using HuskyFhir.Validation.Profiles;

namespace HuskyFhir.Validation.Rules;

/// <summary>Codes with a grammar instead of a list.</summary>
internal enum CodeFormat
{
    MediaType,
    Language,
}

/// <summary>What R4's base says of one type, beyond what the parser checks: invariants, targets of references, formats of codes.</summary>
internal sealed class TypeRules
{
    // Worked out from the SDK's fixed metadata, so the same for everyone.
    private static readonly ConcurrentDictionary<Type, TypeRules> Known = new();

    private readonly Dictionary<string, string[]> targets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CodeFormat> formats = new(StringComparer.Ordinal);

    private TypeRules(Type type)
    {
        Invariants = BaseInvariants.For(type);
        foreach (var property in ModelInfo.ModelInspector.FindOrImportClassMapping(type)?.PropertyMappings ?? [])
        {
            if (ReferenceTargets.Of(property) is { Length: > 0 } allowed)
                targets[property.Name] = allowed;
            if (property.BindingName is "MimeType" or "Language" or "CommonLanguages" && property.PropertyTypeMapping.Name == "code")
                formats[property.Name] = property.BindingName == "MimeType" ? CodeFormat.MediaType : CodeFormat.Language;
        }
    }

    public NativeInvariant[] Invariants { get; }

    public static TypeRules Of(Type type) => Known.GetOrAdd(type, static type => new TypeRules(type));

    /// <summary>The resource types that a reference may point to; empty for any.</summary>
    public string[] Targets(string element) => targets.GetValueOrDefault(element) ?? [];

    public CodeFormat? Format(string element) => formats.Count > 0 && formats.TryGetValue(element, out var format) ? format : null;
}
