using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Validation.Reports;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HuskyFhir.Server.Interactions.Patching;

/// <summary>
/// patch (R4 section 3.1.0.6): JSON Patch (RFC 6902) and FHIRPath Patch, read once and applied to the stored version.
/// What comes out passes the same <see cref="Intake"/> as any resource that arrives. Faults: 400 for a patch that
/// cannot be read, 413 for too many operations, 415, and 422 for an operation that does not fit; each names the
/// operation.
/// </summary>
internal sealed class PatchReader(
    Intake intake,
    FhirPathPatchReader fhirPaths,
    PublicBase publicBase,
    IOptions<HttpSettings> settings
)
{
    private const string JsonPatchType = "application/json-patch+json";

    /// <summary>Null for both kinds of patch.</summary>
    public static Fault? CheckContentType(HttpRequest request)
    {
        if (IsJsonPatch(request.ContentType))
            return Negotiation.CheckEncoding(request);
        return Negotiation.CheckContentType(request) is null
            ? null
            : new(
                FaultKind.UnsupportedMedia,
                OperationOutcome.IssueType.NotSupported,
                $"Send a JSON Patch as {JsonPatchType}, or a FHIRPath Patch (Parameters) as application/fhir+json or application/fhir+xml.",
                "Content-Type",
                "content-type"
            );
    }

    public static bool IsJsonPatch(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals(JsonPatchType, StringComparison.OrdinalIgnoreCase);

    /// <summary>The change that a body asks for.</summary>
    public Result<Func<StoredResource, Result<Resource>>> Read(
        FhirType type,
        bool isJsonPatch,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellation
    )
    {
        if (isJsonPatch)
            return JsonPatch
                .Read(body, settings.Value.MaxPatchOperations, settings.Value.MaxBodyBytes, settings.Value.MaxDepth)
                .Try(out var patch, out var unread)
                ? Change(type, patch.Apply, cancellation)
                : unread;
        var (resource, report) = intake.Parse(body, cancellation);
        if (report.ToFault() is { } fault)
            return fault;
        return resource is Parameters parameters
            ? Read(type, parameters, cancellation)
            : new Fault(
                FaultKind.Malformed,
                OperationOutcome.IssueType.Invalid,
                $"The body is a {resource!.TypeName}; a FHIRPath Patch is Parameters.",
                "resourceType",
                "wrong-type"
            );
    }

    /// <summary>The change that a FHIRPath Patch asks for.</summary>
    public Result<Func<StoredResource, Result<Resource>>> Read(
        FhirType type,
        Parameters parameters,
        CancellationToken cancellation
    ) =>
        fhirPaths.Read(parameters, settings.Value.MaxPatchOperations).Try(out var patch, out var fault)
            ? Change(type, json => patch.Apply(json, cancellation), cancellation)
            : fault;

    private Func<StoredResource, Result<Resource>> Change(
        FhirType type,
        Func<ReadOnlyMemory<byte>, Result<byte[]>> apply,
        CancellationToken cancellation
    ) =>
        stored =>
        {
            if (!apply(stored.Body!).Try(out var patched, out var fault))
                return fault;
            if (!intake.Take(type, patched, cancellation).Try(out var resource, out fault))
                return fault;
            if (resource.Id != stored.Id.ToString("D"))
                return new Fault(
                    FaultKind.Unprocessable,
                    OperationOutcome.IssueType.BusinessRule,
                    "A patch cannot change the id; leave it as it is.",
                    $"{type.Name}.id",
                    "patch-id"
                );
            LocalReferences.MakeRelative(resource, patched, publicBase.Url);
            return resource;
        };
}
