using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Server.Http;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Interactions.Operations;

/// <summary>
/// <c>$meta</c> of one resource (R4 Resource-operation-meta): its profiles, tags, labels and version, without the rest.
/// Faults: 404, 410.
/// </summary>
internal sealed class MetaOperation(ResourceReader reads, ReadAudit trace)
{
    public async Task MetaAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        var answer = FhirCall.IdOf(context) is { } id
            ? await reads.ReadAsync(call.Type, id, call.Grant, context.RequestAborted)
            : call.Unknown(context);
        await trace.RecordAsync(context, call, answer);
        if (answer.Try(out var stored, out var fault))
            await ResponseWriter.WriteAsync(
                context,
                FhirJson.Write(new Parameters().Add("return", FhirJson.Read(stored.Body!).Meta!)),
                Negotiation.Pretty(context.Request)
            );
        else
            await OperationOutcomeWriter.WriteAsync(context, fault);
    }
}
