using System.Text.Json;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Search;

namespace HuskyFhir.Plan.Definitions;

/// <summary>
/// A definition of ours: a profile, a value set and the like, as it stands in the folder <c>profiles</c>.
/// </summary>
public sealed class OwnDefinition
{
    private readonly Dictionary<string, IReadOnlyList<KnownValue>> values;

    internal OwnDefinition(JsonElement root)
    {
        Type = root.GetProperty("resourceType").GetString()!;
        Id = root.GetProperty("id").GetString()!;
        Url = root.TryGetProperty("url", out var url) ? url.GetString() : null;
        Json = JsonSerializer.SerializeToUtf8Bytes(root);
        values = DefinitionParameters
            .Of(Type)
            .ToDictionary(
                static parameter => parameter.Name,
                parameter =>
                    (IReadOnlyList<KnownValue>)
                        [.. Follow(root, parameter.Path.Split('.')).Select(parameter.Known).OfType<KnownValue>()]
            );
    }

    /// <summary>
    /// Reads a definition. One that does not say when it was last changed was so on the day that it is dated.
    /// </summary>
    internal static OwnDefinition Read(Stream json)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        if (root["meta"]?["lastUpdated"] is null && root["date"]?.GetValue<string>() is { Length: 10 } day)
        {
            var meta = root["meta"]?.DeepClone().AsObject() ?? [];
            meta.Insert(0, "lastUpdated", $"{day}T00:00:00.000Z");
            root.Remove("meta");
            root.Insert(root.IndexOf("id") + 1, "meta", meta);
        }

        return Of(JsonSerializer.SerializeToUtf8Bytes(root));
    }

    /// <summary>A definition that is made and not written, such as the CapabilityStatement.</summary>
    /// <param name="json">The whole of it.</param>
    public static OwnDefinition Of(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return new OwnDefinition(document.RootElement);
    }

    /// <summary>Such as <c>StructureDefinition</c>.</summary>
    public string Type { get; }

    /// <summary>Its id.</summary>
    public string Id { get; }

    /// <summary>Its canonical; a NamingSystem has none in R4.</summary>
    public string? Url { get; }

    /// <summary>The definition itself, compact.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>What it can be found by; empty for what it does not have.</summary>
    /// <param name="parameter">Name of the search parameter.</param>
    public IReadOnlyList<KnownValue> Known(string parameter) => values.GetValueOrDefault(parameter) ?? [];

    private static IEnumerable<string> Follow(JsonElement at, ReadOnlyMemory<string> steps) =>
        at.ValueKind switch
        {
            JsonValueKind.Array => at.EnumerateArray().SelectMany(one => Follow(one, steps)),
            JsonValueKind.Object when steps.Length > 0 && at.TryGetProperty(steps.Span[0], out var next) => Follow(
                next,
                steps[1..]
            ),
            JsonValueKind.String when steps.IsEmpty => [at.GetString()!],
            JsonValueKind.True or JsonValueKind.False when steps.IsEmpty => [at.GetRawText()],
            _ => [],
        };
}
