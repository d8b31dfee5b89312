using System.Text.Json.Nodes;

namespace HuskyFhir.Tests.Validation.Own;

/// <summary>Changes one value somewhere in a resource.</summary>
internal static class Mutation
{
    public const int Kinds = 12;

    private static readonly string[] Nasty =
    [
        "",
        " ",
        "a\u0001b",
        "2020-13-01",
        "not a code of any kind",
        "#nowhere",
        "http://",
        "25:00:00",
        "urn:oid:9",
        "-",
        "true",
        "2020-01-01T00:00",
    ];

    /// <summary>The top-level element that was changed, or null when nothing could be.</summary>
    public static string? Apply(JsonObject root, int where, int kind, int choice)
    {
        var places = Places(root).ToList();
        var (parent, key) = places[where % places.Count];
        var top = Top(parent, key);
        Change(parent, key, kind % Kinds, choice);
        return top;
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode node) =>
        node switch
        {
            JsonObject value => value
                .Where(static pair => pair.Key != "resourceType")
                .SelectMany(pair => Below(value, pair.Key, pair.Value)),
            JsonArray list => list.SelectMany((item, i) => Below(list, i, item)),
            _ => [],
        };

    private static IEnumerable<(JsonNode, object)> Below(JsonNode parent, object key, JsonNode? child) =>
        [(parent, key), .. child is null ? [] : Places(child)];

    private static string Top(JsonNode parent, object key)
    {
        var step = key;
        for (var node = parent; ; node = node.Parent)
        {
            if (node.Parent is null)
                return step.ToString()!;
            step = node.Parent is JsonObject ? node.GetPropertyName() : node.GetElementIndex();
        }
    }

    private static void Change(JsonNode parent, object key, int kind, int choice)
    {
        var old = parent is JsonArray list ? list[(int)key] : parent[(string)key];
        switch (kind)
        {
            case 0:
                Remove(parent, key);
                break;
            case 1 when parent is JsonArray items:
                items.Insert((int)key, old?.DeepClone());
                break;
            case 2 when parent is JsonObject named:
                Remove(parent, key);
                named[(string)key + "x"] = old?.DeepClone();
                break;
            case 3 when parent is JsonObject misplaced:
                misplaced["birthDate"] = "1990";
                break;
            default:
                Put(parent, key, Replacement(kind, choice, old));
                break;
        }
    }

    private static JsonNode? Replacement(int kind, int choice, JsonNode? old) =>
        kind switch
        {
            4 => null,
            5 => JsonValue.Create(true),
            6 => JsonValue.Create(choice - 3),
            7 => new JsonObject(),
            8 => new JsonArray(old?.DeepClone()),
            9 => new JsonObject { ["id"] = "only" },
            10 => JsonValue.Create(choice + 0.5m),
            _ => JsonValue.Create(Nasty[choice % Nasty.Length]),
        };

    private static void Remove(JsonNode parent, object key)
    {
        if (parent is JsonArray list)
            list.RemoveAt((int)key);
        else
            parent.AsObject().Remove((string)key);
    }

    private static void Put(JsonNode parent, object key, JsonNode? value)
    {
        if (parent is JsonArray list)
            list[(int)key] = value;
        else
            parent[(string)key] = value;
    }
}
