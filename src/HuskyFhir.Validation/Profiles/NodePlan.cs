using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Profiles;

/// <summary>
/// The checks of one element, ready to run. What the parser and the base rules check already is not in it.
/// </summary>
internal sealed class NodePlan
{
    public required string Path { get; init; }

    /// <summary>Where the plan comes from, for messages.</summary>
    public required string Profile { get; init; }

    public int Min { get; set; }

    public int Max { get; set; } = int.MaxValue;

    /// <summary>The types that are left of a choice, or null for all.</summary>
    public string[]? Types { get; set; }

    /// <summary>Profiles of a data type, by type name: the value must meet one of its type's.</summary>
    public IReadOnlyList<TypeRule> Profiled { get; set; } = [];

    /// <summary>What a Reference or canonical may point to, or null for what R4 allows.</summary>
    public TargetRule? Targets { get; set; }

    public DataType? Fixed { get; set; }

    public DataType? Pattern { get; set; }

    public DataType? MinValue { get; set; }

    public DataType? MaxValue { get; set; }

    public int? MaxLength { get; set; }

    public BindingRule? Binding { get; set; }

    public ConstraintRule[] Constraints { get; set; } = [];

    public List<ChildPlan> Children { get; } = [];

    /// <summary>
    /// The plan that the content of this element repeats (contentReference), known once all are made.
    /// </summary>
    public Lazy<NodePlan?>? Repeats { get; set; }

    public bool Vacuous => Min == 0 && Max == int.MaxValue && Hollow;

    /// <summary>Whether there is nothing to check of a value that is there.</summary>
    public bool Hollow =>
        Types is null
        && Profiled.Count == 0
        && Targets is null
        && Fixed is null
        && Pattern is null
        && MinValue is null
        && MaxValue is null
        && MaxLength is null
        && Binding is null
        && Constraints.Length == 0
        && Children.Count == 0
        && Repeats is null;
}

/// <summary>A child of an element: its cardinality, its checks, its slices.</summary>
/// <param name="Name">The step to it.</param>
/// <param name="Plan">What holds for each of its values.</param>
/// <param name="Slicing">How its values are told apart, or null.</param>
internal sealed record ChildPlan(string Name, NodePlan Plan, SlicingPlan? Slicing);

/// <summary>A slicing: who belongs where.</summary>
/// <param name="Rules">Open, closed or open at the end.</param>
/// <param name="Ordered">Whether the slices must stand in their order.</param>
/// <param name="Slices">In the order of the definition.</param>
/// <param name="Default">What holds for values of no slice (<c>@default</c>), or null.</param>
/// <param name="Partial">Whether a slice was lost, so that a value of no slice may still belong to that one.</param>
internal sealed record SlicingPlan(
    ElementDefinition.SlicingRules Rules,
    bool Ordered,
    SlicePlan[] Slices,
    NodePlan? Default,
    bool Partial
);

/// <summary>A slice.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Plan">Its cardinality and the checks of its values.</param>
/// <param name="Matchers">All must hold for a value to belong to it.</param>
/// <param name="Inner">Slices inside of this slice, or null.</param>
internal sealed record SlicePlan(string Name, NodePlan Plan, Matcher[] Matchers, SlicingPlan? Inner);

/// <summary>What a Reference may point to.</summary>
/// <param name="Types">Resource types; empty when one of the profiles is not loaded, so that no type can be
/// refused.</param>
/// <param name="Profiles">The profiles, of which a target that is at hand must meet one; empty where its type says
/// all.</param>
/// <param name="Aggregation">How the target may be given; empty for any way.</param>
/// <param name="Versioning">Whether the reference must name a version, must not, or may.</param>
internal sealed record TargetRule(
    string[] Types,
    string[] Profiles,
    ElementDefinition.AggregationMode[] Aggregation,
    ElementDefinition.ReferenceVersionRules Versioning
);

/// <summary>A binding.</summary>
/// <param name="ValueSet">Canonical URL.</param>
/// <param name="Strength">How strictly.</param>
/// <param name="Most">The value set beyond which even an extensible binding may not go, or null.</param>
/// <param name="Base">Whether R4 itself binds, and not a profile: where such a binding is extensible, other codes are
/// common.</param>
internal sealed record BindingRule(string ValueSet, BindingStrength Strength, string? Most, bool Base = false);
