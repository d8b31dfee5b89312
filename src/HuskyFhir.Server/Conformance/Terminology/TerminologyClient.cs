using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using HuskyFhir.Server.Outbound;

namespace HuskyFhir.Server.Conformance.Terminology;

/// <summary>
/// Asks a FHIR terminology server (<c>ValueSet/$validate-code</c>, R4). Always by POST, since addresses end up in logs.
/// No redirect is followed, no proxy used, no cookie kept; every connection goes to a checked address. What goes wrong
/// is an answer.
/// </summary>
internal sealed class TerminologyClient : IDisposable
{
    private static readonly MediaTypeHeaderValue FhirJson = new("application/fhir+json");

    private readonly TerminologyOptions options;
    private readonly Uri address;
    private readonly HttpClient http;

    public TerminologyClient(TerminologyOptions options)
    {
        this.options = options;
        address = new Uri(options.Server.AbsoluteUri.TrimEnd('/') + "/ValueSet/$validate-code");
        http = OutboundHttp.Client(options.Reach, options.Concurrency);
    }

    public async Task<CodeAnswer> AskAsync(byte[] question, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address)
            {
                Content = new ByteArrayContent(question) { Headers = { ContentType = FhirJson } },
            };
            request.Headers.Accept.ParseAdd("application/fhir+json");
            if (options.Authorization.Length > 0)
                request.Headers.TryAddWithoutValidation("Authorization", options.Authorization);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation)
                .ConfigureAwait(false);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => await ReadAsync(response, cancellation).ConfigureAwait(false),
                HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity =>
                    CodeAnswer.NotKnown(),
                var other => CodeAnswer.Failure($"the terminology server answered with status {(int)other}"),
            };
        }
        catch (OperationCanceledException)
        {
            return CodeAnswer.Failure("the terminology server did not answer in time");
        }
        catch (Exception bad) when (bad is HttpRequestException or IOException)
        {
            return CodeAnswer.Failure("the terminology server cannot be reached");
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException)
        {
            return CodeAnswer.Failure("the terminology server answered with something that is not FHIR JSON");
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<CodeAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellation) =>
        await OutboundHttp.ReadAsync(response.Content, options.MaxBytes, cancellation).ConfigureAwait(false) is { } body
            ? CodeAnswer.Read(body)
            : CodeAnswer.Failure($"the terminology server answered with more than {options.MaxBytes} bytes");
}
