using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Checks;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Tests.Validation;

/// <summary>The probes beside the clone: a resource, definitions, and what the specification makes of it.</summary>
public sealed class ProbeTests
{
    [Fact]
    public void Probes_Each_AnswersAsTheSpecificationSays()
    {
        var files = SharedData.Files("validation", "probes");
        Assert.NotEmpty(files);
        Assert.DoesNotContain(
            files.Select(static file =>
                (Path.GetFileNameWithoutExtension(file), Wrong(JsonNode.Parse(File.ReadAllBytes(file))!))
            ),
            static one => one.Item2 is not null
        );
    }

    private static string? Wrong(JsonNode probe)
    {
        var loader = new PackageLoader().AddR4();
        foreach (var definition in probe["defs"]!.AsArray())
            loader.Add(Bodies.Utf8(definition!.ToJsonString()), "probe.json");
        var others = probe["others"]!
            .AsArray()
            .Select(static one => new ResourceParser().Parse(Bodies.Utf8(one!.ToJsonString())).Resource!)
            .ToDictionary(static one => $"{one.TypeName}/{one.Id}");
        var parsed = new ResourceParser().Parse(Bodies.Utf8(probe["resource"]!.ToJsonString()));
        var report = parsed.Resource is { } resource
            ? parsed.Report.And(
                new ProfileValidator(loader.Load()).Validate(
                    resource,
                    [.. probe["profiles"]!.AsArray().Select(static one => one!.ToString())],
                    new Others(others)
                )
            )
            : parsed.Report;
        var told = report.Issues.Any(static issue => issue.Detail != "dom-6");
        return (probe["expect"]!.ToString(), report.Valid, told) switch
        {
            ("valid", true, _) or ("invalid", false, _) or ("warn", true, true) => null,
            var (expected, valid, _) =>
                $"expected {expected}, valid {valid}: {string.Join("; ", report.Issues.Select(static issue => issue.Text))}",
        };
    }

    private sealed class Others(Dictionary<string, Resource> all) : IReferenceResolver
    {
        public Resource? Resolve(string reference) => all.GetValueOrDefault(reference);
    }
}
