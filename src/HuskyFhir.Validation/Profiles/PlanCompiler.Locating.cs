using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Validation.Profiles;

/// <content>The element of a slice that a discriminator looks at.</content>
internal sealed partial class PlanCompiler
{
    private readonly Dictionary<string, ElementNode?> trees = new(StringComparer.Ordinal);

    private (ElementNode? Node, IReadOnlyList<ClassMapping> Types, PropertyMapping? Property) Locate(
        ElementNode slice,
        PathStep[] steps,
        IReadOnlyList<ClassMapping> types,
        PropertyMapping? property
    )
    {
        var node = slice;
        for (var i = 0; i < steps.Length; i++)
        {
            var step = steps[i];
            if (step.Kind == PathStepKind.OfType)
            {
                (node, types) = (
                    node.Slices.Find(one => one.Rules.Types is [{ } only] && only.Code == step.Name) ?? node,
                    Model.FindClassMapping(step.Name) is { } named ? [named] : types
                );
                continue;
            }

            if (step.Kind == PathStepKind.Resolve)
                return (null, types, null);

            var name = step.Kind == PathStepKind.Extension ? "extension" : step.Name;
            property = Property(types, name);
            var next = property is null
                ? null
                : Below(node, name, step, property)
                    ?? Profile(node)
                        .Select(tree => Below(tree, name, step, property))
                        .FirstOrDefault(static found => found is not null);
            // A pattern higher up may fix what lies below.
            if (next is null || property is null)
                return (Fixed(node, steps[i..]), types, property);

            (node, types) = (next, TypesOf(next.Rules, property));
        }

        return (node, types, property);
    }

    private ElementNode? Below(ElementNode node, string name, PathStep step, PropertyMapping property)
    {
        var next =
            node.Children.Find(child => child.Name == name)
            ?? node.Slices.Where(static slice => slice.Rules.Min > 0)
                .Select(slice => slice.Children.Find(child => child.Name == name))
                .FirstOrDefault(static found => found is not null);
        if (step.Kind == PathStepKind.Extension)
            return next?.Slices.Find(one =>
                Url(one, one.Children.Find(static child => child.Name == "url")) == step.Name
            );
        if (property.Choice != ChoiceType.DatatypeChoice || next?.Rules.Types is not null)
            return next;

        // The slice may speak of one type only, by its short name (valueQuantity) or as the one slice of the choice.
        var types = property.FhirTypeMappings;
        var shorthand = node.Children.Find(child =>
            types.Any(type => string.Equals(name + type.Name, child.Name, StringComparison.OrdinalIgnoreCase))
        );
        if (shorthand is null)
            return next is { Slices: [{ Rules.Types: not null } only] } ? only : next;

        var typed = shorthand.Copy();
        typed.Rules = OfType(shorthand, property);
        return typed;
    }

    // What a value must be may be said by the profile of its type.
    private IEnumerable<ElementNode> Profile(ElementNode node) =>
        (node.Rules.Types ?? []).SelectMany(static type => type.Profiles).Select(Tree).OfType<ElementNode>();

    private ElementNode? Tree(string profile)
    {
        if (trees.TryGetValue(profile, out var known))
            return known;

        trees[profile] = null;
        try
        {
            return trees[profile] = definitions.Structure(profile) is { } found
                ? ElementTree.Of(found, definitions)
                : null;
        }
        catch (BrokenDefinitionException)
        {
            return null;
        }
    }

    private static ElementNode? Fixed(ElementNode node, PathStep[] rest)
    {
        if (
            (node.Rules.Pattern ?? node.Rules.Fixed) is not { } whole
            || PathSteps.Follow(whole, rest, null).FirstOrDefault() is not DataType value
        )
            return null;

        return new ElementNode(rest[^1].Name, null)
        {
            Rules = new ElementRules
            {
                Path = $"{node.Rules.Path}.{string.Join('.', rest.Select(static step => step.Name))}",
                Pattern = value,
            },
        };
    }
}
