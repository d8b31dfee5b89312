using System.Text.Json.Nodes;

namespace HuskyFhir.Plan.Precedence;

/// <summary>
/// Security labels, which whoever merges may add and nobody but the plan may take away: <c>meta.security</c>, and
/// <c>securityLabel</c> of a document.
/// </summary>
internal static class FactLabels
{
    /// <summary>By which reports call them.</summary>
    public const string Name = "security-label";

    /// <summary>Adds the labels that stand; whether any were missing.</summary>
    public static bool Join(JsonObject said, JsonObject stands)
    {
        var meta =
            stands["meta"]?["security"] is JsonArray labels
            && Add(said["meta"] as JsonObject ?? Meta(said), "security", labels);
        return (stands["securityLabel"] is JsonArray concepts && Add(said, "securityLabel", concepts)) || meta;
    }

    private static JsonObject Meta(JsonObject said)
    {
        var meta = new JsonObject();
        said["meta"] = meta;
        return meta;
    }

    private static bool Add(JsonObject to, string name, JsonArray stand)
    {
        var known = (to[name] as JsonArray ?? []).Select(Code).ToHashSet(StringComparer.Ordinal);
        var missing = stand
            .Where(label => !known.Contains(Code(label)))
            .Select(static label => label!.DeepClone())
            .ToList();
        if (missing.Count == 0)
            return false;
        to[name] =
            known.Count == 0
                ? stand.DeepClone()
                : new JsonArray([.. to[name]!.AsArray().Select(static label => label!.DeepClone()), .. missing]);
        return true;
    }

    /// <summary>System and code: a display more or less is no other label.</summary>
    private static string Code(JsonNode? label) =>
        label?["coding"] is JsonArray codings
            ? string.Join(',', codings.Select(Code).Order(StringComparer.Ordinal))
            : $"{label?["system"]}|{label?["code"]}";
}
