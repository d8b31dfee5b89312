using System.Text.Json;

namespace HuskyFhir.Server.Views;

/// <summary>Looks into JSON that may lack what is looked for.</summary>
internal static class Reading
{
    /// <summary>A string property; null when there is none.</summary>
    public static string? Text(this JsonElement json, string name) =>
        json.Child(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A property; null when there is none.</summary>
    public static JsonElement? Child(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var child) ? child : null;

    /// <summary>The items of an array property; none when there is none.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.Child(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];
}
