using HuskyFhir.Core.Answers;
using HuskyFhir.Server.Http.Representations;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Http;

/// <summary>
/// The outermost layer: gives each request its id and each response its headers, and turns what no one foresaw into an OperationOutcome
/// that says nothing of our insides. Faults: 400 and 413 from the web server, 503 when the store fails.
/// </summary>
internal sealed partial class RequestGuard(RequestDelegate next, ILogger<RequestGuard> log)
{
    private const string IdHeader = "X-Request-Id";

    public static string RequestId(HttpContext context) => (string)context.Items[IdHeader]!;

    public async Task InvokeAsync(HttpContext context)
    {
        var id = Choose(context.Request.Headers[IdHeader]) ?? context.TraceIdentifier;
        context.Items[IdHeader] = id;
        var headers = context.Response.Headers;
        headers[IdHeader] = id;
        headers.XContentTypeOptions = "nosniff";
        headers.Vary = "Accept";
        headers.CacheControl = "no-store"; // what a member's record says stays out of every cache on the way
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException bad)
        {
            await AnswerAsync(context, bad.StatusCode == 413
                ? new(FaultKind.TooLarge, IssueType.TooLong, "The body is larger than this service takes; see Http:MaxBodyBytes.", null, "too-large")
                : new(FaultKind.Malformed, IssueType.Structure, "The request could not be read to its end.", null, "request"));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller went away; there is no one to answer.
        }
#pragma warning disable CA1031 // The last resort: a bug or a broken store must not show itself to the caller.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFailure(log, fault, id);
            context.Features.Set<IRepresentation>(null); // it may be what failed
            await AnswerAsync(context, new(FaultKind.Unavailable, IssueType.Transient, $"The service could not do this now; nothing was changed. Quote request {id} when you ask about it.", null, "failed"));
        }
    }

    /// <summary>A caller's own id is kept when it is harmless in a log line and a header.</summary>
    private static string? Choose(string? given) =>
        given is { Length: > 0 and <= 64 } && given.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_') ? given : null;

    private static async Task AnswerAsync(HttpContext context, Fault fault)
    {
        if (context.Response.HasStarted)
            context.Abort();
        else
            await Outcomes.WriteAsync(context, fault);
    }

    [LoggerMessage(1001, LogLevel.Error, "Request {RequestId} failed")]
    private static partial void LogFailure(ILogger log, Exception fault, string requestId);
}
