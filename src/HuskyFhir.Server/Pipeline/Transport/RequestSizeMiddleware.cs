using HuskyFhir.Core.Answers;
using HuskyFhir.Server.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Pipeline.Transport;

/// <summary>
/// Refuses what is too long with an OperationOutcome. The web server's own limits, which answer without one, lie
/// somewhat higher. Faults: 414 for the address, 431 for the headers.
/// </summary>
internal sealed class RequestSizeMiddleware(RequestDelegate next, IOptions<HttpSettings> settings)
{
    /// <summary>How far beyond ours the web server's limits lie, in bytes.</summary>
    public const int Slack = 16 * 1024;

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Length > settings.Value.MaxUrlBytes)
            return OperationOutcomeWriter.WriteAsync(
                context,
                new Fault(
                    FaultKind.UrlTooLong,
                    IssueType.TooLong,
                    $"An address may have {settings.Value.MaxUrlBytes} bytes; send a long search by POST to _search.",
                    null,
                    "url-too-long"
                )
            );
        var bytes = 0;
        foreach (var (name, values) in context.Request.Headers)
        foreach (var value in values)
            bytes += name.Length + (value?.Length ?? 0) + 4;
        return bytes > settings.Value.MaxHeaderBytes
            ? OperationOutcomeWriter.WriteAsync(
                context,
                new Fault(
                    FaultKind.HeadersTooLarge,
                    IssueType.TooLong,
                    $"The headers may have {settings.Value.MaxHeaderBytes} bytes in all.",
                    null,
                    "headers-too-large"
                )
            )
            : next(context);
    }
}
