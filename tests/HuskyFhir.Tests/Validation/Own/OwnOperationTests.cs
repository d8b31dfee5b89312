using Hl7.Fhir.Model;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Terminology;

namespace HuskyFhir.Tests.Validation.Own;

/// <summary>Each operation of ours is about types, profiles and value sets that exist.</summary>
public sealed class OwnOperationTests
{
    private const string Core = "http://hl7.org/fhir/StructureDefinition/";

    public static TheoryData<string> Files { get; } =
    [.. OwnDefinitions.Files("OperationDefinition").Select(Path.GetFileName).OfType<string>()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Operation_Each_IsAskedOfATypeThatExists(string file)
    {
        var operation = Read(file);

        Assert.Matches("^[a-z]+(-[a-z]+)*$", operation.Code);
        Assert.NotEmpty(operation.Resource);
        Assert.All(
            operation.Resource,
            type => Assert.True(ModelInfo.IsKnownResource(type.ToString()!), $"{type} is no resource")
        );
        Assert.True(
            operation.Instance == true || operation.Type == true || operation.System == true,
            "it is asked of nothing"
        );
        Assert.Contains(operation.Parameter, parameter => parameter.Use == OperationParameterUse.Out);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Operation_Each_HasParametersOfTypesThatExist(string file)
    {
        var terminology = new LoadedTerminology(OwnDefinitions.Load());
        var parameters = Read(file).Parameter.SelectMany(Whole).ToList();

        Assert.Equal(
            parameters.Count,
            parameters.Select(parameter => (parameter.Use, parameter.Name)).Distinct().Count()
        );
        Assert.All(
            parameters,
            parameter =>
            {
                Assert.False(string.IsNullOrEmpty(parameter.Documentation), $"{parameter.Name} is not told in words");
                Assert.True(
                    parameter.Part.Count > 0 == parameter.Type is null,
                    $"{parameter.Name} has either a type or parts"
                );
                Assert.All(
                    parameter.TargetProfile,
                    profile => Assert.True(Exists(profile!), $"{profile} does not exist")
                );
                if (parameter.Binding?.ValueSet is { } valueSet)
                    Assert.Equal(Membership.Out, terminology.Find(valueSet, "http://example.org/none", "none"));
            }
        );
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Operation_Each_TellsOfProfilesThatExist(string file)
    {
        var words = Read(file)
            .Parameter.SelectMany(Whole)
            .SelectMany(parameter => parameter.Documentation!.Split(' ', ',', '.'))
            .Where(word => word.StartsWith("husky-", StringComparison.Ordinal));

        Assert.All(
            words,
            word =>
                Assert.True(
                    File.Exists(Path.Combine(OwnDefinitions.Folder, "StructureDefinition", word + ".json")),
                    $"{word} is no profile"
                )
        );
    }

    private static OperationDefinition Read(string file) =>
        (OperationDefinition)
            new ResourceParser()
                .Parse(File.ReadAllBytes(Path.Combine(OwnDefinitions.Folder, "OperationDefinition", file)))
                .Resource!;

    private static IEnumerable<OperationDefinition.ParameterComponent> Whole(
        OperationDefinition.ParameterComponent parameter
    ) => parameter.Part.SelectMany(Whole).Prepend(parameter);

    private static bool Exists(string profile) =>
        (profile.StartsWith(Core, StringComparison.Ordinal) && ModelInfo.IsKnownResource(profile[Core.Length..]))
        || OwnDefinitions.Load().Structure(profile) is not null;
}
