using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.Disclosures.Chains;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Server.Http;
using HuskyFhir.Storage.Audit;

namespace HuskyFhir.Server.Interactions;

/// <summary>
/// Leaves the audit records of a look; the response waits for them. One record a request, which lists all that was
/// shown.
/// </summary>
internal sealed class ReadAudit(AuditTrail audit, TimeProvider clock)
{
    /// <summary>A look at one resource.</summary>
    public Task RecordAsync(HttpContext context, FhirCall call, Result<StoredResource> answer)
    {
        var record = answer.Try(out var seen, out var fault)
            ? Record(call, seen.Id, seen.Version, seen.Member, "ok", null)
            : Record(call, FhirCall.IdOf(context), null, null, Name(fault), null);
        return audit.RecordAsync(record);
    }

    /// <summary>A look at many, or at none.</summary>
    public Task RecordAsync(FhirCall call, Guid? resource, IReadOnlyList<StoredResource> seen, string detail) =>
        audit.RecordAsync(
            Record(call, resource, null, null, "ok", detail) with
            {
                Seen = DisclosedResources.Pack(seen),
            }
        );

    /// <summary>A look at what is no type of the families, such as the audit itself.</summary>
    public Task RecordOfTypeAsync(FhirCall call, string type, Guid? member, Fault? fault, string? detail) =>
        audit.RecordAsync(
            Record(call, null, null, member, fault is null ? "ok" : Name(fault), detail) with
            {
                Type = type,
            }
        );

    /// <summary>A refusal.</summary>
    public Task RecordAsync(HttpContext context, FhirCall call, Fault fault) =>
        audit.RecordAsync(Record(call, FhirCall.IdOf(context), null, null, Name(fault), null));

    /// <summary>A refusal of a part of a call.</summary>
    public Task RecordAsync(FhirCall call, string interaction, string type, Fault fault) =>
        audit.RecordAsync(
            Record(call with { Interaction = interaction }, null, null, null, Name(fault), null) with
            {
                Type = type,
            }
        );

    /// <summary>
    /// Sends what was found, whose record is durable already, or else records the refusal and sends that.
    /// </summary>
    public async Task AnswerAsync(HttpContext context, FhirCall call, Result<ReadOnlyMemory<byte>> answer)
    {
        if (answer.Try(out var bundle, out var fault))
        {
            await ResponseWriter.WriteAsync(context, bundle, Negotiation.Pretty(context.Request));
            return;
        }

        await RecordAsync(context, call, fault);
        await OperationOutcomeWriter.WriteAsync(context, fault);
    }

    private static string Name(Fault fault) => fault.Kind.ToString().ToLowerInvariant();

    private AuditRecord Record(
        FhirCall call,
        Guid? resource,
        long? version,
        Guid? member,
        string outcome,
        string? detail
    ) =>
        new(
            clock.GetUtcNow(),
            call.Caller.ClientId,
            call.Interaction,
            call.Named?.Name,
            resource,
            version,
            member,
            outcome,
            call.RequestId,
            detail
        )
        {
            Purpose = call.Caller.Purpose,
            Reason = call.Reason,
        };
}
