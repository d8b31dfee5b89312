using Hl7.Fhir.Model;
using HuskyFhir.Validation.Profiles;
using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Validation.Checks;

/// <content>The walk of a plan over values.</content>
internal sealed partial class Checker
{
    private const string SimpleQuantity = "http://hl7.org/fhir/StructureDefinition/SimpleQuantity";

    private void Check(NodePlan plan, Base value)
    {
        if (!Step())
            return;

        if (plan.Types is { } types && !types.Contains(TypeName(value)))
        {
            // The rest of the plan speaks of another type.
            Tell(
                RuleKind.Type,
                $"The type {TypeName(value)} is not allowed here by {Short(plan.Profile)}. Use {string.Join(" or ", types)}.",
                null
            );
            return;
        }

        if (plan.Profiled.Count > 0)
            OfProfile(plan, value);
        if (plan.Targets is { } targets)
            Target(targets, value, plan.Profile);
        Literals(plan, value);
        if (plan.Binding is { } binding)
            Code(binding, value, plan.Profile);
        foreach (var constraint in plan.Constraints)
            Constraint(constraint, plan.Profile);
        Children(plan, value);
        if (plan.Repeats?.Value is { } repeated)
            Children(repeated, value);
    }

    private void Children(NodePlan plan, Base value)
    {
        foreach (var child in plan.Children)
        {
            var values = Values.Of(value, child.Name);
            place.Enter(child.Name);
            Count(child.Plan, values.Count, null);
            if (!child.Plan.Hollow)
                for (var i = 0; i < values.Count && !Spent; i++)
                {
                    place.At(values[i], values.Repeats ? i : -1);
                    Check(child.Plan, values[i]);
                }

            if (child.Slicing is { } slicing && !Spent)
                Sliced(slicing, values, child.Plan.Profile);
            place.Leave();
        }
    }

    private void Count(NodePlan plan, int count, string? slice)
    {
        if (count < plan.Min)
        {
            place.At(resource);
            Tell(
                RuleKind.TooFew,
                $"{Short(plan.Profile)} demands at least {plan.Min} of {Named(plan, slice)}, and there {(count == 1 ? "is 1" : $"are {count}")}. Add what is missing.",
                null
            );
        }
        else if (count > plan.Max)
        {
            place.At(resource);
            Tell(
                RuleKind.TooMany,
                $"{Short(plan.Profile)} allows {(plan.Max == 0 ? "no" : $"at most {plan.Max} of")} {Named(plan, slice)}, and there {(count == 1 ? "is 1" : $"are {count}")}. Remove what is too much.",
                null
            );
        }
    }

    private static string Named(NodePlan plan, string? slice) =>
        slice is null ? plan.Path : $"{plan.Path}, slice {slice}";

    // The last part of a canonical is how people speak of a profile.
    private static string Short(string canonical) => canonical[(canonical.LastIndexOf('/') + 1)..];

    private static string TypeName(Base value) =>
        value is PrimitiveType and not (FhirString or FhirUri)
        && value.TypeName.StartsWith("code", StringComparison.Ordinal)
            ? "code"
            : value.TypeName;

    private void OfProfile(NodePlan plan, Base value)
    {
        var rule =
            plan.Profiled.FirstOrDefault(type => type.Code == TypeName(value))
            ?? plan.Profiled.FirstOrDefault(type => Is(value, type.Code));
        if (rule is null)
            return;
        if (rule.Profiles is [SimpleQuantity])
        {
            if (value is Quantity { ComparatorElement: not null })
                Tell(
                    RuleKind.Invariant,
                    "A comparator cannot stand here: the value is a SimpleQuantity (sqty-1). Remove it.",
                    null,
                    "profile-of-type"
                );
            return;
        }

        if (rule.Profiles is [var only] && library.Find(only).Plan is { } single && Is(value, single.Type))
        {
            Lost(single, null);
            Inside(single.Root, value);
            return;
        }

        var answers = rule.Profiles.Select(profile => Meets(profile, value)).ToArray();
        if (answers.Contains(true))
            return;
        if (answers.Contains(null))
            Tell(
                RuleKind.DemandUnknown,
                $"{Unknown(rule.Profiles)}, so the value was not checked as {Short(plan.Profile)} demands. Load the package of it.",
                null
            );
        else
            Tell(
                RuleKind.Invariant,
                $"The value does not meet {string.Join(" or ", rule.Profiles.Select(Short))}, as {Short(plan.Profile)} demands.",
                null,
                "profile-of-type"
            );
    }

    private string Unknown(IEnumerable<string> profiles) =>
        $"The profile {string.Join(" or ", profiles.Where(one => library.Find(one).Plan is null))} is not loaded or cannot be used";

    /// <summary>Checks a value that may be a resource of its own, such as a Bundle's entry.</summary>
    private void Inside(NodePlan plan, Base value)
    {
        var around = scope;
        if (value is Resource inner)
            scope = new Scope(inner, around, place.NameAbove(0) == "contained", place.Depth, null);
        Check(plan, value);
        scope = around;
    }

    /// <summary>Whether a value meets a profile; null for one that is not loaded or cannot be used.</summary>
    private bool? Meets(string profile, Base value)
    {
        if (profile == SimpleQuantity)
            return value is not Quantity { ComparatorElement: not null };
        if (library.Find(profile).Plan is not { } plan)
            return PlanCompiler.IsType(profile) ? IsCore(profile, value) : null;

        if (!Is(value, plan.Type))
            return false;

        var around = scope;
        if (value is Resource inner && inner != scope.Resource)
            scope = new Scope(inner, around, place.NameAbove(0) == "contained", place.Depth, null);
        var passed = Passes(plan.Root, value);
        scope = around;
        return passed;
    }
}
