using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Contents;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Http.Representations;
using HuskyFhir.Validation.Reports;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HuskyFhir.Server.Documents;

/// <summary>
/// A Binary that is sent as its bytes, in their own media type (R4 section 2.39.1): the header
/// <c>X-Security-Context</c> says whose it is. The file goes to disk and from there to the store, and is never whole in
/// memory. Faults: 400, 413, 415, 422.
/// </summary>
internal sealed class RawUpload(Intake intake, IOptions<DocumentSettings> settings, PublicBase publicBase)
{
    /// <summary>As R4 names it.</summary>
    public const string ContextHeader = "X-Security-Context";

    /// <summary>Whether the request brings bytes by themselves; FHIR's own media types bring the resource.</summary>
    public static bool Is(HttpRequest request, FhirType type) =>
        type.HasBytes
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var media)
        && (
            MediaTypes.FormOf(media.MediaType.Value) is not (Form.Json or Form.Xml)
            || media.MediaType.Value is "application/xml" or "text/xml"
        );

    /// <summary>The resource, checked, with its bytes on disk until the response is done.</summary>
    public async Task<Result<(Resource Resource, Content Content)>> ReadAsync(HttpContext context, FhirType type)
    {
        var request = context.Request;
        if (ContentKind.Of(request.ContentType) is not { } kind)
            return new Fault(
                FaultKind.UnsupportedMedia,
                OperationOutcome.IssueType.NotSupported,
                $"Documents of this media type are not kept here; these are: {ContentKind.Offered}.",
                "Content-Type",
                "binary-media-type"
            );
        if (Negotiation.CheckEncoding(request) is { } packed)
            return packed;
        var binary = new Binary
        {
            Id = (string?)request.RouteValues["id"],
            ContentType = request.ContentType,
            SecurityContext = Context(request),
        };
        if (intake.CheckAlone(binary, []).ToFault() is { } unfit)
            return unfit;
        Allow(context);
        if (
            !(
                await Spool.ReadAsync(
                    request.Body,
                    settings.Value.Folder,
                    settings.Value.MaxBytes,
                    context.RequestAborted
                )
            ).Try(out var spool, out var fault)
        )
            return fault;
        context.Response.RegisterForDisposeAsync(spool);
        await using var bytes = spool.Open();
        return ContentCheck.Is(kind, bytes)
            ? (binary, spool.As(kind))
            : new Fault(FaultKind.Unprocessable, [ContentMismatch.Of(kind)]);
    }

    /// <summary>A file may be larger than a body that is read into memory.</summary>
    private void Allow(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = settings.Value.MaxBytes;
    }

    private ResourceReference? Context(HttpRequest request)
    {
        var text = request.Headers[ContextHeader].ToString().Trim();
        var local = text.StartsWith(publicBase.Url + "/", StringComparison.Ordinal)
            ? text[(publicBase.Url.Length + 1)..]
            : text;
        return local.Length == 0 ? null : new(local);
    }
}
