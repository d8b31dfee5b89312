using System.Text.Json;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Answers;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Patching;

/// <summary>One operation of a JSON Patch (RFC 6902 section 4).</summary>
internal sealed record JsonPatchOperation(string Op, JsonPointer Path, JsonPointer? From, JsonNode? Value)
{
    private static readonly string[] Ops = ["add", "remove", "replace", "move", "copy", "test"];

    public static Result<JsonPatchOperation> Read(JsonNode? node)
    {
        if (node is not JsonObject given)
            return Unreadable("An operation is an object with op and path.", string.Empty);
        if (Text(given, "op") is not { } op || !Ops.Contains(op))
            return Unreadable($"op takes {string.Join(", ", Ops)}.", ".op");
        if (JsonPointer.Read(Text(given, "path")) is not { } path)
            return Unreadable("path takes a JSON Pointer such as /name/0/family.", ".path");
        var from = JsonPointer.Read(Text(given, "from"));
        if (op is "move" or "copy" && from is null)
            return Unreadable($"{op} needs from, a JSON Pointer such as /name/0/family.", ".from");
        if (op is "add" or "replace" or "test" && !given.ContainsKey("value"))
            return Unreadable($"{op} needs a value.", ".value");
        return new JsonPatchOperation(op, path, from, given["value"]);
    }

    /// <summary>Where something was taken away; null for an operation that takes nothing.</summary>
    public JsonPointer? RemovedFrom =>
        Op switch
        {
            "remove" => Path,
            "move" => From,
            _ => null,
        };

    /// <summary>Applies it, and answers how many bytes it may have added.</summary>
    public Result<long> Apply(ref JsonNode root)
    {
        switch (Op)
        {
            case "add":
                return Put(ref root, Path.Add(root, Value?.DeepClone(), out var whole), whole, Value);
            case "remove":
                return Path.Remove(root) ? 0L : NotThere(Path);
            case "replace":
                return Put(ref root, Path.Replace(root, Value?.DeepClone(), out whole), whole, Value);
            case "test":
                return Path.Find(root, out var found) && JsonNode.DeepEquals(found, Value)
                    ? 0L
                    : new Fault(
                        FaultKind.Unprocessable,
                        IssueType.BusinessRule,
                        $"The test of {Path} does not hold.",
                        ".path",
                        "patch-test"
                    );
            case "copy":
                return From!.Find(root, out var copied)
                    ? Put(ref root, Path.Add(root, copied?.DeepClone(), out whole), whole, copied)
                    : NotThere(From);
            case "move":
                return Move(root);
            default:
                throw new InvalidOperationException(Op);
        }
    }

    private static string? Text(JsonObject given, string name) =>
        given[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static Fault Unreadable(string text, string at) =>
        new(FaultKind.Malformed, IssueType.Structure, text, at, "patch-unreadable");

    private static Fault NotThere(JsonPointer path) =>
        new(
            FaultKind.Unprocessable,
            IssueType.NotFound,
            $"There is nothing at {path}, or it cannot be reached.",
            ".path",
            "patch-path"
        );

    private Result<long> Put(ref JsonNode root, bool done, JsonNode? whole, JsonNode? added)
    {
        if (!done)
            return NotThere(Path);
        root = whole ?? root;
        return added is null ? 0 : (long)JsonSerializer.SerializeToUtf8Bytes(added).Length;
    }

    private Result<long> Move(JsonNode root)
    {
        // Into itself, a thing would be nowhere (RFC 6902 section 4.4).
        if (From!.IsWithin(Path) || !From.Find(root, out var moved))
            return NotThere(From);
        if (From.ToString() == Path.ToString())
            return 0;
        From.Remove(root);
        return Path.Add(root, moved, out _) ? 0L : NotThere(Path);
    }
}
