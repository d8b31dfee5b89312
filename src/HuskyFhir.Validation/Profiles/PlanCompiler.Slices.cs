using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Profiles;

/// <content>Slicing (R4 section 5.1.0.12).</content>
internal sealed partial class PlanCompiler
{
    private SlicingPlan? Slicing(ElementNode node, PropertyMapping property)
    {
        if (node.Slices.Count == 0)
            return null;

        var declared = node.Rules.Slicing;
        var discriminators = Discriminators(node, declared, property);
        var slices = node.Slices.Where(static slice => slice.Slice != "@default")
            .Select(slice => new SlicePlan(
                slice.Slice!,
                Node(slice, TypesOf(slice.Rules, property), property),
                [.. discriminators.Select(one => Match(slice, one.Type, one.Path, property))],
                Slicing(slice, property)))
            .ToArray();
        var rest = node.Slices.Find(static slice => slice.Slice == "@default");
        return new SlicingPlan(
            declared?.Rules ?? ElementDefinition.SlicingRules.Open,
            declared?.Ordered ?? false,
            slices,
            rest is null ? null : Node(rest, TypesOf(rest.Rules, property), property));
    }

    private List<(ElementDefinition.DiscriminatorType Type, string Path)> Discriminators(
        ElementNode node, ElementDefinition.SlicingComponent? declared, PropertyMapping property)
    {
        if (declared is { Discriminator.Count: > 0 })
            return [.. declared.Discriminator.Select(static one => (one.Type ?? ElementDefinition.DiscriminatorType.Value, one.Path ?? "$this"))];
        if (property.Choice == ChoiceType.DatatypeChoice && node.Slices.All(static slice => slice.Rules.Types is not null))
            return [(ElementDefinition.DiscriminatorType.Type, "$this")];
        if (property.PropertyTypeMapping.Name == "Extension")
            return [(ElementDefinition.DiscriminatorType.Value, "url")];

        throw Broken(node, "it has slices but no discriminator to tell them apart");
    }

    private Matcher Match(ElementNode slice, ElementDefinition.DiscriminatorType type, string path, PropertyMapping property)
    {
        var steps = DiscriminatorPath.Parse(path) ?? throw Broken(slice, $"the discriminator path {path} is not of the kind that R4 allows");
        var resolves = steps is [.., { Kind: PathStepKind.Resolve }];
        var (at, types, holder) = Locate(slice, resolves ? steps[..^1] : steps, TypesOf(slice.Rules, property), property);
        return type switch
        {
            ElementDefinition.DiscriminatorType.Type when resolves => new TypeMatcher(steps, Targets(at?.Rules ?? new ElementRules(), null)?.Types ?? []),
            ElementDefinition.DiscriminatorType.Type => new TypeMatcher(steps, [.. (at?.Rules.Types ?? []).Select(static one => one.Code)]),
            ElementDefinition.DiscriminatorType.Profile => new ProfileMatcher(steps, Profiles(at, resolves)),
            ElementDefinition.DiscriminatorType.Exists => new ExistsMatcher(steps, at?.Rules.Max != 0),
            _ => ByValue(slice, steps, at, types, holder, path),
        };
    }

    private static string[] Profiles(ElementNode? node, bool resolves) =>
        [.. (node?.Rules.Types ?? []).SelectMany(type => resolves ? type.Targets : type.Profiles)];

    private Matcher ByValue(ElementNode slice, PathStep[] steps, ElementNode? at, IReadOnlyList<ClassMapping> types, PropertyMapping? holder, string path)
    {
        if (path == "url" && Url(slice, at) is { } url)
            return new TextMatcher(steps, url);
        if (at is null)
            throw Broken(slice, $"the slice {slice.Slice} says nothing of {path}, by which it should be told");

        var rules = at.Rules;
        if (rules.Fixed is PrimitiveType { } text && steps.Length == 1 && text is FhirUri or Code or FhirString)
            return new TextMatcher(steps, text.ToString() ?? string.Empty);

        var plan = Node(at, types, holder);
        var test = new NodePlan
        {
            Path = plan.Path,
            Profile = plan.Profile,
            Fixed = plan.Fixed,
            Pattern = plan.Pattern,
            Binding = rules is { Strength: BindingStrength.Required, ValueSet: { } set } ? new BindingRule(set, BindingStrength.Required, null) : null,
        };
        if (test.Hollow)
            test.Children.AddRange(plan.Children);
        return test.Hollow ? throw Broken(slice, $"the slice {slice.Slice} says nothing of {path}, by which it should be told") : new PlanMatcher(steps, test);
    }

    private static string? Url(ElementNode slice, ElementNode? at) =>
        (at?.Rules.Fixed as PrimitiveType)?.ToString()
        ?? (at?.Rules.Pattern as PrimitiveType)?.ToString()
        ?? (slice.Rules.Types is [{ Code: "Extension", Profiles: [var profile, ..] }] ? Definitions.CanonicalParts.Of(profile).Url : null);

    /// <summary>The element of a slice that a discriminator looks at.</summary>
    private static (ElementNode? Node, IReadOnlyList<ClassMapping> Types, PropertyMapping? Property) Locate(
        ElementNode slice, PathStep[] steps, IReadOnlyList<ClassMapping> types, PropertyMapping? property)
    {
        var node = slice;
        for (var i = 0; i < steps.Length; i++)
        {
            var step = steps[i];
            if (step.Kind == PathStepKind.OfType)
                continue;
            if (step.Kind == PathStepKind.Resolve)
                return (null, types, null);

            var name = step.Kind == PathStepKind.Extension ? "extension" : step.Name;
            property = types.Select(type => type.FindMappedElementByName(name)).FirstOrDefault(static found => found is not null);
            var next = node.Children.Find(child => child.Name == name);
            if (step.Kind == PathStepKind.Extension)
                next = next?.Slices.Find(one => Url(one, one.Children.Find(static child => child.Name == "url")) == step.Name);
            // A pattern higher up may fix what lies below.
            if (next is null || property is null)
                return (Below(node, steps[i..]), types, property);

            (node, types) = (next, TypesOf(next.Rules, property));
        }

        return (node, types, property);
    }

    private static ElementNode? Below(ElementNode node, PathStep[] rest)
    {
        if ((node.Rules.Pattern ?? node.Rules.Fixed) is not { } whole || PathSteps.Follow(whole, rest, null).FirstOrDefault() is not DataType value)
            return null;

        return new ElementNode(rest[^1].Name, null) { Rules = new ElementRules { Path = $"{node.Rules.Path}.{string.Join('.', rest.Select(static step => step.Name))}", Pattern = value } };
    }
}
