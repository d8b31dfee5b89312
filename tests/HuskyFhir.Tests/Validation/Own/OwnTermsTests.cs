using System.Text.RegularExpressions;
using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;

namespace HuskyFhir.Tests.Validation.Own;

/// <summary>
/// Our codes are told in words, our canonicals lead somewhere, and nothing is defined that nobody uses.
/// </summary>
public sealed partial class OwnTermsTests
{
    private static readonly string[] UsedByPeople = ["StructureDefinition", "OperationDefinition", "SearchParameter"];

    public static TheoryData<string> CodeSystems { get; } =
    [.. OwnDefinitions.Files("CodeSystem").Select(Path.GetFileName).OfType<string>()];

    public static TheoryData<string, string> Contexts { get; } =
    [
        .. OwnDefinitions
            .Files("StructureDefinition")
            .Select(OwnDefinitions.Read)
            .Where(profile => profile["type"]!.ToString() == "Extension")
            .SelectMany(profile =>
                profile["context"]!
                    .AsArray()
                    .Select(context => (profile["id"]!.ToString(), context!["expression"]!.ToString()))
            ),
    ];

    [Theory]
    [MemberData(nameof(CodeSystems))]
    public void CodeSystem_Each_TellsEveryCodeInWordsOnce(string file)
    {
        var system = OwnDefinitions.Read(Path.Combine(OwnDefinitions.Folder, "CodeSystem", file));
        var concepts = system["concept"]!.AsArray();

        Assert.Equal(concepts.Count, system["count"]!.GetValue<int>());
        Assert.Equal(concepts.Count, concepts.Select(concept => concept!["code"]!.ToString()).Distinct().Count());
        Assert.All(
            concepts,
            concept =>
                Assert.All(
                    ["display", "definition"],
                    words => Assert.NotEmpty(concept![words]?.ToString() ?? string.Empty)
                )
        );
    }

    [Theory]
    [MemberData(nameof(Contexts))]
    public void Extension_Each_BelongsToAnElementThatExists(string extension, string context)
    {
        var steps = context.Split('.');
        ClassMapping? at = ModelInfo.ModelInspector.FindClassMapping(steps[0]);
        foreach (var step in steps[1..])
            at = at?.FindMappedElementByName(step)?.PropertyTypeMapping;

        Assert.True(at is not null, $"{extension} names {context}, which R4 does not have");
    }

    [Fact]
    public void Canonicals_OfOurs_AreDefinedAndUsed()
    {
        var files = OwnDefinitions
            .Files("*")
            .Select(file =>
                (
                    Text: File.ReadAllText(file),
                    Definition: OwnDefinitions.Read(file),
                    Example: file.Contains("examples", StringComparison.Ordinal)
                )
            )
            .ToList();
        var defined = files
            .Where(file => !file.Example)
            .Select(file => $"{Systems.Base}/{file.Definition["resourceType"]}/{file.Definition["id"]}")
            .ToHashSet();
        var used = files
            .SelectMany(file =>
                Canonical()
                    .Matches(file.Text)
                    .Select(match => match.Value)
                    .Where(url => url != file.Definition["url"]?.ToString())
            )
            .ToHashSet();

        Assert.Empty(used.Except(defined));
        // What every refusal carries is named by none of the definitions.
        Assert.All(
            defined.Except(used).Except([$"{Systems.Base}/CodeSystem/husky-issue"]),
            url => Assert.Contains(url.Split('/')[^2], UsedByPeople)
        );
    }

    [GeneratedRegex(@"https://fhir\.huskyfhir\.example/[A-Za-z]+/[a-z0-9-]+")]
    private static partial Regex Canonical();
}
