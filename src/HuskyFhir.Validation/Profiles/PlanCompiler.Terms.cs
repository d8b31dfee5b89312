using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Validation.Profiles;

/// <content>Bindings, profiles of types, and targets of references.</content>
internal sealed partial class PlanCompiler
{
    private const string Core = "http://hl7.org/fhir/StructureDefinition/";

    /// <summary>What a binding adds to what the parser checks, or null.</summary>
    public static BindingRule? Binding(ElementRules rules, PropertyMapping? property)
    {
        if (rules.ValueSet is not { } valueSet || rules.Strength == BindingStrength.Example)
            return null;
        if (rules.Strength == BindingStrength.Required && property is not null && ParserChecks(property, valueSet))
            return null;

        return new BindingRule(valueSet, rules.Strength, rules.MaxValues);
    }

    /// <summary>Leaves out what R4 itself binds to the same codes at least as strictly.</summary>
    private BindingRule? Same(BindingRule? binding, PropertyMapping? property) =>
        binding is not null
        && property is not null
        && baseRules.Of(property.DeclaringClass.NativeType).Element(property.Name)?.Binding is { } known
        && CanonicalParts.Of(known.ValueSet).Url == CanonicalParts.Of(binding.ValueSet).Url
        && known.Strength <= binding.Strength
        && (binding.Most is null || binding.Most == known.Most)
            ? null
            : binding;

    // A code with an enumeration of the SDK behind it has been checked against that value set by the parser.
    private static bool ParserChecks(PropertyMapping property, string valueSet) =>
        property.ImplementingType is { IsGenericType: true } code
        && code.GetGenericTypeDefinition() == typeof(Code<>)
        && Model.FindEnumMapping(code.GetGenericArguments()[0])?.Canonical == CanonicalParts.Of(valueSet).Url;

    // The rules of an extension that is loaded are checked wherever its URL stands; only a profile of another one needs
    // a look here.
    private TypeRule[] Profiled(ElementRules rules, PropertyMapping? property)
    {
        var known = property is null
            ? []
            : baseRules.Of(property.DeclaringClass.NativeType).Element(property.Name)?.Profiled ?? [];
        return
        [
            .. (rules.Types ?? []).Where(type =>
                type.Profiles.Count > 0
                && !known.Any(one => one.Code == type.Code && one.Profiles.SequenceEqual(type.Profiles))
                && Adds(type)
            ),
        ];

        bool Adds(TypeRule type) => type.Code != "Extension" || type.Profiles.Any(Derived);
    }

    private bool Derived(string extension) =>
        definitions.Structure(extension) is { } found
        && found.Read<StructureDefinition>().BaseDefinition is { } parent
        && parent != Core + "Extension";

    private TargetRule? Targets(ElementRules rules, PropertyMapping? property)
    {
        var references = (rules.Types ?? []).Where(static type => type.Code is "Reference" or "canonical").ToArray();
        var profiles = references.SelectMany(static type => type.Targets).Distinct().ToArray();
        var modes = references.SelectMany(static type => type.Aggregation).Distinct().ToArray();
        var versioning = references
            .Select(static type => type.Versioning)
            .FirstOrDefault(
                static one => one != ElementDefinition.ReferenceVersionRules.Either,
                ElementDefinition.ReferenceVersionRules.Either
            );
        var known = Types(profiles);
        var beyond = profiles.Any(static profile => !IsType(profile)) ? profiles : [];
        var same =
            profiles.Length == 0
            || (property is not null && beyond.Length == 0 && known.Order().SequenceEqual(Allowed(property).Order()));
        return same && modes.Length == 0 && versioning == ElementDefinition.ReferenceVersionRules.Either
            ? null
            : new TargetRule(known, beyond, modes, versioning);
    }

    /// <summary>The types behind profiles; none when one is not known, so that no type can be refused.</summary>
    private string[] Types(IReadOnlyList<string> profiles)
    {
        var types = profiles.Select(TypeOf).ToArray();
        return types.All(static type => type is not null and not "Resource" and not "DomainResource")
            ? [.. types.OfType<string>().Distinct()]
            : [];
    }

    private string[] Allowed(PropertyMapping property)
    {
        var rules = baseRules.Of(property.DeclaringClass.NativeType);
        return rules.Known ? rules.Targets(property.Name) : ReferenceTargets.Of(property);
    }

    /// <summary>Whether a canonical names a type of R4 itself, so that being of it says all.</summary>
    public static bool IsType(string profile) =>
        profile.StartsWith(Core, StringComparison.Ordinal)
        && Model.FindClassMapping(CanonicalParts.Of(profile).Url[Core.Length..]) is not null;

    /// <summary>The resource type behind a profile; null when the profile is not loaded.</summary>
    private string? TypeOf(string profile) =>
        IsType(profile) ? CanonicalParts.Of(profile).Url[Core.Length..] : definitions.Structure(profile)?.Type;
}
