using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using HuskyFhir.Validation.Constraints;
using HuskyFhir.Validation.Definitions;
using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Validation.Profiles;

/// <summary>
/// Turns a definition's tree into a plan. What R4's base demands anyway is left out, since the parser and the base
/// rules check it; so a plan is small, and a value is looked at only where the profile has something to say. A part
/// that contradicts R4 or itself is left out and kept among the <see cref="Losses"/>; the rest is in use.
/// </summary>
internal sealed partial class PlanCompiler(
    Definition definition,
    DefinitionSet definitions,
    FhirPaths paths,
    TypeRulesTable baseRules
)
{
    // Slices of slices of slices: what no published guide comes near must not fill the memory.
    private const int MaxNodes = 50_000;

    private static readonly ModelInspector Model = ModelInfo.ModelInspector;
    private readonly Dictionary<ElementNode, NodePlan> made = [];
    private readonly List<DefinitionProblem> losses = [];
    private ElementNode root = null!;

    /// <summary>What of the definition is not in use, by element and reason.</summary>
    public IReadOnlyList<DefinitionProblem> Losses => losses;

    /// <summary>The plan of the whole definition.</summary>
    /// <exception cref="BrokenDefinitionException">Nothing of the definition can be used.</exception>
    public NodePlan Compile()
    {
        root = ElementTree.Of(definition, definitions, Lose);
        var type =
            Model.FindClassMapping(root.Name)
            ?? throw new BrokenDefinitionException(definition, $"R4 has no type {root.Name}", root.Name);
        var plan = Node(root, [type], null);
        Repeating(plan, type);
        return plan;
    }

    /// <summary>
    /// For an extension, whether it changes the meaning of what it stands on; known once it is compiled.
    /// </summary>
    public bool IsModifier => root.Rules.IsModifier ?? false;

    /// <summary>For an extension, how many of it an element may have; known once it is compiled.</summary>
    public int Most => root.Rules.Max ?? int.MaxValue;

    /// <summary>For a complex extension, the names of its parts; null where it lets others stand beside them.</summary>
    public string[]? Parts =>
        root.Children.Find(static child => child.Name == "extension")
            is { Slices: { Count: > 0 } slices, Rules.Max: not 0 }
        && slices.Select(slice => Url(slice, slice.Children.Find(static child => child.Name == "url"))).ToArray()
            is var names
        && !names.Contains(null)
            ? [.. names.OfType<string>()]
            : null;

    private void Lose(string? path, string reason) =>
        losses.Add(new DefinitionProblem(definition.Url, definition.Source, path, reason) { Partial = true });

    private void Lose(ElementNode node, string reason) =>
        Lose(node.Rules.Path.Length > 0 ? node.Rules.Path : node.Name, reason);

    private NodePlan Node(ElementNode node, IReadOnlyList<ClassMapping> types, PropertyMapping? property)
    {
        if (made.TryGetValue(node, out var known))
            return known;
        if (made.Count >= MaxNodes)
            throw new BrokenDefinitionException(definition, $"it has more than {MaxNodes} elements");

        var rules = node.Rules;
        var plan = made[node] = new NodePlan
        {
            Path = rules.Path,
            Profile = definition.Url,
            Min = Least(node, property),
            Max = AtMost(node, property),
            Types = Narrowed(rules, property),
            Profiled = Profiled(rules, property),
            Targets = Targets(rules, property),
            Fixed = rules.Fixed,
            Pattern = rules.Pattern,
            MinValue = rules.MinValue,
            MaxValue = rules.MaxValue,
            MaxLength = rules.MaxLength,
            Binding = Same(Binding(rules, property), property),
            Constraints =
            [
                .. rules
                    .Constraints.Where(one => Counts(one, types, property))
                    .Select(one => Constraint(node, one))
                    .OfType<ConstraintRule>(),
            ],
        };
        if (rules.ContentReference is { } reference)
            plan.Repeats = new Lazy<NodePlan?>(() => Repeated(reference));
        Children(node, types, plan);
        return plan;
    }

    private void Children(ElementNode node, IReadOnlyList<ClassMapping> types, NodePlan plan)
    {
        foreach (var child in node.Children.ToArray())
        {
            var property = Property(types, child.Name);
            if (property is not null)
                Child(child, property, plan);
            else if (
                types
                    .Select(type => type.FindMappedElementByChoiceName(child.Name))
                    .FirstOrDefault(static found => found is not null) is
                { } choice
            )
                Child(Shorthand(node, child, choice), choice, plan);
            else if (!types.Any(static type => type.IsAbstract ?? type.NativeType.IsAbstract))
                Lose(
                    child,
                    $"{string.Join(" or ", types.Select(static type => type.Name))} has no element {child.Name}"
                );
        }
    }

    private static PropertyMapping? Property(IReadOnlyList<ClassMapping> types, string name) =>
        types.Select(type => type.FindMappedElementByName(name)).FirstOrDefault(static found => found is not null);

    private void Child(ElementNode child, PropertyMapping property, NodePlan plan)
    {
        // Literal values of primitives are the parser's; an element's id too.
        if (property.RepresentsValueElement)
            return;

        var own = Node(child, TypesOf(child.Rules, property), property);
        var slicing = Slicing(child, property);
        if (!own.Vacuous || slicing is not null)
            plan.Children.Add(new ChildPlan(property.Name, own, slicing));
    }

    /// <summary>Reads <c>valueQuantity</c> as the slice of <c>value[x]</c> that it stands for.</summary>
    private static ElementNode Shorthand(ElementNode parent, ElementNode child, PropertyMapping choice)
    {
        var known = parent.Children.Find(other => other.Name == choice.Name);
        var whole = known ?? new ElementNode(choice.Name, null);
        var slice = whole.SliceNamed(child.Name);
        slice.Rules = OfType(child, choice);
        slice.Children.AddRange(child.Children);
        return whole;
    }

    private static ElementRules OfType(ElementNode shorthand, PropertyMapping choice) =>
        shorthand.Rules.Types is null
            ? shorthand.Rules with
            {
                Types =
                [
                    .. choice
                        .FhirTypeMappings.Where(mapping =>
                            string.Equals(
                                choice.Name + mapping.Name,
                                shorthand.Name,
                                StringComparison.OrdinalIgnoreCase
                            )
                        )
                        .Take(1)
                        .Select(static type => new TypeRule(type.Name, [], [])),
                ],
            }
            : shorthand.Rules;

    private static IReadOnlyList<ClassMapping> TypesOf(ElementRules rules, PropertyMapping property)
    {
        IReadOnlyList<ClassMapping> allowed =
            property.Choice == ChoiceType.DatatypeChoice ? property.FhirTypeMappings : [property.PropertyTypeMapping];
        if (rules.Types is null || allowed is [{ IsBackboneType: true }])
            return allowed;

        var named = rules
            .Types.Select(static type => Model.FindClassMapping(type.Code))
            .OfType<ClassMapping>()
            .ToArray();
        return named.Length == 0 ? allowed : named;
    }

    private static int Least(ElementNode node, PropertyMapping? property)
    {
        var min = node.Rules.Min ?? 0;
        return property is null || (node.Slice is null && min <= 1 && property.IsMandatoryElement) ? 0 : min;
    }

    private static int AtMost(ElementNode node, PropertyMapping? property)
    {
        var max = node.Rules.Max ?? int.MaxValue;
        return property is null || (max == 1 && !property.IsCollection) ? int.MaxValue : max;
    }

    private static string[]? Narrowed(ElementRules rules, PropertyMapping? property)
    {
        if (rules.Types is not { } types || property is null || property.Choice == ChoiceType.None)
            return null;

        var all = property.Choice == ChoiceType.ResourceChoice ? int.MaxValue : property.FhirTypeMappings.Count;
        var names = types.Select(static type => type.Code).Distinct().ToArray();
        return names.Length < all && !names.Contains("Resource") && !names.Contains("DomainResource") ? names : null;
    }

    /// <summary>The plan of the element that a content reference names.</summary>
    private NodePlan? Repeated(string reference)
    {
        var id = reference[(reference.IndexOf('#', StringComparison.Ordinal) + 1)..];
        var target = root.At(id.Split('.').Skip(1));
        return made.GetValueOrDefault(target) is { Hollow: false } plan ? plan : null;
    }

    // Constraints of R4's own types are checked by the base rules, wherever a snapshot repeats them.
    private bool Counts(
        ElementDefinition.ConstraintComponent constraint,
        IReadOnlyList<ClassMapping> types,
        PropertyMapping? property
    )
    {
        if (
            constraint.Expression is not { Length: > 0 } expression
            || BaseInvariants.Handles(constraint.Key, constraint.Source)
        )
            return false;

        return !types.Any(type => baseRules.Of(type.NativeType).Own.Any(Is))
            && !(
                property is not null
                && baseRules.Of(property.DeclaringClass.NativeType).Element(property.Name) is { } known
                && known.Constraints.Any(Is)
            );

        bool Is(ConstraintRule rule) =>
            rule.Key == constraint.Key && rule.Text == (R4Corrections.Of(constraint.Key, expression) ?? expression);
    }

    private ConstraintRule? Constraint(ElementNode node, ElementDefinition.ConstraintComponent constraint)
    {
        var rule = ConstraintRule.Lazily(constraint, paths);
        try
        {
            _ = rule.Compiled.Value;
            return rule;
        }
        catch (FormatException bad)
        {
            Lose(
                node,
                $"its constraint {constraint.Key} is no FHIRPath that can be compiled ({bad.Message.TrimEnd('.')})"
            );
            return null;
        }
    }
}
