using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Tests.Validation.Own;

/// <summary>Our examples: each shows one profile, and all of them hang together.</summary>
public sealed class OwnExampleTests
{
    private const string UsCore = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";

    private static readonly string? Package = Environment.GetEnvironmentVariable("HUSKY_US_CORE");

    public static TheoryData<string> Examples { get; } =
    [.. OwnDefinitions.Files("examples").Select(Path.GetFileName).OfType<string>()];

    /// <summary>The profiles of which the purpose says that what conforms meets US Core, and its profile.</summary>
    public static TheoryData<string, string> MeetUsCore { get; } =
        new()
        {
            { "husky-member", "patient" },
            { "husky-coverage", "coverage" },
            { "husky-related-person", "relatedperson" },
            { "husky-household-income", "simple-observation" },
            { "husky-practitioner", "practitioner" },
            { "husky-practitioner-role", "practitionerrole" },
            { "husky-organization", "organization" },
            { "husky-location", "location" },
            { "husky-pcp-assignment", "careteam" },
            { "husky-directive-document", "documentreference" },
            { "husky-notice-document", "documentreference" },
            { "husky-provenance", "provenance" },
        };

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_Each_IsOfTheOneProfileWhoseNameItBears(string file)
    {
        var claims = Read(file)["meta"]!["profile"]!
            .AsArray()
            .Select(claim => claim!.ToString())
            .Where(claim => claim.StartsWith(Systems.Base, StringComparison.Ordinal));

        Assert.Equal([$"{Systems.Base}/StructureDefinition/{Path.GetFileNameWithoutExtension(file)}"], claims);
        Assert.True(
            File.Exists(Path.Combine(OwnDefinitions.Folder, "StructureDefinition", file)),
            $"{file} is the example of nothing"
        );
    }

    [Fact]
    public void Examples_TheirReferences_LeadToEachOther()
    {
        var examples = Examples.Select(row => Read(row.Data)).ToList();
        var ids = examples.Select(example => $"{example["resourceType"]}/{example["id"]}").ToHashSet();

        Assert.Equal(examples.Count, ids.Count);
        Assert.All(examples, example => Assert.All(References(example), reference => Assert.Contains(reference, ids)));
    }

    [Theory]
    [MemberData(nameof(MeetUsCore))]
    public void Example_OfAProfileThatMeetsUsCore_IsValidThereToo(string profile, string core)
    {
        Assert.Contains(
            "US Core",
            OwnDefinitions.Read(Path.Combine(OwnDefinitions.Folder, "StructureDefinition", profile + ".json"))[
                "purpose"
            ]!.ToString(),
            StringComparison.Ordinal
        );
        Assert.SkipUnless(File.Exists(Package), "HUSKY_US_CORE does not name the package");

        var parsed = new ResourceParser().Parse(
            File.ReadAllBytes(Path.Combine(OwnDefinitions.Folder, "examples", profile + ".json"))
        );
        var engine = new ProfileValidator(new PackageLoader().Add(OwnDefinitions.Folder).Add(Package!).Load());

        Assert.Empty(
            engine
                .Validate(parsed.Resource!, [UsCore + core])
                .Issues.Where(issue => issue.Refuses)
                .Select(issue => $"{issue.Expression}: {issue.Text}")
        );
    }

    private static JsonObject Read(string file) =>
        OwnDefinitions.Read(Path.Combine(OwnDefinitions.Folder, "examples", file));

    private static IEnumerable<string> References(JsonNode? node) =>
        node switch
        {
            JsonObject parts => parts.SelectMany(part =>
                part.Key == "reference" && part.Value is JsonValue text ? [text.ToString()] : References(part.Value)
            ),
            JsonArray items => items.SelectMany(References),
            _ => [],
        };
}
