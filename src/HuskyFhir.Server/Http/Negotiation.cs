using HuskyFhir.Core.Answers;
using HuskyFhir.Server.Http.Representations;
using Microsoft.Net.Http.Headers;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Http;

/// <summary>
/// Which representation a caller wants and sends (R4 section 3.1.0.1.7). Faults: 406 and 415, naming what is offered.
/// </summary>
internal static class Negotiation
{
    /// <summary>
    /// The form that the caller wants, <c>_format</c> before <c>Accept</c>; null when it is none of ours.
    /// </summary>
    public static Form? Wanted(HttpRequest request)
    {
        if (request.QueryString.HasValue && request.Query.TryGetValue("_format", out var format))
            return MediaTypes.FormOfFormat(format.ToString()) is { } form && (form != Form.Csv || HasTable(request))
                ? form
                : null;
        var accept = request.Headers.Accept;
        return accept.All(string.IsNullOrWhiteSpace) || accept is ["*/*"] || accept is ["application/fhir+json"]
            ? Form.Json
            : Accepted.Best(accept, HasTable(request));
    }

    /// <summary>Whether the answer can be a table. The refusal of one is JSON.</summary>
    private static bool HasTable(HttpRequest request) =>
        request.Path.Value?.EndsWith("/" + TabularAnswers.RequestReport, StringComparison.Ordinal) == true;

    /// <summary>Null when the service has the form that the caller wants.</summary>
    public static Fault? CheckAccept(HttpRequest request) =>
        Wanted(request) is not null
            ? null
            : NotAcceptable(request.Query.TryGetValue("_format", out var format) ? $"_format={format}" : "Accept");

    /// <summary>Null when the body is FHIR JSON or XML in UTF-8.</summary>
    public static Fault? CheckContentType(HttpRequest request)
    {
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || MediaTypes.FormOf(type.MediaType.Value) is not (Form.Json or Form.Xml)
            || !MediaTypes.IsR4(type)
        )
            return Unsupported("Send the body as application/fhir+json or application/fhir+xml.");
        if (
            type.Charset.HasValue
            && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)
        )
            return Unsupported("FHIR's bodies are always UTF-8 (R4 section 2.6); send charset=utf-8.");
        return CheckEncoding(request);
    }

    /// <summary>
    /// Null when nothing is left to unpack: what the service can unpack is unpacked by now, and the header gone.
    /// </summary>
    public static Fault? CheckEncoding(HttpRequest request) =>
        request.Headers.ContentEncoding is [] or ["identity"]
            ? null
            : Unsupported("Send the body with one Content-Encoding of gzip, br and deflate, or without one.");

    /// <summary>Whether the body says that it is XML.</summary>
    public static bool IsXml(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && MediaTypes.FormOf(type.MediaType.Value) == Form.Xml;

    /// <summary>Whether the answer is to be indented.</summary>
    public static bool Pretty(HttpRequest request) =>
        request.QueryString.HasValue && request.Query["_pretty"] == "true";

    /// <summary>
    /// What a link to the next page repeats, so that it is answered in the form in which the first was asked for.
    /// </summary>
    public static string InLinks(HttpRequest request)
    {
        var format = request.Query["_format"].ToString();
        return $"{(format.Length > 0 ? $"&_format={Uri.EscapeDataString(format)}" : string.Empty)}{(Pretty(request) ? "&_pretty=true" : string.Empty)}";
    }

    /// <summary>
    /// The value of one preference of the <c>Prefer</c> header (RFC 7240), such as <c>return</c>, in lower case; empty
    /// for one without a value, such as <c>respond-async</c>; null when not given. Of several the first counts; what it
    /// carries after a semicolon is passed over.
    /// </summary>
    public static string? Preference(HttpRequest request, string name)
    {
        foreach (var header in request.Headers["Prefer"])
        foreach (var part in (header ?? string.Empty).Split(','))
        {
            var preference = part.Split(';')[0].Split('=', 2, StringSplitOptions.TrimEntries);
            if (preference[0].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                return preference.Length == 1 ? string.Empty : preference[1].Trim('"').ToLowerInvariant();
        }

        return null;
    }

    private static Fault NotAcceptable(string asked) =>
        new(
            FaultKind.NotAcceptable,
            IssueType.NotSupported,
            "The service answers in application/fhir+json, application/fhir+xml and text/html, FHIR version 4.0.",
            asked,
            "format"
        );

    private static Fault Unsupported(string text) =>
        new(FaultKind.UnsupportedMedia, IssueType.NotSupported, text, "Content-Type", "content-type");
}
