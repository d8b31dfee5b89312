using System.Globalization;
using System.Text.Json.Nodes;

namespace HuskyFhir.Server.Interactions.Patching;

/// <summary>A JSON Pointer (RFC 6901) and what can be done at the place that it names.</summary>
internal sealed class JsonPointer
{
    private const int MostSteps = 100;

    private readonly string text;
    private readonly string[] steps;

    private JsonPointer(string text, string[] steps) => (this.text, this.steps) = (text, steps);

    /// <summary>Null when the text is no pointer.</summary>
    public static JsonPointer? Read(string? text)
    {
        if (text is null || (text.Length > 0 && text[0] != '/'))
            return null;
        var steps = text.Split('/')[1..];
        return
            steps.Length > MostSteps
            || Array.Exists(
                steps,
                static step =>
                    step.Replace("~0", string.Empty, StringComparison.Ordinal)
                        .Replace("~1", string.Empty, StringComparison.Ordinal)
                        .Contains('~', StringComparison.Ordinal)
            )
            ? null
            : new(
                text,
                [
                    .. steps.Select(static step =>
                        step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)
                    ),
                ]
            );
    }

    /// <summary>Whether this names something that holds the other's place.</summary>
    public bool IsWithin(JsonPointer other) =>
        other.steps.Length > steps.Length && other.steps.Take(steps.Length).SequenceEqual(steps);

    /// <summary>What is there; a JSON null counts as being there.</summary>
    public bool Find(JsonNode root, out JsonNode? found) => Walk(root, steps.Length, out found);

    /// <summary>
    /// Adds a member, or inserts before the item that is there; <paramref name="whole"/> is the new document when it is
    /// replaced as a whole.
    /// </summary>
    public bool Add(JsonNode root, JsonNode? value, out JsonNode? whole)
    {
        whole = null;
        if (steps.Length == 0)
            return (whole = value) is not null;
        if (!Walk(root, steps.Length - 1, out var parent))
            return false;
        if (parent is JsonObject members)
            members[steps[^1]] = value;
        else if (
            parent is JsonArray items
            && (steps[^1] == "-" ? items.Count : Index(steps[^1])) is { } at
            && at <= items.Count
        )
            items.Insert(at, value);
        else
            return false;
        return true;
    }

    public bool Replace(JsonNode root, JsonNode? value, out JsonNode? whole)
    {
        whole = null;
        if (steps.Length == 0)
            return (whole = value) is not null;
        if (!Find(root, out _) || !Walk(root, steps.Length - 1, out var parent))
            return false;
        if (parent is JsonObject members)
            members[steps[^1]] = value;
        else
            ((JsonArray)parent!)[Index(steps[^1])!.Value] = value;
        return true;
    }

    public bool Remove(JsonNode root)
    {
        if (steps.Length == 0 || !Walk(root, steps.Length - 1, out var parent))
            return false;
        if (parent is JsonObject members)
            return members.Remove(steps[^1]);
        if (parent is not JsonArray items || Index(steps[^1]) is not { } at || at >= items.Count)
            return false;
        items.RemoveAt(at);
        return true;
    }

    /// <summary>
    /// Takes away what this has left empty, from the innermost outward: FHIR has no empty lists or objects (R4 section
    /// 2.6.2).
    /// </summary>
    public void Prune(JsonNode root)
    {
        for (var count = steps.Length - 1; count > 0; count--)
        {
            if (
                !Walk(root, count, out var emptied)
                || emptied is not (JsonArray { Count: 0 } or JsonObject { Count: 0 })
                || emptied.Parent is not { } parent
            )
                return;
            if (parent is JsonObject members)
                members.Remove(emptied.GetPropertyName());
            else
                ((JsonArray)parent).RemoveAt(emptied.GetElementIndex());
        }
    }

    public override string ToString() => text.Length > 200 ? text[..200] + "…" : text;

    private bool Walk(JsonNode root, int count, out JsonNode? found)
    {
        found = root;
        foreach (var step in steps.AsSpan(0, count))
        {
            if (found is JsonObject members && members.TryGetPropertyValue(step, out var member))
                found = member;
            else if (found is JsonArray items && Index(step) is { } at && at < items.Count)
                found = items[at];
            else
                return false;
        }

        return true;
    }

    /// <summary>Digits without a zero before them.</summary>
    private static int? Index(string step) =>
        (step.Length == 1 || (step.Length > 0 && step[0] != '0'))
        && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? at
            : null;
}
