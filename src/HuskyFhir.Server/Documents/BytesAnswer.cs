using System.Buffers;
using System.Buffers.Text;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Contents;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Http.Representations;
using Microsoft.Net.Http.Headers;

namespace HuskyFhir.Server.Documents;

/// <summary>
/// The bytes of a document (R4 section 2.39.1): in their own media type, whole or a range of them (RFC 9110 section
/// 14), or within the resource for a caller who asks for a FHIR form. Either way they go out as they are read. A
/// browser may save them, and runs nothing.
/// </summary>
internal sealed class BytesAnswer(ContentPath contents, XmlRepresentation xml)
{
    /// <summary>A multiple of three, so that each step is whole base64.</summary>
    private const int Step = 48 * 1024;

    /// <summary>
    /// The FHIR form that the caller wants; null for the bytes themselves. What a browser asks for by itself is none of
    /// FHIR's.
    /// </summary>
    public static Form? Wanted(HttpRequest request)
    {
        if (request.QueryString.HasValue && request.Query.ContainsKey("_format"))
            return Negotiation.Wanted(request);
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
            return null;
        var first = accepted
            .Where(static each => each.Quality is not 0)
            .OrderByDescending(static each => each.Quality ?? 1)
            .FirstOrDefault()
            ?.MediaType.Value;
        return first is "application/xml" or "text/xml" ? null
            : MediaTypes.FormOf(first) is { } form && form != Form.Html ? form
            : null;
    }

    /// <summary>Null when the caller can be served: every media type will do, but not every <c>_format</c>.</summary>
    public static Fault? CheckAccept(HttpRequest request) =>
        request.Query.ContainsKey("_format") ? Negotiation.CheckAccept(request) : null;

    public async Task WriteAsync(HttpContext context, FhirCall call, StoredResource resource)
    {
        var content = await contents.FindAsync(resource, context.RequestAborted);
        Part2Notice.Set(
            context,
            call.Caller,
            resource with
            {
                Restricted = resource.Restricted | await contents.LabelsAsync(resource.Id, context.RequestAborted),
            }
        );
        switch (Wanted(context.Request))
        {
            case Form.Html:
                await ResponseWriter.WriteAsync(context, resource.Body, Negotiation.Pretty(context.Request));
                break;
            case { } form:
                await WithinAsync(context, resource, content, form);
                break;
            default:
                await ThemselvesAsync(context, resource, content);
                break;
        }
    }

    private async Task ThemselvesAsync(HttpContext context, StoredResource resource, StoredContent content)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";
        headers.ContentDisposition = $"attachment; filename=\"{resource.Id:D}.{content.Kind.Name}\"";
        using var document = System.Text.Json.JsonDocument.Parse(resource.Body);
        // A record of an earlier build may say what no header can.
        var type =
            document.RootElement.GetProperty("contentType").GetString() is { } said && ContentKind.IsHeader(said)
                ? said
                : content.Kind.MediaTypes[0];
        context.Request.Headers.IfModifiedSince = default; // judged already, and more exactly
        await using var bytes = contents.Open(content);
        await TypedResults
            .Stream(
                bytes,
                type,
                null,
                resource.Updated,
                EntityTagHeaderValue.Parse(VersionTags.Of(resource)),
                enableRangeProcessing: true
            )
            .ExecuteAsync(context);
    }

    /// <summary>The data is the last element in both forms, and goes in before the end of what is stored.</summary>
    private async Task WithinAsync(HttpContext context, StoredResource resource, StoredContent content, Form form)
    {
        var (without, before, after) =
            form == Form.Json
                ? (resource.Body.AsMemory()[..^1], ",\"data\":\""u8.ToArray(), "\"}"u8.ToArray())
                : (
                    Open(xml.Of(context, resource.Body, pretty: false)),
                    "<data value=\""u8.ToArray(),
                    "\"/></Binary>"u8.ToArray()
                );
        var response = context.Response;
        response.ContentType = form == Form.Json ? ResponseWriter.FhirJsonType : xml.ContentType;
        response.ContentLength = without.Length + before.Length + after.Length + ((content.Size + 2) / 3 * 4);
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        await response.Body.WriteAsync(without, context.RequestAborted);
        await response.Body.WriteAsync(before, context.RequestAborted);
        await CopyAsync(content, response.Body, context.RequestAborted);
        await response.Body.WriteAsync(after, context.RequestAborted);
    }

    /// <summary>An XML document without its last closing tag.</summary>
    private static ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> document) =>
        document[..document.Span.LastIndexOf("</Binary>"u8)];

    private async Task CopyAsync(StoredContent content, Stream to, CancellationToken cancellation)
    {
        await using var bytes = contents.Open(content);
        var (raw, text) = (
            ArrayPool<byte>.Shared.Rent(Step),
            ArrayPool<byte>.Shared.Rent(Base64.GetMaxEncodedToUtf8Length(Step))
        );
        try
        {
            while (
                await bytes.ReadAtLeastAsync(raw.AsMemory(0, Step), Step, throwOnEndOfStream: false, cancellation)
                    is > 0
                        and var read
            )
            {
                Base64.EncodeToUtf8(raw.AsSpan(0, read), text, out _, out var written);
                await to.WriteAsync(text.AsMemory(0, written), cancellation);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(raw, clearArray: true);
            ArrayPool<byte>.Shared.Return(text, clearArray: true);
        }
    }
}
