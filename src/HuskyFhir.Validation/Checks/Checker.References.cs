using Hl7.Fhir.Model;
using HuskyFhir.Validation.Primitives;
using HuskyFhir.Validation.Profiles;
using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Validation.Checks;

/// <content>References: their form, their targets' types, and targets that are at hand.</content>
internal sealed partial class Checker
{
    // Deeper chains of references are taken as met: each target is also checked where it stands, against what it claims
    // itself.
    private const int MaxHops = 6;
    private const int OutsideCost = 1_000;

    private Dictionary<(Base, string), bool>? fitting;
    private Dictionary<string, Resource?>? fetched;
    private int hops;

    /// <summary>What R4 itself says of a reference (ref-1, the types that the element may point to).</summary>
    private void Reference(ResourceReference reference, string[] allowed)
    {
        Resource? target = null;
        if (reference.Reference is { Length: > 0 } text)
        {
            target = scope.Resolve(text);
            if (target is null && text[0] != '#')
                Within(text);
            if (text[0] == '#')
            {
                scope.Point(text);
                if (target is null)
                    Tell(
                        RuleKind.ReferenceForm,
                        $"'{Literal.Cut(text)}' points to no contained resource (ref-1). Add it under contained, or refer to a resource outside.",
                        "reference"
                    );
            }
            else if (!ReferenceText.IsSound(text) || !ReferenceText.IsRelativeSound(text))
                Tell(
                    RuleKind.ReferenceForm,
                    $"'{Literal.Cut(text)}' is no reference. Write Type/id, an absolute URL, or #id for a contained resource.",
                    "reference"
                );
        }

        var actual = target?.TypeName ?? ReferenceText.InUrl(reference.Reference);
        var said = ReferenceText.Named(reference.Type);
        if (actual is not null && said is not null && actual != said)
            Tell(
                RuleKind.ReferenceTarget,
                $"The reference points to a {actual}, but its type says {Literal.Cut(said)}. Correct one of them.",
                "type"
            );
        if ((actual ?? said) is { } type && allowed.Length > 0 && !allowed.Contains(type))
            Tell(
                RuleKind.ReferenceTarget,
                $"The element cannot refer to a {Literal.Cut(type)}. It may refer to {string.Join(" or ", allowed)}.",
                null
            );
    }

    /// <summary>What a profile says of a target.</summary>
    private void Target(TargetRule rule, Base value, string profile)
    {
        if (value is not ResourceReference reference)
            return;

        Given(rule, reference, profile);
        var target = Resolved(reference);
        var type = target?.TypeName ?? ReferenceText.TypeOf(reference);
        if (type is not null && rule.Types.Length > 0 && !rule.Types.Contains(type))
            Tell(
                RuleKind.ReferenceTarget,
                $"{Short(profile)} does not let this refer to a {Literal.Cut(type)}. It may refer to {string.Join(" or ", rule.Types)}.",
                null
            );
        else if (rule.Profiles.Length > 0 && target is null && reference.Reference is not null)
            Tell(
                RuleKind.TargetUnchecked,
                $"The target is not at hand, so it was not checked against {string.Join(" or ", rule.Profiles.Select(Short))}, as {Short(profile)} demands.",
                null
            );
        else if (
            target is not null
            && rule.Profiles.Length > 0
            && Any(rule.Profiles, wanted => Fits(target, wanted)) is var fits
            && fits is not true
        )
            Fitting(rule, profile, fits);
    }

    private static bool? Any(string[] profiles, Func<string, bool?> meets)
    {
        var unknown = false;
        foreach (var profile in profiles)
            switch (meets(profile))
            {
                case true:
                    return true;
                case null:
                    unknown = true;
                    break;
            }

        return unknown ? null : false;
    }

    private void Fitting(TargetRule rule, string profile, bool? fits)
    {
        if (fits is null)
            Tell(
                RuleKind.DemandUnknown,
                $"{Unknown(rule.Profiles.Where(static one => !PlanCompiler.IsType(one)))}, so the target was not checked as {Short(profile)} demands. Load the package of it.",
                null
            );
        else
            Tell(
                RuleKind.ReferenceTarget,
                $"{Short(profile)} wants a target that meets {string.Join(" or ", rule.Profiles.Select(Short))}, and this one does not.",
                null
            );
    }

    /// <summary>How a target may be given (ElementDefinition.type.aggregation and .versioning).</summary>
    private void Given(TargetRule rule, ResourceReference reference, string profile)
    {
        if (reference.Reference is not { Length: > 0 } text)
            return;

        var mode =
            text[0] == '#' ? ElementDefinition.AggregationMode.Contained
            : scope.Resolve(text) is not null ? ElementDefinition.AggregationMode.Bundled
            : ElementDefinition.AggregationMode.Referenced;
        if (rule.Aggregation.Length > 0 && !rule.Aggregation.Contains(mode))
            Tell(
                RuleKind.ReferenceTarget,
                $"{Short(profile)} wants the target {string.Join(" or ", rule.Aggregation.Select(Worded))}, and this one is {Worded(mode)}.",
                null,
                "reference-aggregation"
            );
        var versioned = text.Contains("/_history/", StringComparison.Ordinal);
        if (rule.Versioning == ElementDefinition.ReferenceVersionRules.Specific && !versioned)
            Tell(
                RuleKind.ReferenceTarget,
                $"{Short(profile)} wants a reference to one version: add /_history/ and the version.",
                null,
                "reference-version"
            );
        else if (rule.Versioning == ElementDefinition.ReferenceVersionRules.Independent && versioned)
            Tell(
                RuleKind.ReferenceTarget,
                $"{Short(profile)} wants a reference to no version: remove /_history/ and what follows.",
                null,
                "reference-version"
            );
    }

    private static string Worded(ElementDefinition.AggregationMode mode) =>
        mode switch
        {
            ElementDefinition.AggregationMode.Contained => "contained in the resource",
            ElementDefinition.AggregationMode.Bundled => "in the same Bundle",
            _ => "elsewhere",
        };

    /// <summary>A target in the resource, its Bundle, or where the caller looks outside.</summary>
    private Resource? Found(string reference)
    {
        if (scope.Resolve(reference) is { } near)
            return near;
        if (outside is null || reference is "" or ['#', ..])
            return null;
        if ((fetched ??= new(StringComparer.Ordinal)).TryGetValue(reference, out var known))
            return known;

        // A look outside may cost much; its budget is the same one.
        return fetched[reference] = Step(OutsideCost) ? outside.Resolve(reference) : null;
    }

    /// <summary>
    /// Whether a target that is at hand meets a profile; each is judged once. A circle of references is cut: what is
    /// underway counts as met.
    /// </summary>
    private bool? Fits(Resource target, string profile)
    {
        // What it claims for itself is checked where it stands.
        if (
            hops == MaxHops
            || (
                target.Meta?.Profile.Any(claimed =>
                    claimed is not null && Definitions.CanonicalParts.Of(claimed).Url == profile
                )
                ?? false
            )
        )
            return true;
        if ((fitting ??= []).TryGetValue((target, profile), out var judged))
            return judged;

        if (PlanCompiler.IsType(profile))
            return IsCore(profile, target);
        if (library.Find(profile).Plan is null)
            return null;

        fitting[(target, profile)] = true;
        hops++;

        var (from, around) = (place, scope);
        place = new Place(target);
        scope = new Scope(target, around.Bundle, false, 0, null);
        var fits = Meets(profile, target) ?? true;
        (place, scope) = (from, around);
        hops--;
        return fitting[(target, profile)] = fits;
    }
}
