using System.Globalization;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Server.Documents;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Searching;

namespace HuskyFhir.Server.Interactions;

/// <summary>
/// read and vread (R4 sections 3.1.0.1 and 3.1.0.2): stored bytes straight to the response, after the audit record is
/// durable. 200, or 304 when the caller's copy is current. Faults: 404, 410.
/// </summary>
internal sealed class ReadInteraction(ResourceReader reads, SearchReading reading, BytesAnswer bytes, ReadAudit trace)
{
    public async Task ReadAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        var answer = FhirCall.IdOf(context) is { } id
            ? await reads.ReadAsync(call.Type, id, call.Grant, context.RequestAborted)
            : call.Unknown(context);
        await AnswerAsync(context, call, answer);
    }

    public async Task VersionAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        var known = long.TryParse(
            (string?)context.Request.RouteValues["version"],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var version
        );
        var answer =
            known && FhirCall.IdOf(context) is { } id
                ? await reads.VersionAsync(call.Type, id, version, call.Grant, context.RequestAborted)
                : call.Unknown(context);
        await AnswerAsync(context, call, answer);
    }

    private async Task AnswerAsync(HttpContext context, FhirCall call, Result<StoredResource> answer)
    {
        if (!reading.Shape(context.Request).Try(out var shape, out var unread))
            answer = unread;
        await trace.RecordAsync(context, call, answer);
        if (!answer.Try(out var resource, out var fault))
        {
            await OperationOutcomeWriter.WriteAsync(context, fault);
            return;
        }

        VersionTags.Set(context, resource);
        Part2Notice.Set(context, call.Caller, resource);
        if (
            await VersionTags.MatchesAsync(
                context.Request,
                resource,
                second => reads.IsSoleAsync(resource, second, context.RequestAborted)
            )
        )
            context.Response.StatusCode = StatusCodes.Status304NotModified;
        else if (call.Type.HasBytes && shape!.IsWhole)
            await bytes.WriteAsync(context, call, resource);
        else
            await ResponseWriter.WriteAsync(
                context,
                shape!.IsWhole ? resource.Body : Subsetting.Cut(resource, shape!).Body,
                Negotiation.Pretty(context.Request)
            );
    }
}
