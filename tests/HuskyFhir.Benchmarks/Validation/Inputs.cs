using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace HuskyFhir.Benchmarks.Validation;

/// <summary>The resources that are measured: the examples of our profiles, grown to the size of real ones.</summary>
internal static class Inputs
{
    private static readonly Dictionary<string, (string Example, string Grows)> Known = new(StringComparer.Ordinal)
    {
        ["Patient"] = ("husky-member", "address"),
        ["Coverage"] = ("husky-coverage", "class"),
        ["Consent"] = ("husky-advance-directive", "performer"),
        ["Task"] = ("husky-appeal", "note"),
        ["ClaimResponse"] = ("husky-decision", "item"),
    };

    public static string Profiles { get; } = Path.Combine(Root(AppContext.BaseDirectory), "profiles");

    /// <summary>One resource of at least so many bytes, narrative included.</summary>
    public static byte[] Resource(string type, int bytes) => Encoding.UTF8.GetBytes(Grown(type, bytes).ToJsonString());

    /// <summary>A Bundle of members and coverages, each claiming its profile.</summary>
    public static byte[] Bundle(int entries, int bytes)
    {
        var bundle = new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["type"] = "collection",
            ["entry"] = new JsonArray(),
        };
        for (var i = 0; i < entries; i++)
        {
            var resource = Grown(i % 2 == 0 ? "Patient" : "Coverage", bytes / entries);
            resource["id"] = $"entry-{i}";
            bundle["entry"]!
                .AsArray()
                .Add(
                    new JsonObject
                    {
                        ["fullUrl"] = $"https://example.org/fhir/{resource["resourceType"]}/entry-{i}",
                        ["resource"] = resource,
                    }
                );
        }

        return Encoding.UTF8.GetBytes(bundle.ToJsonString());
    }

    /// <summary>An example out of a FHIR package, without its white space.</summary>
    public static byte[] FromPackage(string package, string name)
    {
        using var tar = new TarReader(new GZipStream(File.OpenRead(package), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
            if (entry.Name.EndsWith("/" + name, StringComparison.Ordinal))
                return Encoding.UTF8.GetBytes(JsonNode.Parse(entry.DataStream!)!.ToJsonString());

        throw new FileNotFoundException($"{name} is not in {package}");
    }

    private static JsonObject Grown(string type, int bytes)
    {
        var (example, grows) = Known[type];
        var resource = JsonNode
            .Parse(File.ReadAllBytes(Path.Combine(Profiles, "examples", example + ".json")))!
            .AsObject();
        resource["text"]!["div"] =
            $"<div xmlns=\"http://www.w3.org/1999/xhtml\"><table>{string.Concat(Enumerable.Range(0, bytes / 400).Select(i => $"<tr><td>Line {i}</td><td><b>value</b> of the line</td></tr>"))}</table></div>";
        if (resource[grows] is null)
            resource[grows] = new JsonArray(
                new JsonObject
                {
                    ["time"] = "2026-03-01T09:00:00-05:00",
                    ["text"] = "Called the member; the letter has arrived.",
                }
            );
        var list = resource[grows]!.AsArray();
        for (var i = 0; resource.ToJsonString().Length < bytes; i++)
            list.Add(Another(type, list[^1]!, i));
        return resource;
    }

    // A second plan class would break the profile of a coverage; real ones have subgroups beside the plan.
    private static JsonNode Another(string type, JsonNode last, int number)
    {
        var copy = last.DeepClone();
        if (type == "Coverage")
        {
            copy["type"]!["coding"]![0]!["code"] = "subgroup";
            copy["value"] = $"SUBGROUP-{number}";
        }

        return copy;
    }

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "HuskyFhir.sln"))
            ? folder
            : Root(
                Path.GetDirectoryName(folder)
                    ?? throw new DirectoryNotFoundException("no HuskyFhir.sln above the benchmarks")
            );
}
