using BenchmarkDotNet.Attributes;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Commands;
using HuskyFhir.Validation;

namespace HuskyFhir.Benchmarks.Micro;

/// <summary>The road in, for one Patient of 2 KB, up to the transaction.</summary>
[MemoryDiagnoser]
public class IntakeBenchmarks
{
    private static readonly FhirType Type = PlanCatalog.Types.Find("Patient")!;

    private readonly ResourceParser parser = new();
    private readonly Intake intake = Configured.Intake(new ConfigurationBuilder().Build());
    private readonly Grant grant = new(Caller.Operator, RowFilter.Everything);
    private readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();
    private byte[] bytes = [];
    private Resource patient = new Patient();

    [GlobalSetup]
    public void Setup()
    {
        var store = new SmallStore();
        bytes = store.Patient();
        store.Remove();
        patient = parser.Parse(bytes).Resource!;
    }

    [Benchmark]
    public object Parse() => parser.Parse(bytes);

    [Benchmark]
    public object Validate() => intake.Check(patient, []);

    [Benchmark]
    public object ProjectAndSerialise() => PreparedWrite.From(new CreateCommand(Type, grant, patient), now);
}
