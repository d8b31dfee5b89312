using Hl7.Fhir.Model;
using HuskyFhir.Validation.Primitives;
using HuskyFhir.Validation.Profiles;
using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Validation.Checks;

/// <content>Slices: who belongs where, then each slice's own rules.</content>
internal sealed partial class Checker
{
    private void Sliced(SlicingPlan slicing, Values values, string profile)
    {
        var items = new List<(int Index, Base Value)>(values.Count);
        for (var i = 0; i < values.Count; i++)
            items.Add((values.Repeats ? i : -1, values[i]));
        Sliced(slicing, items, profile);
    }

    private void Sliced(SlicingPlan slicing, List<(int Index, Base Value)> items, string profile)
    {
        var members = new List<(int Index, Base Value)>?[slicing.Slices.Length];
        var (reached, past) = (0, false);
        foreach (var item in items)
        {
            place.At(item.Value, item.Index);
            var slice = Array.FindIndex(slicing.Slices, candidate => Belongs(candidate, item.Value));
            if (slice < 0)
                Unsliced(slicing, item.Value, profile);
            else
            {
                if (slicing.Ordered && slice < reached)
                    Tell(
                        RuleKind.Slicing,
                        $"{Short(profile)} wants the slices in their order: {slicing.Slices[slice].Name} must come before {slicing.Slices[reached].Name}.",
                        null
                    );
                if (slicing.Rules == ElementDefinition.SlicingRules.OpenAtEnd && past)
                    Tell(
                        RuleKind.Slicing,
                        $"{Short(profile)} wants values of no slice at the end, after {slicing.Slices[slice].Name}.",
                        null
                    );
                reached = Math.Max(reached, slice);
                (members[slice] ??= []).Add(item);
                if (!slicing.Slices[slice].Plan.Hollow)
                    Check(slicing.Slices[slice].Plan, item.Value);
            }

            past |= slice < 0;
        }

        for (var i = 0; i < members.Length; i++)
        {
            Count(slicing.Slices[i].Plan, members[i]?.Count ?? 0, slicing.Slices[i].Name);
            if (slicing.Slices[i].Inner is { } inner && members[i] is { } some)
                Sliced(inner, some, profile);
        }
    }

    private void Unsliced(SlicingPlan slicing, Base value, string profile)
    {
        if (slicing.Default is { } rest)
            Check(rest, value);
        else if (slicing.Rules == ElementDefinition.SlicingRules.Closed && !slicing.Partial)
            Tell(
                RuleKind.Slicing,
                $"{Short(profile)} allows only these here: {string.Join(", ", slicing.Slices.Select(static slice => slice.Name))}. This is none of them.",
                null
            );
    }

    private bool Belongs(SlicePlan slice, Base value)
    {
        foreach (var matcher in slice.Matchers)
            if (!Step() || !Matches(matcher, value))
                return false;

        return true;
    }

    private bool Matches(Matcher matcher, Base value)
    {
        if (matcher is TypeMatcher { Steps: [] } direct)
            return direct.Types.Contains(TypeName(value));
        if (
            matcher is TextMatcher { Steps: [{ Kind: PathStepKind.Child, Name: "url" }] } url
            && value is Extension extension
        )
            return extension.Url == url.Text;
        if (matcher is PlanMatcher { Steps: [] } whole)
            return Passes(whole.Plan, value);

        var found = PathSteps.Follow(value, matcher.Steps, Resolved);
        return matcher switch
        {
            ExistsMatcher exists => found.Any() == exists.Exists,
            TextMatcher text => found.Any(one => one is PrimitiveType literal && LiteralText(literal) == text.Text),
            TypeMatcher type => found.Any(one => type.Types.Contains(TypeName(one))) || Pointed(type, value),
            ProfileMatcher profile => found.Any(one => profile.Profiles.Any(wanted => Meets(wanted, one) is true)),
            PlanMatcher plan => found.Any(one => Passes(plan.Plan, one)),
            _ => false,
        };
    }

    private Resource? Resolved(ResourceReference reference) => reference.Reference is { } text ? Found(text) : null;

    // A reference to a resource that is not at hand still tells its type in its URL.
    private static bool Pointed(TypeMatcher matcher, Base value) =>
        matcher.Steps is [.., { Kind: PathStepKind.Resolve }]
        && PathSteps
            .Follow(value, matcher.Steps.AsSpan(..^1), null)
            .Any(one =>
                one is ResourceReference reference
                && ReferenceText.TypeOf(reference) is { } type
                && matcher.Types.Contains(type)
            );
}
