using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HuskyFhir.Server.Tests.Fuzzing;

/// <summary>
/// Changes a JSON body in a few places: mostly a value for another of its kind, which the parser lets through, and
/// sometimes its structure.
/// </summary>
internal static partial class JsonMutator
{
    /// <param name="random">Decides.</param>
    /// <param name="sound">Left as it is.</param>
    /// <param name="references">Resources that are there, as <c>Type/id</c>.</param>
    public static JsonNode Change(Random random, JsonNode sound, IReadOnlyList<string> references)
    {
        var root = sound.DeepClone();
        for (var times = random.Next(4); times > 0; times--)
        {
            var nodes = Within(root).Where(static node => node.Parent is not null).ToList();
            if (nodes.Count == 0)
                return root;
            var at = random.Pick(nodes);
            Put(
                random,
                at,
                random.Next(10) switch
                {
                    0 => null,
                    1 => JsonNode.Parse(random.Pick(Hostile.Nodes)),
                    2 => random.Pick(nodes).DeepClone(),
                    _ => Another(random, at, references),
                }
            );
        }

        return root;
    }

    private static JsonNode? Another(Random random, JsonNode at, IReadOnlyList<string> references)
    {
        if (at is not JsonValue value)
            return at.DeepClone();
        if (value.TryGetValue<string>(out var text))
            return DateForm().IsMatch(text) ? random.Pick(Hostile.Dates)
                : ReferenceForm().IsMatch(text) && random.Next(3) > 0 ? random.Pick(references)
                : random.Once(6) ? random.Pick(Hostile.Dates)
                : Hostile.Text(random);
        return value.GetValueKind() == System.Text.Json.JsonValueKind.Number
            ? JsonNode.Parse(random.Pick(Hostile.Numbers))
            : JsonNode.Parse(random.Pick(Hostile.Nodes));
    }

    private static void Put(Random random, JsonNode at, JsonNode? value)
    {
        if (at.Parent is JsonArray array)
        {
            if (random.Once(3))
                array.Insert(random.Next(array.Count + 1), value);
            else
                array[at.GetElementIndex()] = value;
            return;
        }

        var parent = (JsonObject)at.Parent!;
        var name = at.GetPropertyName();
        if (random.Once(8))
            parent[
                random.Pick([
                    "_" + name,
                    "id",
                    "extension",
                    "modifierExtension",
                    "contained",
                    "meta",
                    "implicitRules",
                    "language",
                    "text",
                    "resourceType",
                    "valueDateTime",
                    "valueString",
                    "nonsense",
                ])
            ] = value;
        else
            parent[name] = value;
    }

    private static IEnumerable<JsonNode> Within(JsonNode node) =>
        (
            node switch
            {
                JsonObject members => members
                    .Select(static member => member.Value)
                    .OfType<JsonNode>()
                    .SelectMany(Within),
                JsonArray items => items.OfType<JsonNode>().SelectMany(Within),
                _ => [],
            }
        ).Prepend(node);

    [GeneratedRegex(@"^\d{4}(-\d\d){0,2}(T.*)?$")]
    private static partial Regex DateForm();

    [GeneratedRegex("^[A-Z][A-Za-z]+/[0-9a-f-]{36}$")]
    private static partial Regex ReferenceForm();
}
