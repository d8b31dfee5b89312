using HuskyFhir.Core.Terms;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Terminology;

namespace HuskyFhir.Tests.Validation.Own;

/// <summary>What every definition of ours must be before it is published.</summary>
public sealed class OwnDefinitionTests
{
    private static readonly string[] Canonical =
    [
        "StructureDefinition",
        "ValueSet",
        "CodeSystem",
        "SearchParameter",
        "OperationDefinition",
        "Measure",
    ];

    public static TheoryData<string> All { get; } = [.. OwnDefinitions.Files("*").Select(Relative)];

    public static TheoryData<string> Profiles { get; } =
    [.. OwnDefinitions.Files("StructureDefinition").Select(Relative)];

    [Theory]
    [MemberData(nameof(All))]
    public void Definition_Each_IsValidR4(string file)
    {
        var parsed = new ResourceParser().Parse(File.ReadAllBytes(Path.Combine(OwnDefinitions.Folder, file)));

        Assert.Empty(parsed.Report.Issues.Select(issue => $"{issue.Expression}: {issue.Text}"));
        Assert.DoesNotContain(OwnDefinitions.Engine().Validate(parsed.Resource!, []).Issues, issue => issue.Refuses);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Definition_Each_IsNamedByItsFile(string file)
    {
        var definition = OwnDefinitions.Read(Path.Combine(OwnDefinitions.Folder, file));
        var (kind, id) = (definition["resourceType"]!.ToString(), definition["id"]!.ToString());
        if (file.StartsWith("examples", StringComparison.Ordinal))
            return;

        Assert.Equal(Path.Combine(kind, id + ".json"), file);
        Assert.All(
            ["status", "name", "description"],
            key => Assert.NotEmpty(definition[key]?.ToString() ?? string.Empty)
        );
        if (!Canonical.Contains(kind))
            return;

        Assert.Equal($"{Systems.Base}/{kind}/{id}", definition["url"]!.ToString());
        Assert.All(["version", "purpose"], key => Assert.NotEmpty(definition[key]?.ToString() ?? string.Empty));
    }

    [Fact]
    public void Profiles_All_Compile()
    {
        var summary = OwnDefinitions.Engine().CompileAll();

        Assert.Empty(summary.Problems.Select(problem => problem.ToString()));
        Assert.Equal(Profiles.Count, summary.Profiles);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Profile_Each_HasIdsThatFollowItsPaths(string file)
    {
        var elements = OwnDefinitions.Read(Path.Combine(OwnDefinitions.Folder, file))["differential"]![
            "element"
        ]!.AsArray();

        Assert.All(
            elements,
            element =>
                Assert.Equal(
                    element!["path"]!.ToString(),
                    string.Join('.', element["id"]!.ToString().Split('.').Select(step => step.Split(':')[0]))
                )
        );
        Assert.Equal(elements.Count, elements.Select(element => element!["id"]!.ToString()).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Profile_Each_BindsToValueSetsThatResolve(string file)
    {
        var terminology = new LoadedTerminology(OwnDefinitions.Load());
        var bound = OwnDefinitions.Read(Path.Combine(OwnDefinitions.Folder, file))["differential"]!["element"]!
            .AsArray()
            .Select(element => element!["binding"]?["valueSet"]?.ToString())
            .OfType<string>();

        Assert.All(
            bound,
            valueSet => Assert.Equal(Membership.Out, terminology.Find(valueSet, "http://example.org/none", "none"))
        );
    }

    [Fact]
    public void ValueSets_OfOurSystems_NameOnlyCodesThatExist()
    {
        var systems = OwnDefinitions
            .Files("CodeSystem")
            .Select(OwnDefinitions.Read)
            .ToDictionary(
                system => system["url"]!.ToString(),
                system => system["concept"]!.AsArray().Select(concept => concept!["code"]!.ToString()).ToHashSet()
            );
        foreach (
            var include in OwnDefinitions
                .Files("ValueSet")
                .SelectMany(file => OwnDefinitions.Read(file)["compose"]!["include"]!.AsArray())
        )
            if (
                include!["system"]?.ToString() is { } system
                && system.StartsWith(Systems.Base, StringComparison.Ordinal)
            )
                Assert.All(
                    include["concept"]?.AsArray() ?? [],
                    concept => Assert.Contains(concept!["code"]!.ToString(), systems[system])
                );
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Profile_Each_HasAnExampleThatIsValid(string file)
    {
        var profile = OwnDefinitions.Read(Path.Combine(OwnDefinitions.Folder, file));
        if (profile["type"]!.ToString() == "Extension")
            return;

        var example = Path.Combine(OwnDefinitions.Folder, "examples", Path.GetFileName(file));
        Assert.True(File.Exists(example), $"{file} has no example");
        var parsed = new ResourceParser().Parse(File.ReadAllBytes(example));
        Assert.Empty(parsed.Report.Issues);
        Assert.Empty(
            OwnDefinitions
                .Engine()
                .Validate(parsed.Resource!, [])
                .Issues.Where(issue => issue.Severity != Hl7.Fhir.Model.OperationOutcome.IssueSeverity.Information)
                .Select(issue => $"{issue.Expression}: {issue.Text}")
        );
    }

    private static string Relative(string file) => Path.GetRelativePath(OwnDefinitions.Folder, file);
}
