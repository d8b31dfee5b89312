using Hl7.Fhir.Introspection;

namespace HuskyFhir.Validation.Profiles;

/// <content>
/// Content references (R4 section 5.1.0.8): what a profile says of an element's content holds wherever R4 repeats that
/// content, as in the items inside of an item, also where the profile does not speak of that place.
/// </content>
internal sealed partial class PlanCompiler
{
    private void Repeating(NodePlan plan, ClassMapping type)
    {
        var homes = new Dictionary<Type, NodePlan>();
        Homes(plan, type, homes);
        if (homes.Count > 0)
            Insert(plan, type, homes, []);
    }

    /// <summary>The first plan of each nested class, which is the one at its own place.</summary>
    private static void Homes(NodePlan plan, ClassMapping type, Dictionary<Type, NodePlan> homes)
    {
        foreach (var child in plan.Children)
            if (
                Nested(type.FindMappedElementByName(child.Name)) is { } nested
                && child.Plan.Children.Count > 0
                && homes.TryAdd(nested.NativeType, child.Plan)
            )
                Homes(child.Plan, nested, homes);
    }

    /// <summary>Adds what is repeated under a plan; true when there is something to check.</summary>
    private bool Insert(NodePlan plan, ClassMapping type, Dictionary<Type, NodePlan> homes, HashSet<Type> under)
    {
        if (!under.Add(type.NativeType))
            return false;

        foreach (var property in type.PropertyMappings)
            if (Nested(property) is { } nested)
                Insert(plan, property, nested, homes, under);
        under.Remove(type.NativeType);
        return plan.Children.Count > 0;
    }

    private void Insert(
        NodePlan plan,
        PropertyMapping property,
        ClassMapping nested,
        Dictionary<Type, NodePlan> homes,
        HashSet<Type> under
    )
    {
        var home = homes.GetValueOrDefault(nested.NativeType);
        var known = plan.Children.Find(child => child.Name == property.Name)?.Plan;
        if (known is not null && known == home)
            Insert(known, nested, homes, under);
        else if (known is not null)
            known.Repeats ??= home is null ? null : new Lazy<NodePlan?>(home);
        else if (home is not null)
            plan.Children.Add(new ChildPlan(property.Name, Empty(plan, property, new Lazy<NodePlan?>(home)), null));
        else if (Empty(plan, property, null) is var between && Insert(between, nested, homes, under))
            plan.Children.Add(new ChildPlan(property.Name, between, null));
    }

    private NodePlan Empty(NodePlan parent, PropertyMapping property, Lazy<NodePlan?>? repeats) =>
        new()
        {
            Path = $"{parent.Path}.{property.Name}",
            Profile = definition.Url,
            Repeats = repeats,
        };

    private static ClassMapping? Nested(PropertyMapping? property) =>
        property?.PropertyTypeMapping is { NativeType.DeclaringType: not null } nested
        && property.Choice == ChoiceType.None
            ? nested
            : null;
}
