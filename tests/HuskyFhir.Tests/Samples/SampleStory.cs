using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace HuskyFhir.Tests.Samples;

/// <summary>
/// The bundles of <c>fhir-samples</c>, parsed strictly once and kept in the order in which they load.
/// </summary>
public sealed class SampleStory
{
    public SampleStory()
    {
        Folder = Path.Combine(Root(), "fhir-samples");
        Bundles = [.. Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(Parse)];
    }

    public string Folder { get; }

    internal IReadOnlyList<SampleBundle> Bundles { get; }

    internal IEnumerable<Resource> Resources =>
        Bundles.SelectMany(static b => b.Bundle.Entry).Select(static e => e.Resource!);

    internal IEnumerable<T> All<T>()
        where T : Resource => Resources.OfType<T>();

    private static string Root()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "HuskyFhir.sln")))
                return at.FullName;
        }

        throw new DirectoryNotFoundException("No HuskyFhir.sln above " + AppContext.BaseDirectory);
    }

    private static SampleBundle Parse(string path)
    {
        var reader = new Utf8JsonReader(File.ReadAllBytes(path));
        FhirJsonDeserializer.STRICT.TryDeserializeResource(ref reader, out var parsed, out var issues);
        return new(Path.GetFileName(path), (Bundle)parsed!, [.. issues.Select(static i => i.Message)]);
    }
}
