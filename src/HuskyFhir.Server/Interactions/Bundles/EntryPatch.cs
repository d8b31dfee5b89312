using System.Text.Json;

namespace HuskyFhir.Server.Interactions.Bundles;

/// <summary>
/// A patch in a Bundle is Parameters, or a Binary that holds a JSON Patch (R4 section 3.1.0.11.2): an entry has room
/// for a resource only.
/// </summary>
internal static class EntryPatch
{
    /// <summary>The patch as a request by itself would send it, with its media type.</summary>
    public static (ReadOnlyMemory<byte>? Body, string Type) Body(ReadOnlyMemory<byte>? resource)
    {
        if (resource is { } bytes && Binary(bytes) is { } binary)
            return binary;
        return (resource, "application/fhir+json");
    }

    private static (ReadOnlyMemory<byte>? Body, string Type)? Binary(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes, new() { MaxDepth = 256 });
        var root = document.RootElement;
        if (
            root.ValueKind != JsonValueKind.Object
            || Text(root, "resourceType") != "Binary"
            || Text(root, "contentType") is not { } type
        )
            return null;
        return
            root.TryGetProperty("data", out var data)
            && data.ValueKind == JsonValueKind.String
            && data.TryGetBytesFromBase64(out var patch)
            ? (patch, type)
            : null;
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
