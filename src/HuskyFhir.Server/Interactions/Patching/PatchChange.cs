using System.Text.Json.Nodes;
using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Server.Interactions.Patching;

/// <summary>
/// The five operations of a FHIRPath Patch on a resource's JSON. Fault: 422 where the operation does not fit what the
/// path found.
/// </summary>
internal sealed class PatchChange(JsonObject root, PatchValue value)
{
    public Fault? Make(PatchOperation operation, IReadOnlyList<PocoNode> found) =>
        operation.Type switch
        {
            "add" => One(found, operation, target => Add(target, operation.Name!)),
            "delete" => found.Count == 0 ? null : One(found, operation, Delete), // deleting what is not there is done already
            "replace" => One(found, operation, Replace),
            "insert" => List(found, operation, (items, name) => Insert(items, name, operation.Index)),
            "move" => List(found, operation, (items, name) => Move(items, name, operation)),
            _ => throw new ArgumentOutOfRangeException(nameof(operation)),
        };

    private static Fault Misfit(string text) =>
        new(FaultKind.Unprocessable, OperationOutcome.IssueType.Invalid, text, null, "patch-path");

    private static Fault? One(IReadOnlyList<PocoNode> found, PatchOperation operation, Func<PocoNode, Fault?> change) =>
        found.Count == 1
            ? change(found[0])
            : Misfit($"{operation.Type} takes a path to one element; '{operation.PathText}' leads to {found.Count}.");

    private Fault? Add(PocoNode target, string name)
    {
        if (
            PatchPlace.Element(target.Poco, name) is not { } element
            || NewValue(element, out var main, out var beside) is false
        )
            return Misfit($"{target.Poco.TypeName} has no element '{name}' that takes this value.");
        var holder = PatchPlace.ObjectOf(root, target);
        var written = PatchPlace.NameOf(element, name, value.Type ?? string.Empty);
        if (!element.IsCollection && target.Child(name) is not null)
            return Misfit($"'{name}' is there already; replace it.");
        Put(holder, written, element.IsCollection, main, beside);
        return null;
    }

    private Fault? Delete(PocoNode target)
    {
        if (target.Parent is not { } parent)
            return Misfit("A patch cannot delete the resource itself.");
        var (holder, name) = (PatchPlace.ObjectOf(root, parent), PatchPlace.NameOf(target));
        foreach (var written in new[] { name, "_" + name })
            if (target.Index is not { } at)
                holder.Remove(written);
            else if (holder[written] is JsonArray items && at < items.Count)
                RemoveAt(holder, written, items, at);
        Prune(parent);
        return null;
    }

    /// <summary>
    /// What lost its last child is no element any more (ele-1), and neither is what held nothing but that.
    /// </summary>
    private void Prune(PocoNode? emptied)
    {
        for (var node = emptied; node?.Parent is { } parent; node = parent)
        {
            var (holder, name) = (PatchPlace.ObjectOf(root, parent), PatchPlace.NameOf(node));
            var written = node.Poco is PrimitiveType ? "_" + name : name;
            if (node.Index is not { } at)
            {
                if (holder[written] is not JsonObject { Count: 0 })
                    return;
                holder.Remove(written);
            }
            else if (
                holder[written] is not JsonArray items
                || at >= items.Count
                || items[at] is not JsonObject { Count: 0 }
            )
                return;
            else if (node.Poco is PrimitiveType && (holder[name] as JsonArray)?.ElementAtOrDefault(at) is not null)
                Blank(holder, written, items, at); // the value stays, without its extensions
            else
                foreach (var each in new[] { name, "_" + name })
                    if (holder[each] is JsonArray list && at < list.Count)
                        RemoveAt(holder, each, list, at);
            if (holder.Count > 0)
                return;
        }
    }

    private static void Blank(JsonObject holder, string name, JsonArray items, int at)
    {
        items[at] = null;
        if (items.All(static item => item is null))
            holder.Remove(name);
    }

    private Fault? Replace(PocoNode target)
    {
        if (
            target.Parent is not { } parent
            || PatchPlace.Element(parent.Poco, target.Name!) is not { } element
            || NewValue(element, out var main, out var beside) is false
        )
            return Misfit("The element does not take this value.");
        var holder = PatchPlace.ObjectOf(root, parent);
        if (target.Index is not { } at)
        {
            Delete(target);
            Put(holder, PatchPlace.NameOf(element, target.Name!, value.Type ?? string.Empty), false, main, beside);
            return null;
        }

        var count = Count(holder, target.Name!);
        Set(holder, target.Name!, count, at, main);
        Set(holder, "_" + target.Name, count, at, beside);
        return null;
    }

    /// <summary>One item of a list; a list that is left with nothing but nulls goes.</summary>
    private static void Set(JsonObject holder, string name, int count, int at, JsonNode? item)
    {
        if (item is null && !holder.ContainsKey(name))
            return;
        var items = Pad(holder, name, count);
        items[at] = item;
        if (items.All(static each => each is null))
            holder.Remove(name);
    }

    /// <summary>The path must lead to every item of one list.</summary>
    private static Fault? List(
        IReadOnlyList<PocoNode> found,
        PatchOperation operation,
        Func<PocoNode, string, Fault?> change
    )
    {
        var first = found.Count > 0 ? found[0] : null;
        if (
            first?.Parent is not { } parent
            || first.Index is null
            || found.Any(each => each.Parent?.Poco != parent.Poco || each.Name != first.Name)
        )
            return Misfit(
                $"{operation.Type} takes a path to a list that has items; '{operation.PathText}' leads to none."
            );
        return change(first, first.Name!);
    }

    private Fault? Insert(PocoNode item, string name, int index)
    {
        if (
            PatchPlace.Element(item.Parent!.Poco, name) is not { } element
            || NewValue(element, out var main, out var beside) is false
        )
            return Misfit("The list does not take this value.");
        var holder = PatchPlace.ObjectOf(root, item.Parent);
        var count = Count(holder, name);
        if (index > count)
            return Misfit($"The list has {count} items; index {index} is beyond its end.");
        var extras = beside is not null || holder.ContainsKey("_" + name);
        Pad(holder, name, count).Insert(index, main);
        if (extras)
            Pad(holder, "_" + name, count).Insert(index, beside);
        return null;
    }

    private Fault? Move(PocoNode item, string name, PatchOperation operation)
    {
        var holder = PatchPlace.ObjectOf(root, item.Parent!);
        var count = Count(holder, name);
        if (operation.Source >= count || operation.Destination >= count)
            return Misfit($"The list has {count} items; source and destination count from 0.");
        foreach (var written in new[] { name, "_" + name })
        {
            if (!holder.ContainsKey(written))
                continue;
            var items = Pad(holder, written, count);
            var moved = items[operation.Source];
            items.RemoveAt(operation.Source);
            items.Insert(operation.Destination, moved);
        }

        return null;
    }

    private bool NewValue(PropertyMapping element, out JsonNode? main, out JsonNode? beside) =>
        ((main = value.Main(element)) is not null) | ((beside = value.Beside()) is not null);

    private static int Count(JsonObject holder, string name) =>
        Math.Max((holder[name] as JsonArray)?.Count ?? 0, (holder["_" + name] as JsonArray)?.Count ?? 0);

    private static void Put(JsonObject holder, string name, bool repeats, JsonNode? main, JsonNode? beside)
    {
        if (!repeats)
        {
            if (main is not null)
                holder[name] = main;
            if (beside is not null)
                holder["_" + name] = beside;
            return;
        }

        var count = Count(holder, name);
        if (main is not null || holder.ContainsKey(name))
            Pad(holder, name, count).Add(main);
        if (beside is not null)
            Pad(holder, "_" + name, count).Add(beside);
    }

    private static JsonArray Pad(JsonObject holder, string name, int count)
    {
        var items = (holder[name] ??= new JsonArray()).AsArray();
        while (items.Count < count)
            items.Add(null);
        return items;
    }

    private static void RemoveAt(JsonObject holder, string name, JsonArray items, int at)
    {
        items.RemoveAt(at);
        if (items.All(static item => item is null))
            holder.Remove(name); // an empty array is not FHIR
    }
}
