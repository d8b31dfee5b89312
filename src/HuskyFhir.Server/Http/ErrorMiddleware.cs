using HuskyFhir.Core.Answers;
using HuskyFhir.Server.Http.Representations;
using HuskyFhir.Storage;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Http;

/// <summary>
/// The outermost layer: gives each request its id and each response its headers, and turns what no one foresaw into an
/// OperationOutcome that says nothing of our insides. Faults: those of <see cref="OutsideCauses"/>, 503 when the store
/// fails. What was stored already is told as such, with a success.
/// </summary>
internal sealed partial class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> log)
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
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller went away; there is no one to answer.
        }
#pragma warning disable CA1031 // The last resort: a bug or a broken store must not show itself to the caller.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            await FailedAsync(context, fault, id);
        }
    }

    private async Task FailedAsync(HttpContext context, Exception fault, string id)
    {
        var caused = OutsideCauses.Of(fault);
        if (fault is BadHttpRequestException)
            LogUnread(log, id);
        else if (caused is not null)
            LogGap(log, fault, id);
        else
            LogFailure(log, fault, id);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        if (fault is not BadHttpRequestException)
            context.Features.Set<IRepresentation>(null); // it may be what failed
        if (StoredMark.IsOn(context))
            await StoredAsync(context, id);
        else
            await OperationOutcomeWriter.WriteAsync(
                context,
                caused ?? (fault is CommitLostException ? Unknown(id) : Failed(id))
            );
    }

    private static Fault Failed(string id) =>
        new(
            FaultKind.Unavailable,
            IssueType.Transient,
            $"The service could not do this now; nothing was changed. Quote request {id} when you ask about it.",
            null,
            "failed"
        );

    private static Fault Unknown(string id) =>
        new(
            FaultKind.Unavailable,
            IssueType.Transient,
            $"The connection to the store broke while it was keeping this: it may have been stored, or not. Look before you send it again. Quote request {id} when you ask about it.",
            null,
            "commit-unknown"
        );

    /// <summary>With the status and the headers that the write had set by then.</summary>
    private static Task StoredAsync(HttpContext context, string id)
    {
        if (context.Response.StatusCode is < 200 or > 299 or StatusCodes.Status204NoContent)
            context.Response.StatusCode = StatusCodes.Status200OK;
        return OperationOutcomeWriter.WriteAsync(
            context,
            OperationOutcomeWriter.Of([
                Issue.Warning(
                    IssueType.Incomplete,
                    $"What was asked was stored, but its answer could not be made. Do not send it again: read it, or quote request {id} when you ask about it.",
                    null,
                    "stored-unanswered"
                ),
            ])
        );
    }

    /// <summary>A caller's own id is kept when it is harmless in a log line and a header.</summary>
    private static string? Choose(string? given) =>
        given is { Length: > 0 and <= 64 }
        && given.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_')
            ? given
            : null;

    [LoggerMessage(1003, LogLevel.Information, "Request {RequestId} could not be read to its end")]
    private static partial void LogUnread(ILogger log, string requestId);

    [LoggerMessage(1002, LogLevel.Error, "Request {RequestId} holds a value that no rule refused")]
    private static partial void LogGap(ILogger log, Exception fault, string requestId);

    [LoggerMessage(1001, LogLevel.Error, "Request {RequestId} failed")]
    private static partial void LogFailure(ILogger log, Exception fault, string requestId);
}
