using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using HuskyFhir.Validation.Constraints;
using HuskyFhir.Validation.Definitions;
using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Validation.Profiles;

/// <summary>
/// Turns a definition's tree into a plan. What R4's base demands anyway is left out, since the parser and the base rules check it;
/// so a plan is small, and a value is looked at only where the profile has something to say.
/// </summary>
internal sealed partial class PlanCompiler(Definition definition, DefinitionSet definitions, FhirPaths paths)
{
    private static readonly ModelInspector Model = ModelInfo.ModelInspector;
    private readonly Dictionary<ElementNode, NodePlan> made = [];
    private ElementNode root = null!;

    /// <summary>The plan of the whole definition.</summary>
    /// <exception cref="BrokenDefinitionException">The definition contradicts R4 or itself.</exception>
    public NodePlan Compile()
    {
        root = ElementTree.Of(definition, definitions);
        var type = Model.FindClassMapping(root.Name) ?? throw Broken(root, $"R4 has no type {root.Name}");
        return Node(root, [type], null);
    }

    /// <summary>For an extension, whether it changes the meaning of what it stands on; known once it is compiled.</summary>
    public bool IsModifier => root.Rules.IsModifier ?? false;

    private NodePlan Node(ElementNode node, IReadOnlyList<ClassMapping> types, PropertyMapping? property)
    {
        if (made.TryGetValue(node, out var known))
            return known;

        var rules = node.Rules;
        var plan = made[node] = new NodePlan
        {
            Path = rules.Path,
            Profile = definition.Url,
            Min = Least(node, property),
            Max = Most(node, property),
            Types = Narrowed(rules, property),
            Profiled = Profiled(rules),
            Targets = Targets(rules, property),
            Fixed = rules.Fixed,
            Pattern = rules.Pattern,
            MinValue = rules.MinValue,
            MaxValue = rules.MaxValue,
            MaxLength = rules.MaxLength,
            Binding = Binding(rules, property),
            Constraints = [.. rules.Constraints.Where(Counts).Select(one => Constraint(node, one))],
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
            var property = types.Select(type => type.FindMappedElementByName(child.Name)).FirstOrDefault(static found => found is not null);
            if (property is not null)
                Child(child, property, plan);
            else if (types.Select(type => type.FindMappedElementByChoiceName(child.Name)).FirstOrDefault(static found => found is not null) is { } choice)
                Child(Shorthand(node, child, choice), choice, plan);
            else if (!types.Any(static type => type.IsAbstract ?? type.NativeType.IsAbstract))
                throw Broken(child, $"{string.Join(" or ", types.Select(static type => type.Name))} has no element {child.Name}");
        }
    }

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
        var type = choice.FhirTypeMappings.First(mapping => string.Equals(choice.Name + mapping.Name, child.Name, StringComparison.OrdinalIgnoreCase));
        slice.Rules = child.Rules.Types is null ? child.Rules with { Types = [new TypeRule(type.Name, [], [])] } : child.Rules;
        slice.Children.AddRange(child.Children);
        return whole;
    }

    private static IReadOnlyList<ClassMapping> TypesOf(ElementRules rules, PropertyMapping property)
    {
        IReadOnlyList<ClassMapping> allowed = property.Choice == ChoiceType.DatatypeChoice ? property.FhirTypeMappings : [property.PropertyTypeMapping];
        if (rules.Types is null || allowed is [{ IsBackboneType: true }])
            return allowed;

        var named = rules.Types.Select(static type => Model.FindClassMapping(type.Code)).OfType<ClassMapping>().ToArray();
        return named.Length == 0 ? allowed : named;
    }

    private static int Least(ElementNode node, PropertyMapping? property)
    {
        var min = node.Rules.Min ?? 0;
        return property is null || (node.Slice is null && min <= 1 && property.IsMandatoryElement) ? 0 : min;
    }

    private static int Most(ElementNode node, PropertyMapping? property)
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

    // The rules of an extension that is loaded are checked wherever its URL stands, so they need no second look here.
    private static TypeRule[] Profiled(ElementRules rules) =>
        [.. (rules.Types ?? []).Where(static type => type.Profiles.Count > 0 && type.Code is not "Extension")];

    private NodePlan? Repeated(string reference)
    {
        var id = reference[(reference.IndexOf('#', StringComparison.Ordinal) + 1)..];
        var target = root.At(id.Split('.').Skip(1));
        return made.GetValueOrDefault(target) is { Hollow: false } plan ? plan : null;
    }

    private BrokenDefinitionException Broken(ElementNode node, string reason) =>
        new(definition, reason, node.Rules.Path.Length > 0 ? node.Rules.Path : node.Name);

    private static bool Counts(ElementDefinition.ConstraintComponent constraint) =>
        constraint.Expression is { Length: > 0 } && !BaseInvariants.Handles(constraint.Key, constraint.Source);

    private ConstraintRule Constraint(ElementNode node, ElementDefinition.ConstraintComponent constraint)
    {
        try
        {
            return new ConstraintRule(
                constraint.Key ?? "?",
                constraint.Human ?? string.Empty,
                constraint.Severity == ConstraintSeverity.Warning,
                paths.Compile(constraint.Expression!));
        }
        catch (FormatException bad)
        {
            throw Broken(node, $"its constraint {constraint.Key} is no FHIRPath that can be compiled ({bad.Message.TrimEnd('.')})");
        }
    }
}
