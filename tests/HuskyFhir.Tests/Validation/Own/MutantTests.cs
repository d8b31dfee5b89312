using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Validation;
using HuskyFhir.Validation;

namespace HuskyFhir.Tests.Validation.Own;

/// <summary>Mutants of our examples, judged by the SDK's strict parse beside our own.</summary>
public sealed class MutantTests
{
    private static readonly string[] Examples = [.. OwnDefinitions.Files("examples")];
    private static readonly Gen<(int Example, int Where, int Kind, int Choice)> Mutants = Gen.Select(
        Gen.Int[0, Examples.Length - 1],
        Gen.Int[0, 500],
        Gen.Int[0, Mutation.Kinds - 1],
        Gen.Int[0, 11]
    );

    private readonly ResourceParser parser = new();
    private readonly BaseFhirJsonDeserializer strict = new(
        ModelInfo.ModelInspector,
        new DeserializerSettings { NarrativeValidation = NarrativeValidationKind.None }
    );
    private readonly BaseFhirJsonSerializer serializer = new(ModelInfo.ModelInspector);

    [Fact]
    public void Mutant_RefusedByTheSdk_IsRefusedHereWithItsPlace() =>
        Mutants.Sample(
            mutant =>
            {
                var (body, top) = Mutated(mutant);
                var report = parser.Parse(body).Report;
                if (SdkRefuses(body))
                    Assert.False(report.Valid, System.Text.Encoding.UTF8.GetString(body));
                if (!report.Valid)
                    Assert.Contains(report.Issues, issue => Names(issue.Expression, top));
            },
            iter: 4000
        );

    [Fact]
    public void Mutant_Accepted_IsKeptWithoutLoss() =>
        Mutants.Sample(
            mutant =>
            {
                var (body, _) = Mutated(mutant);
                var parsed = parser.Parse(body);
                if (!parsed.Report.Valid)
                    return;

                OwnDefinitions.Engine().Validate(parsed.Resource!, []);
                var kept = JsonNode.Parse(
                    JsonSerializer.SerializeToUtf8Bytes(serializer.SerializeToString(parsed.Resource!))
                );
                Assert.True(
                    JsonNode.DeepEquals(JsonNode.Parse(body), JsonNode.Parse(kept!.GetValue<string>())),
                    System.Text.Encoding.UTF8.GetString(body)
                );
            },
            iter: 4000
        );

    [Fact]
    public void Mutant_OfAnyKind_IsJudgedWithoutThrowing() =>
        Mutants
            .Array[1, 4]
            .Sample(
                mutants =>
                {
                    var root = OwnDefinitions.Read(Examples[mutants[0].Example]);
                    foreach (var (_, where, kind, choice) in mutants)
                        Mutation.Apply(root, where, kind, choice);
                    if (parser.Parse(Bodies.Utf8(root.ToJsonString())).Resource is { } resource)
                        OwnDefinitions.Engine().Validate(resource, []);
                },
                iter: 4000
            );

    private static (byte[] Body, string Top) Mutated((int Example, int Where, int Kind, int Choice) mutant)
    {
        var root = OwnDefinitions.Read(Examples[mutant.Example]);
        var top = Mutation.Apply(root, mutant.Where, mutant.Kind, mutant.Choice)!;
        return (Bodies.Utf8(root.ToJsonString()), top);
    }

    private bool SdkRefuses(byte[] body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            return !strict.TryDeserializeResource(ref reader, out _, out _);
        }
        catch (Exception thrown) when (thrown is JsonException or InvalidOperationException)
        {
            return true;
        }
    }

    // A choice is named without its type in a path, and a missing element is named by its own name, so the first
    // letters decide.
    private static bool Names(string? expression, string top)
    {
        var step = expression?.Split('.', '[').ElementAtOrDefault(1);
        return step is null
            || top.TrimStart('_').StartsWith(step, StringComparison.OrdinalIgnoreCase)
            || step.StartsWith(top, StringComparison.OrdinalIgnoreCase)
            || step == "birthDate";
    }
}
