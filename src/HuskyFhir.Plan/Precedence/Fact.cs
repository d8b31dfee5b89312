using System.Text.Json.Nodes;

namespace HuskyFhir.Plan.Precedence;

/// <summary>A fact of a resource: the elements that tell it, or some items of them.</summary>
/// <param name="Kind">By which it is ruled.</param>
/// <param name="Name">By which reports call it, such as <c>address</c>.</param>
/// <param name="Elements">Top-level elements; their primitive extensions (<c>_birthDate</c>) go with them.</param>
/// <param name="Only">Which items of these lists; null for all.</param>
internal sealed record Fact(
    FactKind Kind,
    string Name,
    IReadOnlyList<string> Elements,
    Func<JsonObject, bool>? Only = null
)
{
    /// <summary>Elements that follow from others by the clock and say nothing of their own.</summary>
    public IReadOnlyList<string> Derived { get; init; } = [];

    /// <summary>Its items as canonical texts, in a fixed order: equal facts are equal lists.</summary>
    public IReadOnlyList<string> Value(JsonObject body) =>
        [
            .. Elements
                .Except(Derived)
                .SelectMany(element => Items(body, element).Select(item => $"{element}={item.ToJsonString()}"))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The fact of one body by itself, as an object of its elements.</summary>
    public JsonObject Alone(JsonObject body)
    {
        var alone = new JsonObject();
        Put(alone, body);
        return alone;
    }

    /// <summary>Makes a body say what another does; where that lists the same items, in its order.</summary>
    public void Put(JsonObject target, JsonObject from)
    {
        foreach (var name in Elements.SelectMany(static element => (string[])[element, "_" + element]))
            if (Only is null || name[0] == '_')
                Set(target, name, from[name]?.DeepClone());
            else
                Set(
                    target,
                    name,
                    List([.. Of(target, name, isOurs: false), .. Of(from, name, isOurs: true)], from[name] as JsonArray)
                );
    }

    /// <summary>
    /// Whether an older body told at least this: the service adds to what was sent, and takes nothing out.
    /// </summary>
    public bool WasIn(JsonObject older, JsonObject said) =>
        Elements
            .Except(Derived)
            .All(element =>
                Only is null
                    ? Contains(older[element], said[element])
                    : Of(said, element, true).All(item => Of(older, element, true).Exists(was => Contains(was, item)))
            ) && (Value(said).Count > 0 || Value(older).Count == 0);

    private static bool Contains(JsonNode? whole, JsonNode? part) =>
        (whole, part) switch
        {
            (_, null) => true,
            (JsonObject all, JsonObject some) => some.All(each => Contains(all[each.Key], each.Value)),
            (JsonArray all, JsonArray some) => some.All(each => all.Any(one => Contains(one, each))),
            (JsonValue one, JsonValue other) => one.ToJsonString() == other.ToJsonString(),
            _ => false,
        };

    private IEnumerable<JsonNode> Items(JsonObject body, string element)
    {
        if (Only is not null)
            return Of(body, element, isOurs: true);
        return new[] { body[element], body["_" + element] }.OfType<JsonNode>();
    }

    private List<JsonNode> Of(JsonObject body, string name, bool isOurs) =>
        body[name] is JsonArray list ? [.. list.OfType<JsonObject>().Where(item => Only!(item) == isOurs)] : [];

    private static JsonArray? List(List<JsonNode> items, JsonArray? order)
    {
        if (
            order is not null
            && items
                .Select(static item => item.ToJsonString())
                .Order(StringComparer.Ordinal)
                .SequenceEqual(order.Select(static item => item!.ToJsonString()).Order(StringComparer.Ordinal))
        )
            return (JsonArray)order.DeepClone();
        return items.Count == 0 ? null : [.. items.Select(static item => item.DeepClone())];
    }

    private static void Set(JsonObject target, string name, JsonNode? value)
    {
        if (value is null)
            target.Remove(name);
        else
            target[name] = value;
    }
}
