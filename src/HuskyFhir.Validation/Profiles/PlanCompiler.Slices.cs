using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using static Hl7.Fhir.Model.ElementDefinition;

namespace HuskyFhir.Validation.Profiles;

/// <content>Slicing (R4 section 5.1.0.12).</content>
internal sealed partial class PlanCompiler
{
    private SlicingPlan? Slicing(ElementNode node, PropertyMapping property)
    {
        if (node.Slices.Count == 0)
            return null;

        var declared = node.Rules.Slicing;
        if (Discriminators(node, declared, property) is not { } discriminators)
            return null;

        var named = node.Slices.Where(static slice => slice.Slice != "@default").ToArray();
        var slices = named.Select(slice => Slice(slice, discriminators, property)).OfType<SlicePlan>().ToArray();
        var rest = node.Slices.Find(static slice => slice.Slice == "@default");
        return new SlicingPlan(
            declared?.Rules ?? SlicingRules.Open,
            declared?.Ordered ?? false,
            slices,
            rest is null ? null : Node(rest, TypesOf(rest.Rules, property), property),
            slices.Length < named.Length
        );
    }

    private SlicePlan? Slice(
        ElementNode slice,
        List<(DiscriminatorType Type, string Path)> discriminators,
        PropertyMapping property
    )
    {
        var before = losses.Count;
        var found = discriminators.Select(one => Match(slice, one.Type, one.Path, property)).ToArray();
        var matchers = found.OfType<Matcher>().ToArray();
        // What a slice does not speak of does not tell it apart; the discriminators that it does speak of still do.
        if (matchers.Length > 0)
            return new SlicePlan(
                slice.Slice!,
                Node(slice, TypesOf(slice.Rules, property), property),
                matchers,
                Slicing(slice, property)
            );

        if (losses.Count == before)
            Lose(
                slice,
                $"the slice {slice.Slice} says nothing of {string.Join(" or ", discriminators.Select(static one => one.Path))}, by which it should be told; the slice is not checked"
            );
        return null;
    }

    private List<(DiscriminatorType Type, string Path)>? Discriminators(
        ElementNode node,
        SlicingComponent? declared,
        PropertyMapping property
    )
    {
        if (declared is { Discriminator.Count: > 0 })
            return
            [
                .. declared.Discriminator.Select(static one =>
                    (one.Type ?? DiscriminatorType.Value, one.Path ?? "$this")
                ),
            ];
        if (
            property.Choice == ChoiceType.DatatypeChoice
            && node.Slices.All(static slice => slice.Rules.Types is not null)
        )
            return [(DiscriminatorType.Type, "$this")];
        if (property.PropertyTypeMapping.Name == "Extension")
            return [(DiscriminatorType.Value, "url")];

        Lose(node, "it has slices but no discriminator to tell them apart; the slices are not checked");
        return null;
    }

    private Matcher? Match(ElementNode slice, DiscriminatorType type, string path, PropertyMapping property)
    {
        if (DiscriminatorPath.Parse(path) is not { } steps)
        {
            Lose(slice, $"the discriminator path {path} is not of the kind that R4 allows");
            return null;
        }

        var resolves = steps is [.., { Kind: PathStepKind.Resolve }];
        var (at, types, holder) = Locate(
            slice,
            resolves ? steps[..^1] : steps,
            TypesOf(slice.Rules, property),
            property
        );
        return type switch
        {
            DiscriminatorType.Type when resolves => ByTypes(
                steps,
                Types([.. (at?.Rules.Types ?? []).SelectMany(static one => one.Targets)])
            ),
            DiscriminatorType.Type => ByTypes(steps, [.. (at?.Rules.Types ?? []).Select(static one => one.Code)]),
            DiscriminatorType.Profile => Profiles(at, resolves) is { Length: > 0 } profiles
                ? new ProfileMatcher(steps, profiles)
                : null,
            DiscriminatorType.Exists => at is null ? null : new ExistsMatcher(steps, at.Rules.Max != 0),
            _ => ByValue(slice, steps, at, types, holder, path),
        };
    }

    private static TypeMatcher? ByTypes(PathStep[] steps, string[] types) =>
        types.Length == 0 ? null : new TypeMatcher(steps, types);

    private static string[] Profiles(ElementNode? node, bool resolves) =>
        [
            .. (node?.Rules.Types ?? []).SelectMany(type =>
                resolves ? type.Targets
                : type.Profiles.Count > 0 ? type.Profiles
                : [Core + type.Code]
            ),
        ];

    private Matcher? ByValue(
        ElementNode slice,
        PathStep[] steps,
        ElementNode? at,
        IReadOnlyList<ClassMapping> types,
        PropertyMapping? holder,
        string path
    )
    {
        if (path == "url" && Url(slice, at) is { } url)
            return new TextMatcher(steps, url);
        if (at is null)
            return null;

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
            Binding = rules is { Strength: BindingStrength.Required, ValueSet: { } set }
                ? new BindingRule(set, BindingStrength.Required, null)
                : null,
        };
        if (test.Hollow)
            test.Children.AddRange(plan.Children);
        return test.Hollow ? null : new PlanMatcher(steps, test);
    }

    private string? Url(ElementNode slice, ElementNode? at) =>
        (at?.Rules.Fixed as PrimitiveType)?.ToString()
        ?? (at?.Rules.Pattern as PrimitiveType)?.ToString()
        ?? (slice.Rules.Types is [{ Code: "Extension", Profiles: [var profile, ..] }] ? UrlOf(profile) : null);

    // A profile of an extension has the URL of the extension that it constrains, not its own.
    private string UrlOf(string profile) =>
        Tree(profile)?.Children.Find(static child => child.Name == "url")?.Rules.Fixed is PrimitiveType url
        && url.ToString() is { } fixedUrl
            ? fixedUrl
            : Definitions.CanonicalParts.Of(profile).Url;
}
