using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Search;
using HuskyFhir.Registry.Store.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Searching;
using Microsoft.AspNetCore.WebUtilities;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Interactions;

/// <summary>
/// create, conditional create, update and delete (R4 sections 3.1.0.8, 3.1.0.4, 3.1.0.7): the one road in, and the answer that
/// <c>Prefer: return</c> asks for. Faults: 400, 404, 405, 409, 410, 412, 413, 415, 422.
/// </summary>
internal sealed class WriteInteractions(RequestBody bodies, Intake intake, WritePath writes, SearchReading reading, Trace trace, PublicBase publicBase)
{
    public Task CreateAsync(HttpContext context) => AnswerAsync(context, async call =>
    {
        if (!Condition(context.Request, call).Try(out var unless, out var fault))
            return fault;
        return (await ResourceAsync(context, call)).Try(out var resource, out var unfit)
            ? await writes.ApplyAsync(new CreateAsk(call.Type, call.Grant, resource, Unless: unless), call.RequestId, context.RequestAborted)
            : unfit;
    });

    public Task UpdateAsync(HttpContext context) => AnswerAsync(context, async call =>
    {
        if (!VersionTags.IfMatch(context.Request).Try(out var ifMatch, out var fault))
            return fault;
        if (!(await ResourceAsync(context, call)).Try(out var resource, out var unfit))
            return unfit;
        var inUrl = (string)context.Request.RouteValues["id"]!;
        if (resource.Id != inUrl)
            return new Fault(FaultKind.Malformed, OperationOutcome.IssueType.Invalid, $"The body's id is '{resource.Id}', the URL's is '{inUrl}'; they must be the same.", $"{call.Type.Name}.id", "id-mismatch");
        if (FhirCall.IdOf(context) is not { } id)
            return NoUpdateAsCreate(call);
        var answer = await writes.ApplyAsync(new UpdateAsk(call.Type, call.Grant, id, resource, ifMatch), call.RequestId, context.RequestAborted);
        return answer.Fault?.Kind == FaultKind.NotFound ? NoUpdateAsCreate(call) : answer;
    });

    public Task DeleteAsync(HttpContext context) => AnswerAsync(context, async call =>
    {
        if (call.Type.EndsBy is { } how)
        {
            context.Response.Headers.Allow = "GET, HEAD, PUT, OPTIONS";
            return new Fault(FaultKind.NotAllowed, OperationOutcome.IssueType.NotSupported, how, null, "not-deleted");
        }

        if (!VersionTags.IfMatch(context.Request).Try(out var ifMatch, out var fault))
            return fault;
        return FhirCall.IdOf(context) is { } id ? await writes.ApplyAsync(new DeleteAsk(call.Type, call.Grant, id, ifMatch), call.RequestId, context.RequestAborted) : call.Unknown(context);
    });

    private static Fault NoUpdateAsCreate(FhirCall call) =>
        new(FaultKind.NotAllowed, OperationOutcome.IssueType.NotSupported, $"There is no such {call.Type.Name} to update, and ids are given by the service; create it with POST {call.Type.Name}.", null, "update-as-create");

    private Answer<SearchQuery?> Condition(HttpRequest request, FhirCall call)
    {
        if (request.Headers["If-None-Exist"].ToString() is not { Length: > 0 } condition)
            return (SearchQuery?)null;
        var given = QueryHelpers.ParseQuery(Search(condition, call.Type.Name))
            .SelectMany(static pair => pair.Value.Select(value => new KeyValuePair<string, string>(pair.Key, value ?? string.Empty))).ToList();
        // Read strictly: a condition that was understood in part would create what should not exist.
        if (!reading.Read(call.Type, given, strict: true).Try(out var query, out var fault))
            return fault;
        return query.Filters.Count > 0 ? query : new Fault(FaultKind.Malformed, OperationOutcome.IssueType.Value, "If-None-Exist takes a search, such as identifier=system|value.", "If-None-Exist", "condition-empty");
    }

    /// <summary>The condition may be written as a search's address; a question mark elsewhere belongs to a value.</summary>
    private static string Search(string condition, string type) =>
        condition.StartsWith('?') ? condition[1..] : condition.StartsWith(type + "?", StringComparison.Ordinal) ? condition[(type.Length + 1)..] : condition;

    private async Task<Answer<Resource>> ResourceAsync(HttpContext context, FhirCall call)
    {
        if (!(await bodies.ReadAsync(context.Request, context.RequestAborted)).Try(out var body, out var fault))
            return fault;
        var taken = intake.Take(call.Type, body);
        if (taken.Try(out var resource, out _))
            LocalReferences.MakeRelative(resource, body.Span, publicBase.Url);
        return taken;
    }

    private async Task AnswerAsync(HttpContext context, Func<FhirCall, Task<Answer<Written>>> write)
    {
        var call = FhirCall.Of(context);
        if (!(await write(call)).Try(out var written, out var fault))
        {
            await trace.RecordAsync(context, call, fault);
            if (fault.Kind == FaultKind.NotFound && HttpMethods.IsDelete(context.Request.Method))
                context.Response.StatusCode = StatusCodes.Status204NoContent; // deleting what is not there is done already
            else
                await Outcomes.WriteAsync(context, fault);
            return;
        }

        context.Response.StatusCode = Status(written.Outcome);
        VersionTags.Set(context, written.Resource);
        if (written.Outcome == WriteOutcome.Deleted)
            return;
        if (written.Outcome is WriteOutcome.Created or WriteOutcome.Existing)
            context.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"{publicBase.Url}/{call.Type.Name}/{written.Resource.Id:D}/_history/{written.Resource.Version}");
        await BodyAsync(context, written);
    }

    private static int Status(WriteOutcome outcome) => outcome switch
    {
        WriteOutcome.Created => StatusCodes.Status201Created,
        WriteOutcome.Updated or WriteOutcome.Unchanged or WriteOutcome.Existing => StatusCodes.Status200OK,
        WriteOutcome.Deleted => StatusCodes.Status204NoContent,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    private static Task BodyAsync(HttpContext context, Written written) => Negotiation.Preference(context.Request, "return") switch
    {
        "minimal" => Task.CompletedTask,
        "OperationOutcome" => Bodies.WriteAsync(context, FhirJson.Write(Outcomes.Of([new(OperationOutcome.IssueSeverity.Information, OperationOutcome.IssueType.Informational, $"{written.Outcome}: {written.Resource.Type}/{written.Resource.Id:D}, version {written.Resource.Version}.")])), Negotiation.Pretty(context.Request)),
        _ => Bodies.WriteAsync(context, written.Resource.Body, Negotiation.Pretty(context.Request)),
    };
}
