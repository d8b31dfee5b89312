using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Server.Interactions.Bundles;

/// <summary>
/// Reads an entry of a transaction: where it leads, whether the caller may, and its resource, strictly. Faults are
/// those of the same request by itself, each with its entry.
/// </summary>
internal sealed class EntryReader(
    FhirTypeCatalog families,
    Intake intake,
    Conditions conditions,
    PublicBase publicBase,
    TimeProvider clock
)
{
    /// <summary>An entry that writes.</summary>
    public Result<PlannedEntry> Write(
        Caller caller,
        BundleEntry entry,
        EntryAddress address,
        CancellationToken cancellation
    )
    {
        if (!Allowed(caller, entry, address).Try(out var planned, out var fault))
            return fault;
        if (!Conditioned(caller, entry, address, planned).Try(out planned, out fault))
            return fault.Issues[0].Expression?.StartsWith("Bundle.", StringComparison.Ordinal) == true
                ? fault
                : EntryFaults.AtRequest(entry.At, "url", fault);
        return entry.Resource is { } bytes && planned.Method != Bundle.HTTPVerb.DELETE
            ? Content(entry, planned, bytes, cancellation)
            : planned;
    }

    /// <summary>
    /// Null when the caller may look where a GET leads; other refusals are the answer of the look itself.
    /// </summary>
    public Fault? Look(Caller caller, BundleEntry entry, EntryAddress address)
    {
        if (families.Find(address.Parts[0]) is not { } type)
            return null;
        var needs = address.Parts.Length > 1 && address.Parts[1] != "_history" ? Interaction.Read : Interaction.Search;
        return Policy.Decide(caller, needs, type.Name, type.Openness).Fault is { } denied
            ? EntryFaults.AtRequest(entry.At, null, denied)
            : null;
    }

    private Result<PlannedEntry> Allowed(Caller caller, BundleEntry entry, EntryAddress address)
    {
        var method = entry.Request!.Method!.Value;
        if (families.Find(address.Parts[0]) is not { } type)
            return EntryFaults.AtRequest(
                entry.At,
                "url",
                new(
                    FaultKind.NotFound,
                    OperationOutcome.IssueType.NotFound,
                    $"The service holds {string.Join(", ", families.Types.Select(static known => known.Name))}; the address names none of them.",
                    null,
                    "address"
                )
            );
        var fits =
            method == Bundle.HTTPVerb.POST
                ? address.Parts.Length == 1 && address.Query.Length == 0
                : address.Parts.Length == (address.Query.Length > 0 ? 1 : 2);
        if (!fits || address.Parts.Any(static part => part[0] is '$' or '_'))
            return EntryFaults.AtRequest(
                entry.At,
                "url",
                new(
                    FaultKind.Malformed,
                    OperationOutcome.IssueType.NotSupported,
                    $"In a transaction {method} takes {(method == Bundle.HTTPVerb.POST ? type.Name : $"{type.Name}/id or {type.Name}?criteria")}.",
                    null,
                    "entry-url"
                )
            );
        var needs = method switch
        {
            Bundle.HTTPVerb.POST => Interaction.Create,
            Bundle.HTTPVerb.DELETE => Interaction.Delete,
            _ => Interaction.Update,
        };
        if (!Policy.Decide(caller, needs, type.Name, type.Openness).Try(out var grant, out var denied))
            return EntryFaults.AtRequest(entry.At, null, denied);
        return new PlannedEntry(entry.At, method, type, grant, Guid.CreateVersion7(clock.GetUtcNow()))
        {
            FullUrl = entry.FullUrl,
        };
    }

    private Result<PlannedEntry> Conditioned(
        Caller caller,
        BundleEntry entry,
        EntryAddress address,
        PlannedEntry planned
    )
    {
        var (request, type) = (entry.Request!, planned.Type);
        if (planned.Method == Bundle.HTTPVerb.POST)
        {
            if (string.IsNullOrEmpty(request.IfNoneExist))
                return planned;
            return conditions
                .Read(caller, type, request.IfNoneExist, "If-None-Exist")
                .Try(out var unless, out var unread)
                ? planned with
                {
                    When = unless,
                }
                : EntryFaults.AtRequest(entry.At, "ifNoneExist", unread);
        }

        if (planned.Method == Bundle.HTTPVerb.DELETE && WriteFaults.NotDeleted(type) is { } ended)
            return ended;
        if (!VersionTags.IfMatch(request.IfMatch, request.IfNoneMatch).Try(out var ifMatch, out var fault))
            return EntryFaults.At(entry.At, type.Name, fault);
        planned = planned with { IfMatch = ifMatch };
        if (address.Query.Length > 0)
        {
            var creating = Policy.Decide(caller, Interaction.Create, type.Name, type.Openness);
            return conditions.Read(caller, type, address.Query, type.Name).Try(out var when, out fault)
                ? planned with
                {
                    When = when,
                    Creating = creating,
                }
                : fault;
        }

        if (FhirCall.IdOf(address.Parts[1]) is { } id)
            return planned with { Id = id };
        return planned.Method switch
        {
            Bundle.HTTPVerb.PUT => WriteFaults.NoUpdateAsCreate(type),
            Bundle.HTTPVerb.PATCH => new Fault(
                FaultKind.NotFound,
                OperationOutcome.IssueType.NotFound,
                $"{type.Name}/{address.Parts[1]} is not known here.",
                null,
                "unknown-id"
            ),
            _ => planned, // an id that no resource has: there is nothing to delete
        };
    }

    private Result<PlannedEntry> Content(
        BundleEntry entry,
        PlannedEntry planned,
        ReadOnlyMemory<byte> bytes,
        CancellationToken cancellation
    )
    {
        if (
            planned.Method == Bundle.HTTPVerb.PATCH
            && EntryPatch.Body(bytes) is var (body, mediaType)
            && Patching.PatchReader.IsJsonPatch(mediaType)
        )
            return planned with { JsonPatch = body };
        var (resource, report) = intake.Parse(bytes, cancellation);
        if (report.ToFault() is { } fault)
            return EntryFaults.At(entry.At, resource?.TypeName ?? planned.Type.Name, fault);
        var wanted = planned.Method == Bundle.HTTPVerb.PATCH ? "Parameters" : planned.Type.Name;
        if (resource!.TypeName != wanted)
            return EntryFaults.At(
                entry.At,
                wanted,
                new(
                    FaultKind.Malformed,
                    OperationOutcome.IssueType.Invalid,
                    $"The resource is a {resource.TypeName}; this entry takes {wanted}{(wanted == "Parameters" ? ", or a Binary with a JSON Patch" : string.Empty)}.",
                    "resourceType",
                    "wrong-type"
                )
            );
        if (planned is { Method: Bundle.HTTPVerb.PUT, When: null } && resource.Id != planned.Id.ToString("D"))
            return EntryFaults.At(
                entry.At,
                wanted,
                new(
                    FaultKind.Malformed,
                    OperationOutcome.IssueType.Invalid,
                    $"The resource's id is '{resource.Id}', the URL's is '{planned.Id:D}'; they must be the same.",
                    $"{wanted}.id",
                    "id-mismatch"
                )
            );
        LocalReferences.MakeRelative(resource, bytes.Span, publicBase.Url);
        return planned with { Resource = resource };
    }
}
