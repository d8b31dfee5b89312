using System.Text.Json;

namespace HuskyFhir.Registry.Definitions;

/// <summary>A definition of ours: a profile, a value set and the like, as it stands in the folder <c>profiles</c>.</summary>
/// <param name="Type">Such as <c>StructureDefinition</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Fields">Its simple top-level elements, such as url, name and status: what it can be searched by.</param>
/// <param name="Json">The definition itself, compact.</param>
public sealed record OwnDefinition(string Type, string Id, IReadOnlyDictionary<string, string> Fields, ReadOnlyMemory<byte> Json);

/// <summary>The definitions that are embedded in the service, so that it stands without any package.</summary>
public static class OwnDefinitions
{
    private static readonly Lazy<IReadOnlyList<OwnDefinition>> Read = new(static () => [.. ReadAll()]);

    /// <summary>All of them, by type and id.</summary>
    public static IReadOnlyList<OwnDefinition> All => Read.Value;

    private static IEnumerable<OwnDefinition> ReadAll()
    {
        var assembly = typeof(OwnDefinitions).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(static name => name.StartsWith("profiles/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var document = JsonDocument.Parse(stream);
            yield return From(document.RootElement);
        }
    }

    private static OwnDefinition From(JsonElement root)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
            if (property.Value.ValueKind == JsonValueKind.String)
                fields[property.Name] = property.Value.GetString()!;
        return new(fields["resourceType"], fields["id"], fields, JsonSerializer.SerializeToUtf8Bytes(root));
    }
}
