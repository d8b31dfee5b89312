using System.Text.Json;

namespace HuskyFhir.Exchange.Formats.Edi;

/// <summary>Looks into stored FHIR JSON, which was checked when it came.</summary>
internal static class Json
{
    public static string? Text(this JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object
        && from.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public static IEnumerable<JsonElement> Items(this JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object
        && from.TryGetProperty(name, out var list)
        && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : [];

    public static JsonElement? Child(this JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) ? value : null;

    /// <summary>The first code of a concept.</summary>
    public static string? Code(this JsonElement from, string concept) =>
        from.Child(concept)
            ?.Items("coding")
            .Select(static coding => coding.Text("code"))
            .FirstOrDefault(static code => code is not null);

    public static string? Identifier(JsonElement from, string system) =>
        from.Items("identifier").FirstOrDefault(each => each.Text("system") == system).Text("value");

    /// <summary>A whole day; null where only a month or a year is known.</summary>
    public static DateOnly? Day(string? text) =>
        text is { Length: >= 10 } && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", out var day) ? day : null;

    /// <summary>Items that still hold on a day.</summary>
    public static IEnumerable<JsonElement> Current(this JsonElement from, string name, DateOnly today) =>
        from.Items(name).Where(item => item.Text("use") != "old" && !(Day(item.Child("period")?.Text("end")) < today));

    public static IEnumerable<string> Given(this JsonElement name) =>
        name.Items("given").Select(static given => given.GetString()).OfType<string>();
}
