using System.Text.Json.Nodes;

namespace HuskyFhir.Resources.Types;

/// <summary>
/// Takes elements out of a resource's JSON, at any depth, with what is left empty by it. A primitive element is asked
/// about by what is beside it (<c>_name</c>, R4 section 2.6.3), and goes with that.
/// </summary>
internal static class ElementWalk
{
    /// <param name="from">The resource, or an element of it.</param>
    /// <param name="unwanted">Whether an element goes: by its path, such as <c>contact.telecom</c> (an extension by its
    /// url), and its content.</param>
    public static void Remove(JsonObject from, Func<string, JsonObject, bool> unwanted) =>
        Remove(from, string.Empty, unwanted);

    private static void Remove(JsonObject from, string path, Func<string, JsonObject, bool> unwanted)
    {
        foreach (var name in from.Select(static property => property.Key).ToList())
        {
            var (element, beside) = (from[name], name.StartsWith('_') ? null : from["_" + name]);
            var at = Join(path, name.TrimStart('_'));
            if (element is JsonObject one)
                RemoveOne(from, name, one, at, unwanted);
            else if (element is JsonArray many)
                RemoveEach(from, name, many, at, unwanted);
            // A primitive with nothing beside it can still stand where nothing may.
            else if (element is JsonValue && beside is null && unwanted(at, []))
                from.Remove(name);
        }
    }

    private static void RemoveOne(
        JsonObject from,
        string name,
        JsonObject element,
        string path,
        Func<string, JsonObject, bool> unwanted
    )
    {
        if (!unwanted(path, element))
            Remove(element, path, unwanted);
        else
            element.Clear();
        if (element.Count > 0)
            return;
        from.Remove(name);
        if (name.StartsWith('_'))
            from.Remove(name[1..]);
    }

    private static void RemoveEach(
        JsonObject from,
        string name,
        JsonArray list,
        string path,
        Func<string, JsonObject, bool> unwanted
    )
    {
        var values = name.StartsWith('_') ? from[name[1..]] as JsonArray : null;
        for (var at = list.Count - 1; at >= 0; at--)
        {
            if (list[at] is JsonValue && unwanted(path, []))
                list.RemoveAt(at);
            if (at >= list.Count || list[at] is not JsonObject element)
                continue;
            var here = name is "extension" or "modifierExtension" ? $"{path}[{element["url"]}]" : path;
            if (unwanted(here, element))
                element.Clear();
            else
                Remove(element, here, unwanted);
            // An extension without its value says nothing.
            if (element.Count > (here == path ? 0 : 1))
                continue;
            list.RemoveAt(at);
            if (values is not null && at < values.Count)
                values.RemoveAt(at);
        }

        if (list.Any(static each => each is not null))
            return;
        from.Remove(name);
        if (values is { Count: 0 })
            from.Remove(name[1..]);
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
