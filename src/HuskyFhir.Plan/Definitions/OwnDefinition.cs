using System.Text.Json;

namespace HuskyFhir.Plan.Definitions;

/// <summary>
/// A definition of ours: a profile, a value set and the like, as it stands in the folder <c>profiles</c>.
/// </summary>
public sealed class OwnDefinition
{
    private readonly Dictionary<DefinitionParameter, IReadOnlyList<string>> values;

    internal OwnDefinition(JsonElement root)
    {
        Type = root.GetProperty("resourceType").GetString()!;
        Id = root.GetProperty("id").GetString()!;
        Url = root.TryGetProperty("url", out var url) ? url.GetString() : null;
        Json = JsonSerializer.SerializeToUtf8Bytes(root);
        values = DefinitionParameters
            .Of(Type)
            .ToDictionary(
                static parameter => parameter,
                parameter => (IReadOnlyList<string>)[.. Follow(root, parameter.Path.Split('.'))]
            );
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
    public IReadOnlyList<string> Values(DefinitionParameter parameter) => values.GetValueOrDefault(parameter) ?? [];

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
