using Hl7.Fhir.Model;
using HuskyFhir.Validation.Profiles;
using HuskyFhir.Validation.Rules;
using HuskyFhir.Validation.Structure;

namespace HuskyFhir.Validation.Checks;

/// <content>References: their form, their targets' types, and targets that are at hand.</content>
internal sealed partial class Checker
{
    // Deeper chains of references are taken as met: each target is also checked where it stands, against what it claims itself.
    private const int MaxHops = 6;

    private Dictionary<(Base, string), bool>? fitting;
    private int hops;

    /// <summary>What R4 itself says of a reference (ref-1, the types that the element may point to).</summary>
    private void Reference(ResourceReference reference, string[] allowed)
    {
        Resource? target = null;
        if (reference.Reference is { Length: > 0 } text)
        {
            target = scope.Resolve(text);
            if (text[0] == '#')
            {
                scope.Point(text);
                if (target is null)
                    Tell(RuleKind.ReferenceForm, $"'{Literal.Cut(text)}' points to no contained resource (ref-1). Add it under contained, or refer to a resource outside.", "reference");
            }
            else if (!ReferenceText.IsSound(text) || !ReferenceText.IsRelativeSound(text))
                Tell(RuleKind.ReferenceForm, $"'{Literal.Cut(text)}' is no reference. Write Type/id, an absolute URL, or #id for a contained resource.", "reference");
        }

        var actual = target?.TypeName ?? ReferenceText.InUrl(reference.Reference);
        var said = ReferenceText.Named(reference.Type);
        if (actual is not null && said is not null && actual != said)
            Tell(RuleKind.ReferenceTarget, $"The reference points to a {actual}, but its type says {Literal.Cut(said)}. Correct one of them.", "type");
        if ((actual ?? said) is { } type && allowed.Length > 0 && !allowed.Contains(type))
            Tell(RuleKind.ReferenceTarget, $"The element cannot refer to a {Literal.Cut(type)}. It may refer to {string.Join(" or ", allowed)}.", null);
    }

    /// <summary>What a profile says of a target.</summary>
    private void Target(TargetRule rule, Base value, string profile)
    {
        if (value is not ResourceReference reference)
            return;

        var target = Resolved(reference);
        var type = target?.TypeName ?? ReferenceText.TypeOf(reference);
        if (type is not null && rule.Types.Length > 0 && !rule.Types.Contains(type))
            Tell(RuleKind.ReferenceTarget, $"{Short(profile)} does not let this refer to a {Literal.Cut(type)}. It may refer to {string.Join(" or ", rule.Types)}.", null);
        else if (target is not null && rule.Profiles.Length > 0 && !rule.Profiles.Any(wanted => Fits(target, wanted)))
            Tell(RuleKind.ReferenceTarget, $"{Short(profile)} wants a target that meets {string.Join(" or ", rule.Profiles.Select(Short))}, and this one does not.", null);
    }

    /// <summary>Whether a target that is at hand meets a profile; each is judged once. A circle of references is cut: what is underway counts as met.</summary>
    private bool Fits(Resource target, string profile)
    {
        // What it claims for itself is checked where it stands.
        if (hops == MaxHops || (target.Meta?.Profile.Any(claimed => claimed is not null && Definitions.CanonicalParts.Of(claimed).Url == profile) ?? false))
            return true;
        if ((fitting ??= []).TryGetValue((target, profile), out var judged))
            return judged;

        fitting[(target, profile)] = true;
        hops++;

        var (from, around) = (place, scope);
        place = new Place(target);
        scope = new Scope(target, around.Bundle, false, 0);
        var fits = Meets(profile, target);
        (place, scope) = (from, around);
        hops--;
        return fitting[(target, profile)] = fits;
    }
}
