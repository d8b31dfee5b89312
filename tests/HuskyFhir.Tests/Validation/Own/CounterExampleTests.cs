using System.Text.Json.Nodes;
using HuskyFhir.Validation;

namespace HuskyFhir.Tests.Validation.Own;

/// <summary>Each counter-example is told by the name of the rule that it breaks, at its place.</summary>
public sealed class CounterExampleTests
{
    public static TheoryData<string, string, string?, string, string> Rules { get; } = [.. CounterExamples.All];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Example_WithOneRuleBroken_IsToldAtItsPlace(
        string profile,
        string way,
        string? value,
        string detail,
        string expression
    )
    {
        var example = OwnDefinitions.Read(Path.Combine(OwnDefinitions.Folder, "examples", profile + ".json"));
        // What stands before the last way is left out, so that the rule has something to miss.
        var ways = way.Split(' ');
        foreach (var left in ways[..^1])
            Put(example, left.Split('/'), null);
        Put(example, ways[^1].Split('/'), value);

        var parsed = new ResourceParser().Parse(Bodies.Utf8(example.ToJsonString()));
        Assert.Empty(parsed.Report.Issues);
        var issues = OwnDefinitions.Engine().Validate(parsed.Resource!, []).Issues;

        Assert.Contains((detail, expression), issues.Select(issue => (issue.Detail, issue.Expression)));
    }

    [Fact]
    public void Constraints_All_HaveACounterExample()
    {
        var keys = OwnDefinitions
            .Files("StructureDefinition")
            .SelectMany(file => OwnDefinitions.Read(file)["differential"]!["element"]!.AsArray())
            .SelectMany(element => element!["constraint"]?.AsArray() ?? [])
            .Select(constraint => constraint!["key"]!.ToString())
            .ToArray();
        var broken = CounterExamples.All.Select(rule => rule.Detail).ToHashSet();

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Contains(key, broken));
    }

    [Fact]
    public void Profiles_All_HaveACounterExample()
    {
        var profiles = OwnDefinitions
            .Files("StructureDefinition")
            .Select(OwnDefinitions.Read)
            .Where(profile => profile["type"]!.ToString() != "Extension")
            .Select(profile => profile["id"]!.ToString());

        Assert.Empty(profiles.Except(CounterExamples.All.Select(rule => rule.Profile)));
    }

    private static void Put(JsonNode root, string[] way, string? value)
    {
        var parent = way[..^1]
            .Aggregate(root, static (node, step) => node is JsonArray list ? list[int.Parse(step)]! : node[step]!);
        if (parent is JsonArray items)
            items[int.Parse(way[^1])] = JsonNode.Parse(value!);
        else if (value is null)
            parent.AsObject().Remove(way[^1]);
        else
            parent[way[^1]] = JsonNode.Parse(value);
    }
}
