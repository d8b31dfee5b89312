using System.Text;
using System.Text.Json;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Plan.ReportableChanges;

/// <summary>
/// Elements of a stored body as JSON texts in one fixed form: named parts alone, in one order, lists sorted. Equal
/// values are equal texts, whatever else stands beside them; a label, an id or the order of a list is no change.
/// </summary>
internal static class CanonicalElements
{
    /// <summary>Items of a list, as a JSON array of objects; null where there is none.</summary>
    public static string? List(IEnumerable<JsonElement> items, params ReadOnlySpan<string> parts)
    {
        var texts = new List<string>();
        foreach (var item in items)
            if (Object(item, parts) is { } text)
                texts.Add(text);
        return Array(texts);
    }

    /// <summary>JSON texts as an array, sorted; null for none.</summary>
    public static string? Array(List<string> texts)
    {
        if (texts.Count == 0)
            return null;
        texts.Sort(StringComparer.Ordinal);
        return $"[{string.Join(',', texts)}]";
    }

    /// <summary>Parts of an object, in the order in which they are named; null where it has none of them.</summary>
    public static string? Object(JsonElement item, params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
            if (item.TryGetProperty(part, out var value))
                Add(text, part, value.GetRawText());
        return Close(text);
    }

    /// <summary>An object of texts, without those that are null; null where all are.</summary>
    public static string? Object(params ReadOnlySpan<(string Name, string? Json)> parts)
    {
        var text = new StringBuilder();
        foreach (var (name, json) in parts)
            if (json is not null)
                Add(text, name, json);
        return Close(text);
    }

    /// <summary>The value of a property as JSON; null where it is not there.</summary>
    public static string? Raw(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) ? value.GetRawText() : null;

    /// <summary>A text as JSON.</summary>
    public static string Quoted(string text) => JsonSerializer.Serialize(text);

    /// <summary>A concept by its codes alone, or by its text where it has none.</summary>
    public static string? Concept(JsonElement from, string name)
    {
        if (!from.TryGetProperty(name, out var concept))
            return null;
        return List(
                Items(concept, "coding").Where(static coding => coding.TryGetProperty("code", out _)),
                "system",
                "code"
            ) ?? Raw(concept, "text");
    }

    /// <summary>The items of a list; none where it is missing.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object
        && from.TryGetProperty(name, out var list)
        && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : [];

    /// <summary>The text of a property.</summary>
    public static string? Text(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object
        && from.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>Items that hold today or later, and that others than the plan may see.</summary>
    public static IEnumerable<JsonElement> Current(JsonElement from, string name, DateOnly today) =>
        Items(from, name).Where(item => Text(item, "use") != "old" && !HasEnded(item, today) && !IsLabelled(item));

    /// <summary>The day with which a period begins.</summary>
    public static DateOnly? Start(JsonElement from, string name = "period") =>
        from.TryGetProperty(name, out var period) ? Day(Text(period, "start")) : null;

    /// <summary>The last day of a period.</summary>
    public static DateOnly? End(JsonElement from, string name = "period") =>
        from.TryGetProperty(name, out var period) ? Day(Text(period, "end")) : null;

    /// <summary>The day of a date or dateTime; null where only a month or a year is told.</summary>
    public static DateOnly? Day(string? text) =>
        text is { Length: >= 10 } && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", out var day) ? day : null;

    private static bool HasEnded(JsonElement item, DateOnly today) => End(item) is { } end && end < today;

    /// <summary>For confidential communication: the plan alone sees it, and nobody is told that it changed.</summary>
    private static bool IsLabelled(JsonElement item) =>
        Items(item, "extension")
            .Any(static extension =>
                Text(extension, "url") == ConfidentialElements.Label
                && extension.TryGetProperty("valueCoding", out var coding)
                && Text(coding, "code") is "R" or "V"
            );

    private static void Add(StringBuilder text, string name, string json) =>
        text.Append(text.Length == 0 ? '{' : ',').Append('"').Append(name).Append("\":").Append(json);

    private static string? Close(StringBuilder text) => text.Length == 0 ? null : text.Append('}').ToString();
}
