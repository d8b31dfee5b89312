using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Validation.Profiles;

/// <content>Bindings and targets of references.</content>
internal sealed partial class PlanCompiler
{
    private const string Core = "http://hl7.org/fhir/StructureDefinition/";

    private static BindingRule? Binding(ElementRules rules, PropertyMapping? property)
    {
        if (rules.ValueSet is not { } valueSet || rules.Strength == BindingStrength.Example)
            return null;
        if (rules.Strength == BindingStrength.Required && property is not null && ParserChecks(property, valueSet))
            return null;

        return new BindingRule(valueSet, rules.Strength, rules.MaxValues);
    }

    // A code with an enumeration of the SDK behind it has been checked against that value set by the parser.
    private static bool ParserChecks(PropertyMapping property, string valueSet) =>
        property.ImplementingType is { IsGenericType: true } code && code.GetGenericTypeDefinition() == typeof(Code<>)
        && Model.FindEnumMapping(code.GetGenericArguments()[0])?.Canonical == CanonicalParts.Of(valueSet).Url;

    private TargetRule? Targets(ElementRules rules, PropertyMapping? property)
    {
        var profiles = (rules.Types ?? []).Where(static type => type.Code == "Reference").SelectMany(static type => type.Targets).Distinct().ToArray();
        if (profiles.Length == 0)
            return null;

        var types = profiles.Select(TypeOf).ToArray();
        var known = types.All(static type => type is not null and not "Resource") ? types.OfType<string>().Distinct().ToArray() : [];
        var ours = profiles.Where(static profile => !profile.StartsWith(Core, StringComparison.Ordinal)).ToArray();
        var same = property is not null && ours.Length == 0 && known.Order().SequenceEqual(ReferenceTargets.Of(property).Order());
        return same ? null : new TargetRule(known, ours.Length == profiles.Length ? ours : []);
    }

    /// <summary>The resource type behind a profile; null when the profile is not loaded.</summary>
    private string? TypeOf(string profile) => definitions.Structure(profile) is { Type: { } type }
        ? type
        : profile.StartsWith(Core, StringComparison.Ordinal) && Model.FindClassMapping(profile[Core.Length..]) is { IsResource: true } mapping
            ? mapping.Name
            : null;
}
