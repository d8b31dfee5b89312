using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using HuskyFhir.Validation.Constraints;
using HuskyFhir.Validation.Definitions;
using HuskyFhir.Validation.Profiles;
using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Tests.Validation.R4;

/// <summary>
/// Each constraint of each element of R4's types is compiled, or checked by the parser or natively: nothing is left out
/// in silence.
/// </summary>
public sealed class CompletenessTests
{
    private const string Core = "http://hl7.org/fhir/StructureDefinition/";

    private static readonly DefinitionSet Definitions = new PackageLoader().AddR4().Load();
    private static readonly TypeRulesTable Rules = new(Definitions, new FhirPaths());

    [Fact]
    public void Definitions_InThisBuild_AreThere()
    {
        Assert.True(Definitions.HasR4);
        Assert.Empty(Definitions.Problems);
        Assert.True(Definitions.R4!.All.Count > 3000);
    }

    [Fact]
    public void Invariants_OfEveryElement_AreCompiledOrNative()
    {
        var seen = 0;
        foreach (var (type, element) in Elements())
        foreach (
            var constraint in element.Constraint.Where(static one =>
                one.Severity == ConstraintSeverity.Error && one.Expression is { Length: > 0 }
            )
        )
        {
            seen++;
            var (owner, property) = Owner(type, element.Path!);
            var native =
                BaseInvariants.Everywhere(constraint.Key!)
                || Types(owner, property).Any(one => Rules.Of(one).Invariants.Any(rule => rule.Key == constraint.Key));
            var compiled = (
                property is null
                    ? Rules.Of(owner.NativeType).Own
                    : Rules.Of(owner.NativeType).Elements[property.Name].Constraints
            )
                .Where(rule => rule.Key == constraint.Key)
                .ToArray();
            Assert.True(native || compiled.Length > 0, $"{element.Path}: {constraint.Key} is not checked");
            Assert.All(compiled, rule => Assert.NotNull(rule.Compiled.Value));
        }

        Assert.True(seen > 200, $"{seen} invariants");
    }

    [Fact]
    public void Bindings_OfEveryElement_AreCompiledOrTheParsers()
    {
        foreach (
            var (type, element) in Elements()
                .Where(static one =>
                    one.Element.Binding is { Strength: not BindingStrength.Example, ValueSet: not null }
                )
        )
        {
            var (owner, property) = Owner(type, element.Path!);
            var parser = PlanCompiler.Binding(ElementRules.Of(element), property) is null;
            var compiled = property is null
                ? Rules.Of(owner.NativeType).Binding
                : Rules.Of(owner.NativeType).Element(property.Name)?.Binding;
            Assert.True(parser || compiled is not null, $"{element.Path}: the binding is not checked");
        }
    }

    [Fact]
    public void Profiles_OfR4_CompileWithoutALoss()
    {
        // MetadataResource is an idea of R4 that no resource is of.
        var library = new ProfileLibrary(Definitions);
        var profiles = Definitions
            .R4!.All.Where(static one =>
                one.Kind == "StructureDefinition" && one.Type != "MetadataResource" && !PlanCompiler.IsType(one.Url)
            )
            .ToArray();
        Assert.True(profiles.Length > 400);
        Assert.DoesNotContain(
            profiles
                .Select(one => library.Find(one.Url))
                .SelectMany(static one => one.Problem is { } problem ? [problem] : one.Plan?.Losses ?? [])
                .Select(static one => one.ToString()),
            static one => !Known(one)
        );
    }

    // Flaws of R4's own definitions: slices of which nothing says what tells them apart.
    private static bool Known(string problem) =>
        problem.Contains("says nothing of", StringComparison.Ordinal)
        || problem.Contains("no discriminator", StringComparison.Ordinal)
        || problem.Contains("no FHIRPath", StringComparison.Ordinal);

    private static IEnumerable<(ClassMapping Type, ElementDefinition Element)> Elements() =>
        from definition in Definitions.R4!.All
        where definition.Kind == "StructureDefinition" && definition.Url.StartsWith(Core, StringComparison.Ordinal)
        let type = ModelInfo.ModelInspector.FindClassMapping(definition.Url[Core.Length..])
        where type is { IsFhirPrimitive: false }
        let structure = definition.Read<StructureDefinition>()
        where
            structure.Derivation != StructureDefinition.TypeDerivationRule.Constraint
            && structure.Differential is not null
        from element in structure.Differential!.Element
        select (type, element);

    private static (ClassMapping Owner, PropertyMapping? Property) Owner(ClassMapping root, string path)
    {
        var (owner, property) = (root, (PropertyMapping?)null);
        foreach (var step in path.Split('.').Skip(1))
        {
            owner = property?.PropertyTypeMapping ?? owner;
            property = owner.FindMappedElementByName(step.Replace("[x]", string.Empty, StringComparison.Ordinal));
        }

        return (owner, property);
    }

    private static IEnumerable<Type> Types(ClassMapping owner, PropertyMapping? property) =>
        property is null ? [owner.NativeType] : [property.PropertyTypeMapping.NativeType];
}
