using System.Text.Json;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Answers;
using HuskyFhir.Server.Http;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Patching;

/// <summary>
/// A JSON Patch (RFC 6902) on the JSON of a resource. Ours and not a library's, because the size of the document is
/// held within the service's limit after every operation: a few dozen copies of a document into itself would otherwise
/// fill the memory. Faults: 400 for a patch that cannot be read, 413, 422 for an operation that does not fit.
/// </summary>
internal sealed class JsonPatch
{
    private readonly IReadOnlyList<JsonPatchOperation> operations;
    private readonly long mostBytes;

    private JsonPatch(IReadOnlyList<JsonPatchOperation> operations, long mostBytes) =>
        (this.operations, this.mostBytes) = (operations, mostBytes);

    /// <param name="body">UTF-8.</param>
    /// <param name="mostOperations">More are refused.</param>
    /// <param name="mostBytes">How large the patched document may become.</param>
    /// <param name="maxDepth">Of the patch.</param>
    public static Result<JsonPatch> Read(ReadOnlyMemory<byte> body, int mostOperations, long mostBytes, int maxDepth)
    {
        if (!SoundJson.IsUnicode(body.Span, maxDepth))
            return new Fault(
                FaultKind.Malformed,
                IssueType.Structure,
                "The patch holds text that is not Unicode.",
                null,
                "patch-unreadable"
            );
        JsonArray? list;
        try
        {
            list =
                JsonNode.Parse(
                    body.Span,
                    documentOptions: new() { MaxDepth = maxDepth, AllowDuplicateProperties = false }
                ) as JsonArray;
        }
        catch (JsonException bad)
        {
            return new Fault(
                FaultKind.Malformed,
                IssueType.Structure,
                $"The patch is not JSON, or is nested too deeply (line {bad.LineNumber + 1}).",
                null,
                "patch-unreadable"
            );
        }

        if (list is null)
            return new Fault(
                FaultKind.Malformed,
                IssueType.Structure,
                "A JSON Patch is an array of operations.",
                null,
                "patch-unreadable"
            );
        if (list.Count > mostOperations)
            return new Fault(
                FaultKind.TooLarge,
                IssueType.TooCostly,
                $"A patch may have {mostOperations} operations; send it in parts.",
                null,
                "patch-too-large"
            );
        var operations = new List<JsonPatchOperation>(list.Count);
        for (var at = 0; at < list.Count; at++)
        {
            if (!JsonPatchOperation.Read(list[at]).Try(out var operation, out var fault))
                return At(at, fault);
            operations.Add(operation);
        }

        return new JsonPatch(operations, mostBytes);
    }

    /// <summary>The patched document.</summary>
    public Result<byte[]> Apply(ReadOnlyMemory<byte> stored)
    {
        try
        {
            return Applied(stored);
        }
        catch (JsonException)
        {
            // Copies into themselves double the depth, while the size is still small.
            return new Fault(
                FaultKind.Unprocessable,
                IssueType.TooLong,
                "The patched resource would be nested too deeply.",
                null,
                "too-deep"
            );
        }
    }

    private Result<byte[]> Applied(ReadOnlyMemory<byte> stored)
    {
        var root = JsonNode.Parse(stored.Span)!;
        var size = (long)stored.Length;
        for (var at = 0; at < operations.Count; at++)
        {
            if (!operations[at].Apply(ref root).Try(out var added, out var fault))
                return At(at, fault);
            size += added;
            if (size > mostBytes)
                return At(
                    at,
                    new(
                        FaultKind.TooLarge,
                        IssueType.TooLong,
                        $"The patched resource would have more than {mostBytes} bytes.",
                        null,
                        "too-large"
                    )
                );
        }

        // Only now: an operation may fill again what one before it has emptied.
        foreach (var operation in operations)
            operation.RemovedFrom?.Prune(root);
        return JsonSerializer.SerializeToUtf8Bytes(root);
    }

    private static Fault At(int operation, Fault fault) =>
        new(
            fault.Kind,
            [
                .. fault.Issues.Select(issue =>
                    issue with
                    {
                        Expression = $"[{operation}]{issue.Expression}",
                        Text = $"Operation {operation}: {issue.Text}",
                    }
                ),
            ]
        );
}
