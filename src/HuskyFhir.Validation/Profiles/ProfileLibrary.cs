using System.Collections.Concurrent;
using System.Diagnostics;
using Hl7.Fhir.Model;
using HuskyFhir.Validation.Constraints;
using HuskyFhir.Validation.Definitions;
using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Validation.Profiles;

/// <summary>Plans by canonical URL, each compiled once, at first use or all at once. Thread-safe.</summary>
internal sealed class ProfileLibrary(DefinitionSet definitions)
{
    private readonly ConcurrentDictionary<string, Lazy<Compiled>> plans = new(StringComparer.Ordinal);
    private readonly FhirPaths paths = new();

    /// <summary>R4's own rules, type by type.</summary>
    public TypeRulesTable Rules { get; } = new();

    /// <summary>The plan, or why there is none: null problem for a profile that is not loaded.</summary>
    public Compiled Find(string canonical)
    {
        if (plans.TryGetValue(canonical, out var known))
            return known.Value;

        // Anyone may claim any URL, version or fragment. Only the names of what is loaded are remembered, so that nobody can fill the memory.
        if (definitions.Structure(canonical) is not { } definition)
            return Compiled.Unknown;

        var own = plans.GetOrAdd($"{definition.Url}|{definition.Version}", static (_, from) => new Lazy<Compiled>(() => from.library.Compile(from.definition)), (library: this, definition));
        if (canonical == definition.Url)
            plans.TryAdd(canonical, own);
        return own.Value;
    }

    /// <summary>The number of elements that all plans look at, and the time that compiling all of them took.</summary>
    public PlanSummary CompileAll()
    {
        var clock = Stopwatch.StartNew();
        var all = definitions.Profiles.Order(StringComparer.Ordinal).Select(Find).ToArray();
        return new PlanSummary(
            all.Count(static one => one.Plan is not null),
            all.Sum(static one => one.Plan is { } plan ? Count(plan.Root) : 0),
            clock.Elapsed,
            [.. all.Select(static one => one.Problem).OfType<DefinitionProblem>()]);
    }

    private Compiled Compile(Definition definition)
    {
        try
        {
            var structure = definition.Read<StructureDefinition>();
            var compiler = new PlanCompiler(definition, definitions, paths);
            var root = compiler.Compile();
            return new Compiled(new ProfilePlan(definition.Url, structure.Type!, root, ExtensionPlacing.Of(definition, compiler.IsModifier, paths)), null);
        }
        catch (BrokenDefinitionException broken)
        {
            return new Compiled(null, broken.Problem);
        }
    }

    private static int Count(NodePlan plan) => 1 + plan.Children.Sum(static child => Count(child.Plan) + Count(child.Slicing));

    private static int Count(SlicingPlan? slicing) => slicing?.Slices.Sum(static slice => Count(slice.Plan) + Count(slice.Inner)) ?? 0;

    /// <summary>The outcome of a compilation.</summary>
    internal sealed record Compiled(ProfilePlan? Plan, DefinitionProblem? Problem)
    {
        public static Compiled Unknown { get; } = new(null, null);
    }
}
