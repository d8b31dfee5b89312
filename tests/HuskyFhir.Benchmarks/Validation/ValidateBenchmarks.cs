using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Validation;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Definitions;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Benchmarks.Validation;

/// <summary>
/// Parse and validate, warm, one thread, against our own profiles; with
/// HUSKY_US_CORE=path/to/hl7.fhir.us.core-6.1.0.tgz also US Core's Patient example against its profile.
/// </summary>
[MemoryDiagnoser]
public class ValidateBenchmarks
{
    private readonly ResourceParser parser = new();
    private readonly BaseFhirJsonDeserializer bare = new(
        ModelInfo.ModelInspector,
        new DeserializerSettings { Validator = null, NarrativeValidation = NarrativeValidationKind.None }
    );
    private readonly BaseFhirJsonDeserializer strict = new(ModelInfo.ModelInspector, new DeserializerSettings());
    private ProfileValidator engine = null!;
    private byte[] body = [];

    /// <summary>What is measured: a type at 5 KB, the Bundle of 20 at 100 KB, or US Core's Patient.</summary>
    [ParamsSource(nameof(Subjects))]
    public string Subject { get; set; } = "Patient";

    /// <summary>The subjects that this machine can measure.</summary>
    public static IEnumerable<string> Subjects =>
        [
            .. new[] { "Patient", "Coverage", "Consent", "Task", "ClaimResponse", "Bundle" },
            .. Package is null ? Array.Empty<string>() : ["us-core-patient"],
        ];

    private static string? Package => Environment.GetEnvironmentVariable("HUSKY_US_CORE");

    /// <summary>
    /// Loads the profiles and makes sure that the subject is valid: a refusal would be measured instead.
    /// </summary>
    [GlobalSetup]
    public void Setup()
    {
        var loader = new PackageLoader().Add(Inputs.Profiles);
        if (Package is { } package)
            loader.Add(package);
        engine = new ProfileValidator(loader.Load());
        body = Subject switch
        {
            "Bundle" => Inputs.Bundle(20, 100_000),
            "us-core-patient" => Inputs.FromPackage(Package!, "Patient-example.json"),
            var type => Inputs.Resource(type, 5_000),
        };
        if (ParseAndValidate().Issues.FirstOrDefault(static issue => issue.Refuses) is { } issue)
            throw new InvalidOperationException($"{Subject}: {issue.Expression}: {issue.Text}");
    }

    /// <summary>From bytes to a report.</summary>
    [Benchmark]
    public ValidationReport ParseAndValidate()
    {
        var parsed = parser.Parse(body);
        return parsed.Report.And(engine.Validate(parsed.Resource!, []));
    }

    /// <summary>The parse alone, with all that it checks.</summary>
    [Benchmark]
    public ParsedResource Parse() => parser.Parse(body);

    /// <summary>The SDK's parse with no checks at all, for comparison.</summary>
    [Benchmark]
    public Resource? SdkBareParse() => Read(bare);

    /// <summary>
    /// The SDK's parse with its attribute validation, narrative schema included, for comparison; it knows no profiles.
    /// </summary>
    [Benchmark]
    public Resource? SdkStrictParse() => Read(strict);

    private Resource? Read(BaseFhirJsonDeserializer deserializer)
    {
        var reader = new Utf8JsonReader(body);
        deserializer.TryDeserializeResource(ref reader, out var resource, out _);
        return resource;
    }
}
