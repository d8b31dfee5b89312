using Hl7.Fhir.ElementModel;
using Hl7.Fhir.FhirPath;
using Hl7.Fhir.Model;
using Hl7.FhirPath;
using Hl7.FhirPath.Expressions;
using HuskyFhir.Validation;

namespace HuskyFhir.Tests.Validation.Own;

/// <summary>
/// Each search parameter of ours is about types that exist, can be evaluated, and finds something of its kind in an
/// example.
/// </summary>
public sealed class OwnSearchParameterTests
{
    private static readonly FhirPathCompiler Compiler = new(new SymbolTable().AddStandardFP().AddFhirExtensions());

    public static TheoryData<string> Files { get; } =
    [.. OwnDefinitions.Files("SearchParameter").Select(Path.GetFileName).OfType<string>()];

    [Theory]
    [MemberData(nameof(Files))]
    public void SearchParameter_Each_FindsValuesOfItsKindInAnExample(string file)
    {
        var parameter = Read(file);
        var path = Compiler.Compile(parameter.Expression);
        var examples = OwnDefinitions
            .Files("examples")
            .Select(example => new ResourceParser().Parse(File.ReadAllBytes(example)).Resource!)
            .ToList();

        Assert.All(
            parameter.Base,
            type =>
            {
                Assert.True(ModelInfo.IsKnownResource(type.ToString()!), $"{type} is no resource");
                var found = examples
                    .Where(example => example.TypeName == type.ToString())
                    .SelectMany(example => path(example.ToPocoNode(), new FhirEvaluationContext()))
                    .Select(static node => node.Poco.TypeName)
                    .ToList();
                Assert.NotEmpty(found);
                Assert.All(found, kind => Assert.Contains(kind, Kinds(parameter.Type!.Value)));
            }
        );
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void SearchParameter_Each_IsOneThatR4Lacks(string file)
    {
        var parameter = Read(file);

        Assert.All(
            parameter.Base,
            type =>
                Assert.DoesNotContain(
                    ModelInfo.SearchParameters,
                    known => known.Resource == type.ToString() && known.Name == parameter.Code
                )
        );
        Assert.Equal(parameter.Type == SearchParamType.Reference, parameter.Target.Any());
        Assert.All(
            parameter.Expression!.Split('|'),
            branch =>
                Assert.Contains(parameter.Base, type => branch.Trim().StartsWith($"{type}.", StringComparison.Ordinal))
        );
    }

    private static SearchParameter Read(string file) =>
        (SearchParameter)
            new ResourceParser()
                .Parse(File.ReadAllBytes(Path.Combine(OwnDefinitions.Folder, "SearchParameter", file)))
                .Resource!;

    private static string[] Kinds(SearchParamType type) =>
        type switch
        {
            SearchParamType.Date => ["date", "dateTime", "instant", "Period"],
            SearchParamType.Token => ["code", "Coding", "CodeableConcept", "Identifier", "boolean"],
            SearchParamType.Reference => ["Reference", "canonical"],
            SearchParamType.String => ["string", "HumanName", "Address"],
            _ => [],
        };
}
