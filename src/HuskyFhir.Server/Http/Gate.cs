using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Registry.Disclosures;
using HuskyFhir.Registry.Families;
using HuskyFhir.Server.Security;
using Microsoft.AspNetCore.Authentication;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Http;

/// <summary>What a route asks of the policy.</summary>
/// <param name="Name">As in the audit and the CapabilityStatement.</param>
/// <param name="Needs">What the scope must allow on the type in the address; null where the interaction itself asks the policy for each type that it touches.</param>
/// <param name="System">Whether the address names no type: then any type that is allowed will do, and each is decided again where it is met.</param>
internal sealed record Asks(string Name, Interaction? Needs, bool System = false);

/// <summary>
/// Authenticates and authorises every FHIR interaction before a byte of its body is read. A route without <see cref="Asks"/> carries no data.
/// Faults: 401, 403, 406; each denial is audited.
/// </summary>
internal sealed class Gate(RequestDelegate next, CallerResolver callers, FamilyTable families, AuditTrail audit, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Asks>() is not { } asks)
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
        if ((Negotiation.CheckAccept(context.Request) ?? await AuthoriseAsync(context, asks, type)) is { } fault)
            await Outcomes.WriteAsync(context, fault);
        else
            await next(context);
    }

    private Answer<Grant> Any(Caller caller, Interaction needs)
    {
        var all = families.Types.Select(type => Policy.Decide(caller, needs, type.Name, type.Openness)).ToList();
        return all.FirstOrDefault(static answer => answer.Fault is null, all[0]);
    }

    private async Task<Fault?> AuthoriseAsync(HttpContext context, Asks asks, FhirType? type)
    {
        var caller = await callers.FindAsync(context.User, context.RequestAborted);
        var request = RequestGuard.RequestId(context);
        if (caller is not null && asks.Needs is null)
        {
            context.Features.Set(new SystemCall(asks.Name, caller, request));
            return null;
        }

        var decision = caller is null
            ? new Fault(FaultKind.Forbidden, IssueType.Forbidden, "The token's client is not registered with this service.", null, "unknown-client")
            : type is null ? Any(caller, asks.Needs!.Value) : Policy.Decide(caller, asks.Needs!.Value, type.Name, type.Openness);
        if (decision.Try(out var grant, out var fault))
        {
            context.Features.Set(new FhirCall(asks.Name, type, grant, request));
            return null;
        }

        await audit.RecordAsync(new AuditRecord(clock.GetUtcNow(), caller?.ClientId ?? "unregistered", asks.Name, type?.Name, FhirCall.IdOf(context), null, null, "forbidden", request));
        return fault;
    }
}
