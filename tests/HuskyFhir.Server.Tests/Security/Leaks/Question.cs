using HuskyFhir.Core.Search;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>One condition of a search, to be asked of a type.</summary>
/// <param name="Type">Searched.</param>
/// <param name="Parameter">By which.</param>
/// <param name="Modifier">Null for none.</param>
internal sealed record Condition(FhirType Type, ParameterInfo Parameter, string? Modifier)
{
    public string Name => Modifier is null ? Parameter.Name : $"{Parameter.Name}:{Modifier}";

    public string Label => $"{Type.Name}?{Name}";
}

/// <summary>A reference between two types that a chain, a reverse chain or an inclusion follows.</summary>
/// <param name="Source">The type that refers.</param>
/// <param name="Reference">By which parameter.</param>
/// <param name="Target">To which type.</param>
internal sealed record Step(FhirType Source, ParameterInfo Reference, FhirType Target)
{
    public string Label => $"{Source.Name}:{Reference.Name}:{Target.Name}";
}

/// <summary>
/// Every question that the declarations allow, in a fixed shuffled order. A seed takes the next few of each kind, so
/// that seeds that follow one another ask everything, and one seed asks the same each time.
/// </summary>
internal static class Questions
{
    /// <summary>Each declared parameter of each type, by itself and with each modifier.</summary>
    public static IReadOnlyList<Condition> Conditions { get; } =
        Shuffled(
            from type in PlanCatalog.Types.Types
            from parameter in type.Parameters
            from modifier in parameter.Modifiers.Prepend(null)
            select new Condition(type, parameter, modifier)
        );

    /// <summary>Each reference with each type that it may lead to.</summary>
    public static IReadOnlyList<Step> Steps { get; } =
        Shuffled(
            from type in PlanCatalog.Types.Types
            from reference in type.Parameters
            where reference.Kind == SearchKind.Reference
            from target in reference.Targets.Select(PlanCatalog.Types.Find).OfType<FhirType>()
            select new Step(type, reference, target)
        );

    /// <summary>Each reference with each condition of each type that it may lead to, and back.</summary>
    public static IReadOnlyList<(Step Step, Condition Condition, bool Reverse)> Chains { get; } =
        Shuffled(
            from step in Steps
            from reverse in new[] { false, true }
            from condition in Conditions
            where
                condition.Type == (reverse ? step.Source : step.Target)
                && condition.Parameter.Kind != SearchKind.Composite
                && condition.Modifier is null or "missing" or "not"
            select (step, condition, reverse)
        );

    /// <summary>Those whose turn it is.</summary>
    public static IEnumerable<T> Of<T>(IReadOnlyList<T> all, int seed, int count) =>
        Enumerable.Range(0, count).Select(at => all[(int)((((long)seed * count) + at) % all.Count)]);

    private static T[] Shuffled<T>(IEnumerable<T> all)
    {
        var list = all.ToArray();
        new Random(20261130).Shuffle(list);
        return list;
    }
}
