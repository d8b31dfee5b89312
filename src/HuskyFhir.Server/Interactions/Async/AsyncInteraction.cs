using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.Jobs;
using HuskyFhir.Server.Http;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Async;

/// <summary>
/// The status of what is answered later (R4 section 3.1.6; the answer as a Bundle by R5's asynchronous interaction
/// pattern): 202 while it runs, 200 with the answer; DELETE forgets it. Fault: 404 for what is not the caller's own.
/// </summary>
internal sealed class AsyncInteraction(AsyncJobs jobs, PublicBase publicBase, ReadAudit trace, TimeProvider clock)
{
    /// <summary>202, with the address of the status.</summary>
    public async Task AcceptAsync(HttpContext context, FhirCall call, string operation, ReadOnlyMemory<byte> input)
    {
        var id = await jobs.AcceptAsync(
            call.Caller.ClientId,
            call.Caller.Organization,
            operation,
            call.RequestId,
            input,
            context.RequestAborted
        );
        await trace.RecordAsync(call, null, [], operation);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.Headers.ContentLocation = $"{publicBase.Url}/async/{id:D}";
    }

    public async Task StatusAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        if (await OwnAsync(context, call) is not { } state)
            return;
        await trace.RecordAsync(call, null, [], "async");
        if (state.Output is { } output)
        {
            context.Response.Headers.Expires = (clock.GetUtcNow() + TimeSpan.FromHours(1)).ToString(
                "R",
                System.Globalization.CultureInfo.InvariantCulture
            );
            await ResponseWriter.WriteAsync(context, output, Negotiation.Pretty(context.Request));
            return;
        }

        if (state.Lease <= clock.GetUtcNow().UtcTicks)
            jobs.Tell(state.Job.Id); // nobody works on it: whoever did is gone
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.Headers["X-Progress"] = "in progress";
        context.Response.Headers.RetryAfter = "2";
    }

    public async Task CancelAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        if (await OwnAsync(context, call) is not { } state)
            return;
        await jobs.DropAsync(state.Job.Id, context.RequestAborted);
        await trace.RecordAsync(call, null, [], "async");
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private async Task<AsyncState?> OwnAsync(HttpContext context, FhirCall call)
    {
        if (
            FhirCall.IdOf(context) is { } id
            && await jobs.FindAsync(id, call.Caller.ClientId, context.RequestAborted) is { } state
        )
            return state;
        var fault = new Fault(
            FaultKind.NotFound,
            IssueType.NotFound,
            "There is no such request of this client; an answer is kept for a day.",
            null,
            "unknown-id"
        );
        await trace.RecordAsync(context, call, fault);
        await OperationOutcomeWriter.WriteAsync(context, fault);
        return null;
    }
}
