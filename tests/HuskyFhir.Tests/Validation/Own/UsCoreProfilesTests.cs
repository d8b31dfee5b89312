using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using HuskyFhir.Plan.Definitions;

namespace HuskyFhir.Tests.Validation.Own;

/// <summary>
/// What the CapabilityStatement says of US Core: each profile of ours that it names beside one of US Core demands
/// everything of that. Runs where HUSKY_US_CORE names the package, hl7.fhir.us.core-6.1.0.tgz.
/// </summary>
public sealed class UsCoreProfilesTests
{
    private static readonly string? Package = Environment.GetEnvironmentVariable("HUSKY_US_CORE");

    /// <summary>
    /// Demands that ours make in other words: the element and US Core's demand, and what of ours implies it.
    /// </summary>
    private static readonly Dictionary<(string Profile, string Demand), string> Implied = new()
    {
        [("us-core-patient", "Patient.name us-core-6")] = "husky-member-1 has the same expression",
        [("us-core-relatedperson", "RelatedPerson us-core-14")] = "RelatedPerson.relationship is mandatory",
        [("us-core-practitionerrole", "PractitionerRole pd-1")] = "husky-role-1 says the same",
        [("us-core-practitionerrole", "PractitionerRole us-core-13")] = "PractitionerRole.practitioner is mandatory",
        [("us-core-coverage", "Coverage us-core-15")] = "the slice memberNumber is mandatory, and of type MB",
        [("us-core-practitioner", "Practitioner.identifier:NPI us-core-16")] =
            "an NPI is held to its form and its check digit by the rule of the directory",
        [("us-core-practitioner", "Practitioner.identifier:NPI us-core-17")] = "the same",
    };

    public static TheoryData<string, string> Pairs =>
        [.. UsCoreProfiles.Met.Select(static pair => new TheoryDataRow<string, string>(pair.Own, pair.Core))];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Profile_NamedBesideUsCore_DemandsAllOfIt(string own, string core)
    {
        Assert.SkipUnless(File.Exists(Package), "HUSKY_US_CORE does not name the package");
        var ours = Elements(
            JsonNode.Parse(File.ReadAllText(Path.Combine(OwnDefinitions.Folder, "StructureDefinition", own + ".json")))!
        );
        var lacking = Elements(FromPackage(core))
            .Values.SelectMany(element => Demands(element, ours))
            .Where(demand => !Implied.ContainsKey((core, demand)));
        Assert.Empty(lacking);
    }

    private static Dictionary<string, JsonObject> Elements(JsonNode profile) =>
        profile["differential"]!["element"]!
            .AsArray()
            .Select(static each => each!.AsObject())
            .ToDictionary(static each => (string)each["id"]!);

    /// <summary>
    /// What US Core demands of an element beyond R4 and ours do not. A slice that may be absent demands nothing of who
    /// has none.
    /// </summary>
    private static IEnumerable<string> Demands(JsonObject core, Dictionary<string, JsonObject> ours)
    {
        var id = (string)core["id"]!;
        var isSlice = id.Contains(':', StringComparison.Ordinal);
        var own = ours.GetValueOrDefault(id);
        if (!isSlice && ((int?)core["min"] ?? 0) > ((int?)own?["min"] ?? 0))
            yield return $"{id} min";
        foreach (var rule in core["constraint"]?.AsArray() ?? [])
            if ((string?)rule!["severity"] == "error")
                yield return $"{id} {rule["key"]}";
        if (isSlice)
            yield break;
        if (
            core.Any(static each =>
                each.Key.StartsWith("fixed", StringComparison.Ordinal)
                || each.Key.StartsWith("pattern", StringComparison.Ordinal)
            )
        )
            yield return $"{id} value";
        if (
            (string?)core["binding"]?["strength"] == "required"
            && !core["binding"]!["valueSet"]!
                .ToString()
                .StartsWith("http://hl7.org/fhir/ValueSet/", StringComparison.Ordinal)
        )
            yield return $"{id} binding";
    }

    private static JsonNode FromPackage(string name)
    {
        using var file = File.OpenRead(Package!);
        using var tar = new TarReader(new GZipStream(file, CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
            if (entry.Name == $"package/StructureDefinition-{name}.json")
                return JsonNode.Parse(entry.DataStream!)!;
        throw new InvalidOperationException($"The package has no {name}.");
    }
}
