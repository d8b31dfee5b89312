using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.Disclosures.Chains;
using HuskyFhir.Resources.Types;
using HuskyFhir.Server.Documents;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Security.Clients;
using HuskyFhir.Storage.Audit;
using Microsoft.AspNetCore.Authentication;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Pipeline;

/// <summary>
/// Authenticates and authorises every FHIR interaction before a byte of its body is read. A route without <see
/// cref="InteractionMetadata"/> carries no data. Faults: 401, 403, 406; each denial is audited.
/// </summary>
internal sealed class AuthorizationMiddleware(
    RequestDelegate next,
    CallerResolver callers,
    FhirTypeCatalog families,
    EmergencyAccess emergency,
    AuditTrail audit,
    TimeProvider clock
)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<InteractionMetadata>() is not { } asks)
        {
            await next(context);
            return;
        }

        if (context.User.Identity?.IsAuthenticated != true)
        {
            await context.ChallengeAsync();
            return;
        }

        var type = context.Request.RouteValues["type"] is string name ? families.Find(name) : null;
        // The bytes of a document have their own media type, and are sent to whoever may have them.
        var accepts =
            type is { HasBytes: true } && asks.Name is ("read" or "vread")
                ? BytesAnswer.CheckAccept(context.Request)
                : Negotiation.CheckAccept(context.Request);
        if ((accepts ?? await AuthoriseAsync(context, asks, type)) is { } fault)
            await OperationOutcomeWriter.WriteAsync(context, fault);
        else
            await next(context);
    }

    /// <summary>The permission on the type; without a type null, once any type would do.</summary>
    private Result<Grant?> Decide(Caller caller, Interaction? needs, FhirType? type)
    {
        if (needs is not { } needed)
            return (Grant?)null;
        if (type is not null)
            return Policy.Decide(caller, needed, type.Name, type.Openness).Try(out var grant, out var denied)
                ? grant
                : denied;
        var faults = families
            .Types.Select(each => Policy.Decide(caller, needed, each.Name, each.Openness).Fault)
            .ToList();
        return faults.Contains(null) ? (Grant?)null : faults[0]!;
    }

    private async Task<Fault?> AuthoriseAsync(HttpContext context, InteractionMetadata asks, FhirType? type)
    {
        var caller = await callers.FindAsync(context.User, context.RequestAborted);
        var request = ErrorMiddleware.RequestId(context);
        Result<Grant?> decision;
        if (caller is null)
            decision = new Fault(
                FaultKind.Forbidden,
                IssueType.Forbidden,
                "The token's client is not registered with this service.",
                null,
                "unknown-client"
            );
        else
            decision = (await emergency.BindAsync(context, caller, asks.Name, type)).Try(
                out var bound,
                out var unfounded
            )
                ? Decide(caller = bound, asks.Needs, type)
                : unfounded;
        if (decision.Try(out var grant, out var fault))
        {
            context.Features.Set(
                new FhirCall(asks.Name, type, caller!, grant, request, EmergencyAccess.ReasonOf(context, caller!))
            );
            return null;
        }

        await audit.RecordAsync(
            new AuditRecord(
                clock.GetUtcNow(),
                caller?.ClientId ?? "unregistered",
                asks.Name,
                type?.Name,
                FhirCall.IdOf(context),
                null,
                null,
                "forbidden",
                request
            )
            {
                Purpose = caller?.Purpose,
            }
        );
        return fault;
    }
}
