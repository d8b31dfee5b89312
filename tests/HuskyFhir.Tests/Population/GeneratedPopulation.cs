using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using HuskyFhir.Simulation.Population;
using HuskyFhir.Simulation.Population.Lines;

namespace HuskyFhir.Tests.Populations;

/// <summary>A population in a folder of its own, parsed strictly; the folder goes with it.</summary>
public sealed class GeneratedPopulation : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("husky-population-").FullName;

    public GeneratedPopulation()
        : this(new PopulationOptions(6000, 7)) { }

    internal GeneratedPopulation(PopulationOptions options)
    {
        Options = options;
        Report = new HuskyFhir.Simulation.Population.Population(options).Write(folder, null, CancellationToken.None);
        Resources =
        [
            .. Report.Resources.SelectMany(file => File.ReadLines(Path.Combine(folder, file.Key))).Select(Parse),
        ];
        PatientBytes = new FileInfo(Path.Combine(folder, "Patient.ndjson")).Length;
    }

    internal PopulationOptions Options { get; }

    internal PopulationReport Report { get; }

    /// <summary>All resources, in the order in which they load.</summary>
    internal IReadOnlyList<Resource> Resources { get; }

    internal long PatientBytes { get; }

    internal List<string> Issues { get; } = [];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    internal IEnumerable<T> All<T>()
        where T : Resource => Resources.OfType<T>();

    private Resource Parse(string line)
    {
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(line));
        FhirJsonDeserializer.STRICT.TryDeserializeResource(ref reader, out var parsed, out var issues);
        Issues.AddRange(issues.Select(static i => i.Message));
        return parsed!;
    }
}
