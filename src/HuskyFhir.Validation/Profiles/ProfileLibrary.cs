using System.Collections.Concurrent;
using System.Diagnostics;
using Hl7.Fhir.Model;
using HuskyFhir.Validation.Constraints;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Validation.Profiles;

/// <summary>Plans by canonical URL, each compiled once, at first use or all at once. Thread-safe.</summary>
internal sealed class ProfileLibrary
{
    private readonly DefinitionSet definitions;
    private const string ImposeProfile = "http://hl7.org/fhir/StructureDefinition/structuredefinition-imposeProfile";

    private readonly ConcurrentDictionary<string, Lazy<Compiled>> plans = new(StringComparer.Ordinal);
    private readonly FhirPaths paths;
    private readonly TypeRulesTable rules;

    /// <summary>A library over what is loaded.</summary>
    public ProfileLibrary(DefinitionSet definitions)
    {
        this.definitions = definitions;
        KnowsExtensions =
            definitions.HasR4
            && !definitions.Problems.Any(static one =>
                one.Reason.Contains("hl7.fhir.uv.extensions", StringComparison.Ordinal)
            );
        paths = new();
        rules = new(definitions, paths);
    }

    /// <summary>R4's own rules, type by type.</summary>
    public TypeRulesTable Rules => rules;

    /// <summary>Whether R4's own definitions are loaded.</summary>
    public bool HasR4 => definitions.HasR4;

    /// <summary>
    /// Whether every extension under R4's own address is known: no package builds on a newer set of them that is
    /// absent.
    /// </summary>
    public bool KnowsExtensions { get; }

    /// <summary>A loaded Questionnaire, or null.</summary>
    public Questionnaire? Questionnaire(string canonical) =>
        definitions.Questionnaire(canonical) is { } found ? Read(found) : null;

    /// <summary>The plan, or why there is none: null problem for a profile that is not loaded.</summary>
    public Compiled Find(string canonical)
    {
        if (plans.TryGetValue(canonical, out var known))
            return known.Value;

        // Anyone may claim any URL, version or fragment. Only the names of what is loaded are remembered, so that
        // nobody can fill the memory. R4's own types are what the parser and the base rules check.
        if (PlanCompiler.IsType(canonical) || definitions.Structure(canonical) is not { } definition)
            return Compiled.Unknown;

        var own = plans.GetOrAdd(
            $"{definition.Url}|{definition.Version}",
            static (_, from) => new Lazy<Compiled>(() => from.library.Compile(from.definition)),
            (library: this, definition)
        );
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
            [.. all.SelectMany(static one => one.Problem is { } problem ? [problem] : one.Plan?.Losses ?? [])]
        );
    }

    private Compiled Compile(Definition definition)
    {
        try
        {
            var structure = definition.Read<StructureDefinition>();
            var compiler = new PlanCompiler(definition, definitions, paths, rules);
            var root = compiler.Compile();
            var losses = new List<DefinitionProblem>();
            var placing = ExtensionPlacing.Of(definition, compiler, paths, losses);
            return new Compiled(
                new ProfilePlan(definition.Url, structure.Type!, root, placing, [.. compiler.Losses, .. losses])
                {
                    Bases = Bases(structure),
                    Imposed =
                    [
                        .. structure
                            .Extension.Where(static one => one.Url == ImposeProfile)
                            .Select(static one => (one.Value as PrimitiveType)?.ToString())
                            .OfType<string>(),
                    ],
                },
                null
            );
        }
        catch (BrokenDefinitionException broken)
        {
            return new Compiled(null, broken.Problem);
        }
    }

    private List<string> Bases(StructureDefinition structure)
    {
        var bases = new List<string>();
        while (
            structure.BaseDefinition is { } url
            && !PlanCompiler.IsType(url)
            && !bases.Contains(url)
            && definitions.Structure(url) is { } found
        )
        {
            bases.Add(found.Url);
            structure = found.Read<StructureDefinition>();
        }

        return bases;
    }

    private static Questionnaire? Read(Definition definition)
    {
        try
        {
            return definition.Read<Questionnaire>();
        }
        catch (BrokenDefinitionException)
        {
            return null;
        }
    }

    private static int Count(NodePlan plan) =>
        1 + plan.Children.Sum(static child => Count(child.Plan) + Count(child.Slicing));

    private static int Count(SlicingPlan? slicing) =>
        slicing?.Slices.Sum(static slice => Count(slice.Plan) + Count(slice.Inner)) ?? 0;

    /// <summary>The outcome of a compilation.</summary>
    internal sealed record Compiled(ProfilePlan? Plan, DefinitionProblem? Problem)
    {
        public static Compiled Unknown { get; } = new(null, null);
    }
}
