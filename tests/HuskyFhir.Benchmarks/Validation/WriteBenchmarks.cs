using BenchmarkDotNet.Attributes;
using HuskyFhir.Core.Access;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Plan.Catalog.Schema;
using HuskyFhir.Plan.Definitions;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Commands;
using HuskyFhir.Storage;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Benchmarks.Validation;

/// <summary>
/// The whole road in on SQLite, one Patient a transaction: parse, validate, write, in the same build with the SDK's
/// checks alone and with the engine. Divide the two means: the engine may cost at most half as much again in time,
/// which is a third of the throughput.
/// </summary>
[MemoryDiagnoser]
public class WriteBenchmarks
{
    private static readonly FhirType Type = PlanCatalog.Types.Find("Patient")!;

    private readonly string folder = Directory.CreateTempSubdirectory("husky-writes-").FullName;
    private readonly Grant grant = new(Caller.Operator, RowFilter.Everything);
    private readonly byte[] body = Inputs.Resource("Patient", 5_000);
    private Database database = null!;
    private WritePipeline writes = null!;
    private Intake intake = null!;
    private int number;

    /// <summary>Who validates: <c>Sdk</c> is <see cref="SdkValidator"/>, <c>Engine</c> our profiles.</summary>
    [Params("Sdk", "Engine")]
    public string Validator { get; set; } = "Sdk";

    /// <summary>An empty database, and the road with this validator.</summary>
    [GlobalSetup]
    public async Task Setup()
    {
        var store = new StoreOptions("Sqlite", $"Data Source={Path.Combine(folder, Validator + ".db")}");
        await store.Schema().RunAsync(default);
        database = store.Open();
        writes = Configured.Writes(database);
        var loader = new PackageLoader();
        foreach (var own in OwnDefinitions.All)
            loader.Add(own.Json, own.Id);
        var engine = new ProfileValidator(loader.Load());
        engine.CompileAll();
        intake = new Intake(
            new ResourceParser(),
            Validator == "Sdk" ? new SdkValidator() : engine,
            PlanCatalog.Types,
            Validator != "Sdk"
        );
        await Write();
    }

    /// <summary>One Patient of 5 KB, from bytes to a committed row.</summary>
    [Benchmark]
    public async Task<object> Write()
    {
        // A refusal throws here: it would be measured instead.
        var resource = intake.Take(Type, body).Value;
        Alone((Hl7.Fhir.Model.Patient)resource);
        return (
            await writes.ApplyAsync(new CreateCommand(Type, grant, resource), "benchmark", new(false, null), default)
        ).Value;
    }

    /// <summary>Removes what was written.</summary>
    [GlobalCleanup]
    public async Task Cleanup()
    {
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    // Business keys are unique in the registry, and what the example refers to is not in it.
    private void Alone(Hl7.Fhir.Model.Patient patient)
    {
        (patient.GeneralPractitioner, patient.ManagingOrganization, patient.Link) = ([], null, []);
        foreach (var identifier in patient.Identifier)
            identifier.Value = $"{number++:D12}";
    }
}
