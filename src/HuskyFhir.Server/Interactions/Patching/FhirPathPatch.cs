using System.Text.Json;
using System.Text.Json.Nodes;
using Hl7.Fhir.FhirPath;
using Hl7.Fhir.Model;
using Hl7.FhirPath;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Server.Interactions.Patching;

/// <summary>One operation of a FHIRPath Patch.</summary>
/// <param name="Type">add, insert, delete, replace or move.</param>
/// <param name="Path">Compiled, within <see cref="PathBudget"/>.</param>
/// <param name="PathText">As it was sent.</param>
/// <param name="Name">Of the element that is added.</param>
/// <param name="Index">Where to insert.</param>
/// <param name="Source">Where to move from.</param>
/// <param name="Destination">Where to move to.</param>
/// <param name="ValueAt">Which part holds the value.</param>
internal sealed record PatchOperation(
    string Type,
    CompiledExpression Path,
    string PathText,
    string? Name,
    int Index,
    int Source,
    int Destination,
    int ValueAt
);

/// <summary>
/// Applies a FHIRPath Patch. Paths are evaluated on the resource's objects, and the elements that they find are changed
/// in its JSON, so that what comes out is parsed as strictly as what arrives. Fault: 422 with the operation that does
/// not fit.
/// </summary>
internal sealed class FhirPathPatch(Intake intake, Parameters parameters, IReadOnlyList<PatchOperation> operations)
{
    public Result<byte[]> Apply(ReadOnlyMemory<byte> stored, CancellationToken cancellation)
    {
        // Written anew each time: in a transaction, references among the values are known only when the patch is
        // applied.
        var given = JsonNode.Parse(FhirJson.Write(parameters))!["parameter"]?.AsArray() ?? [];
        var json = stored.ToArray();
        for (var at = 0; at < operations.Count; at++)
        {
            if (
                !Apply(json, operations[at], given[at]!["part"]!.AsArray(), cancellation)
                    .Try(out var patched, out var fault)
            )
                return new Fault(
                    fault.Kind,
                    [
                        .. fault.Issues.Select(issue =>
                            issue with
                            {
                                Expression = $"Parameters.parameter[{at}]",
                                Text = $"Operation {at}: {issue.Text}",
                            }
                        ),
                    ]
                );
            json = patched;
        }

        return json;
    }

    private Result<byte[]> Apply(byte[] json, PatchOperation operation, JsonArray parts, CancellationToken cancellation)
    {
        var (resource, report) = intake.Parse(json, cancellation);
        if (resource is null)
            return new Fault(FaultKind.Unprocessable, [.. report.Issues.Where(static issue => issue.Refuses)]);
        if (!Find(resource, operation).Try(out var found, out var fault))
            return fault;
        var root = JsonNode.Parse(json)!.AsObject();
        var change = new PatchChange(root, new(operation.ValueAt < 0 ? null : parts[operation.ValueAt]!.AsObject()));
        return (change.Make(operation, found) is { } misfit) ? misfit : JsonSerializer.SerializeToUtf8Bytes(root);
    }

    private static Result<IReadOnlyList<PocoNode>> Find(Resource resource, PatchOperation operation)
    {
        var root = new PocoNode(resource, null, null, resource.TypeName);
        try
        {
            var found = operation
                .Path([root], new FhirEvaluationContext { Resource = root, RootResource = root })
                .ToList();
            // What a function made is no element of the resource.
            if (found.TrueForAll(node => PatchPlace.RootOf(node).Poco == resource))
                return found;
        }
        catch (Exception bad)
            when (bad
                    is InvalidOperationException
                        or FormatException
                        or ArgumentException
                        or InvalidCastException
                        or NullReferenceException
                        or OverflowException
                        or NotSupportedException
            )
        {
            // The path does not fit the resource.
        }

        return new Fault(
            FaultKind.Unprocessable,
            OperationOutcome.IssueType.Invalid,
            $"The path '{operation.PathText}' does not lead to an element of this resource.",
            null,
            "patch-path"
        );
    }
}
