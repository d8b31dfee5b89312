using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Contents;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Documents;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Patching;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Interactions;

/// <summary>
/// create, update, patch and delete, each also conditional (R4 sections 3.1.0.4 to 3.1.0.8): the one road in, and the
/// answer that
/// <c>Prefer: return</c> asks for. Faults: 400, 404, 405, 409, 410, 412, 413, 415, 422.
/// </summary>
internal sealed class WriteInteractions(
    RequestBody bodies,
    Intake intake,
    WritePipeline writes,
    Conditions conditions,
    PatchReader patches,
    WriteAnswers answers,
    OriginHeader origins,
    ReadAudit trace,
    PublicBase publicBase,
    TimeProvider clock,
    RawUpload uploads
)
{
    public Task CreateAsync(HttpContext context) =>
        AnswerAsync(
            context,
            async call =>
            {
                Criteria? unless = null;
                if (
                    context.Request.Headers.TryGetValue("If-None-Exist", out var text)
                    && !conditions
                        .Read(call.Caller, call.Type, text.ToString().Trim(), "If-None-Exist")
                        .Try(out unless, out var fault)
                )
                    return fault;
                if (!(await ResourceAsync(context, call)).Try(out var sent, out var unfit))
                    return unfit;
                return unless is null
                    ? new CreateCommand(call.Type, call.Grant, sent.Resource) { Content = sent.Bytes }
                    : new ConditionalCreateCommand(
                        call.Type,
                        call.Grant,
                        sent.Resource,
                        Guid.CreateVersion7(clock.GetUtcNow()),
                        unless
                    )
                    {
                        Content = sent.Bytes,
                    };
            }
        );

    public Task UpdateAsync(HttpContext context) =>
        AnswerAsync(
            context,
            async call =>
            {
                if (!VersionTags.IfMatch(context.Request).Try(out var ifMatch, out var fault))
                    return fault;
                if (!(await ResourceAsync(context, call)).Try(out var sent, out var unfit))
                    return unfit;
                var resource = sent.Resource;
                var inUrl = (string)context.Request.RouteValues["id"]!;
                if (resource.Id != inUrl)
                    return new Fault(
                        FaultKind.Malformed,
                        OperationOutcome.IssueType.Invalid,
                        $"The body's id is '{resource.Id}', the URL's is '{inUrl}'; they must be the same.",
                        $"{call.Type.Name}.id",
                        "id-mismatch"
                    );
                return FhirCall.IdOf(context) is { } id
                    ? new UpdateCommand(call.Type, call.Grant, id, resource, ifMatch) { Content = sent.Bytes }
                    : WriteFaults.NoUpdateAsCreate(call.Type);
            }
        );

    public Task ConditionalUpdateAsync(HttpContext context) =>
        AnswerAsync(
            context,
            async call =>
            {
                if (
                    !VersionTags.IfMatch(context.Request).Try(out var ifMatch, out var fault)
                    || !conditions.OfAddress(context.Request, call.Caller, call.Type).Try(out var condition, out fault)
                )
                    return fault;
                if (!(await ResourceAsync(context, call)).Try(out var sent, out var unfit))
                    return unfit;
                var creating = Policy.Decide(call.Caller, Interaction.Create, call.Type.Name, call.Type.Openness);
                return new ConditionalUpdateCommand(
                    call.Type,
                    call.Grant,
                    sent.Resource,
                    Guid.CreateVersion7(clock.GetUtcNow()),
                    sent.Resource.Id,
                    condition,
                    creating,
                    ifMatch
                )
                {
                    Content = sent.Bytes,
                };
            }
        );

    public Task PatchAsync(HttpContext context) =>
        AnswerAsync(
            context,
            async call =>
            {
                if (!VersionTags.IfMatch(context.Request).Try(out var ifMatch, out var fault))
                    return fault;
                Criteria? condition = null;
                var byId = context.Request.RouteValues.ContainsKey("id");
                if (byId && FhirCall.IdOf(context) is null)
                    return call.Unknown(context);
                if (
                    !byId
                    && !conditions.OfAddress(context.Request, call.Caller, call.Type).Try(out condition, out fault)
                )
                    return fault;
                if (
                    !(
                        await bodies.ReadAsync(
                            context.Request,
                            PatchReader.CheckContentType(context.Request),
                            context.RequestAborted
                        )
                    ).Try(out var body, out fault)
                )
                    return fault;
                if (
                    !patches
                        .Read(
                            call.Type,
                            PatchReader.IsJsonPatch(context.Request.ContentType),
                            body,
                            context.RequestAborted
                        )
                        .Try(out var change, out fault)
                )
                    return fault;
                return new PatchAsk(call.Type, call.Grant, FhirCall.IdOf(context), condition, change, ifMatch);
            }
        );

    public Task DeleteAsync(HttpContext context) =>
        AnswerAsync(
            context,
            call =>
            {
                if (WriteFaults.NotDeleted(call.Type) is { } ended)
                {
                    context.Response.Headers.Allow = context.Request.RouteValues.ContainsKey("id")
                        ? Allowed.Instance(call.Type)
                        : Allowed.Type(call.Type);
                    return Task.FromResult<Result<WriteCommand>>(ended);
                }

                return Task.FromResult(Deletion(context, call));
            }
        );

    private Result<WriteCommand> Deletion(HttpContext context, FhirCall call)
    {
        if (!VersionTags.IfMatch(context.Request).Try(out var ifMatch, out var fault))
            return fault;
        if (context.Request.RouteValues.ContainsKey("id"))
            return FhirCall.IdOf(context) is { } id
                ? new DeleteCommand(call.Type, call.Grant, id, ifMatch)
                : call.Unknown(context);
        return conditions.OfAddress(context.Request, call.Caller, call.Type).Try(out var condition, out fault)
            ? new ConditionalDeleteCommand(call.Type, call.Grant, condition, ifMatch)
            : fault;
    }

    private async Task<Result<(Resource Resource, Content? Bytes)>> ResourceAsync(HttpContext context, FhirCall call)
    {
        if (RawUpload.Is(context.Request, call.Type))
            return (await uploads.ReadAsync(context, call.Type)).Try(out var raw, out var refused)
                ? (raw.Resource, raw.Content)
                : refused;
        if (!(await bodies.ReadAsync(context.Request, context.RequestAborted)).Try(out var body, out var fault))
            return fault;
        if (!intake.Take(call.Type, body, context.RequestAborted).Try(out var resource, out fault))
            return fault;
        LocalReferences.MakeRelative(resource, body.Span, publicBase.Url);
        return (resource, null);
    }

    private async Task AnswerAsync(HttpContext context, Func<FhirCall, Task<Result<WriteCommand>>> read)
    {
        var call = FhirCall.Of(context);
        var asked = await read(call);
        var answer =
            asked.Try(out var ask, out var fault)
            && origins.Read(context.Request, inBundle: false).Try(out var origin, out fault)
                ? await writes.ApplyAsync(ask, call.RequestId, origin, context.RequestAborted)
                : fault;
        if (answer.Try(out var written, out fault))
        {
            StoredMark.Put(context);
            await answers.WriteAsync(
                context,
                written,
                WriteAnswers.Shows(call.Caller, call.Type, HttpMethods.IsPatch(context.Request.Method))
            );
            return;
        }

        await trace.RecordAsync(context, call, fault);
        if (fault.Kind == FaultKind.NotFound && HttpMethods.IsDelete(context.Request.Method))
            context.Response.StatusCode = StatusCodes.Status204NoContent; // deleting what is not there is done already
        else
            await OperationOutcomeWriter.WriteAsync(context, fault);
    }
}
