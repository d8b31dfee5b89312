using System.Globalization;
using System.Text.Json.Nodes;
using HuskyFhir.Tests.Validation.Own;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Firely;

namespace HuskyFhir.Tests.Validation.Engines;

/// <summary>
/// Seeded mutations of our examples through both engines. Each difference is in <c>differences.tsv</c> with its
/// verdict; a new one fails. HUSKY_MUTATIONS=10000 makes the run long, HUSKY_SEED another one.
/// </summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private static readonly int Count = int.Parse(
        Environment.GetEnvironmentVariable("HUSKY_MUTATIONS") ?? "600",
        CultureInfo.InvariantCulture
    );
    private static readonly int Seed = int.Parse(
        Environment.GetEnvironmentVariable("HUSKY_SEED") ?? "1",
        CultureInfo.InvariantCulture
    );

    [Fact]
    public void Mutations_JudgedDifferently_AreAllKnown()
    {
        output.WriteLine($"seed {Seed}, {Count} mutations");
        var known = File.ReadLines(
                Path.Combine(
                    OwnDefinitions.Folder,
                    "..",
                    "tests",
                    "HuskyFhir.Tests",
                    "Validation",
                    "Engines",
                    "differences.tsv"
                )
            )
            .Select(static line => string.Join('\t', line.Split('\t').Take(3)))
            .ToHashSet(StringComparer.Ordinal);

        var (judged, found) = Run();

        Assert.True(judged > Count / 20, $"only {judged} of {Count} mutations could be read");
        Assert.DoesNotContain(found, one => !known.Contains(one));
    }

    private static (int Judged, List<string> Found) Run()
    {
        var definitions = OwnDefinitions.Load();
        var (husky, parser, random) = (OwnDefinitions.Engine(), new ResourceParser(), new Random(Seed));
        using var firely = new FirelyValidator(definitions, new FirelySettings { Timeout = TimeSpan.FromMinutes(4) });
        var examples = OwnDefinitions.Files("examples").ToArray();
        var (judged, found) = (0, new List<string>());
        for (var i = 0; i < Count; i++)
        {
            var root = JsonNode.Parse(File.ReadAllBytes(examples[i % examples.Length]))!.AsObject();
            Mutation.Apply(root, random.Next(100_000), random.Next(100), random.Next(100_000));
            // What the parser refuses never reaches an engine.
            if (parser.Parse(Bodies.Utf8(root.ToJsonString())) is not { Resource: { } resource, Report.Valid: true })
                continue;

            judged++;
            if (EngineComparison.Of(husky.Validate(resource, []), firely.Validate(resource, [])) is { } difference)
                found.Add($"{difference.Kind}\t{difference.Code}\t{difference.Path}");
        }

        return (judged, found);
    }
}
