using HuskyFhir.Core.Answers;
using Microsoft.Net.Http.Headers;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Http;

/// <summary>Which representation a caller wants and sends (R4 section 3.1.0.1.7). Faults: 406 and 415, naming what is offered.</summary>
internal static class Negotiation
{
    private static readonly string[] Json = ["application/fhir+json", "application/json", "text/json", "application/json+fhir"];

    /// <summary>Null when JSON will do; <c>_format</c> wins over <c>Accept</c>.</summary>
    public static Fault? CheckAccept(HttpRequest request)
    {
        if (request.Query.TryGetValue("_format", out var format))
            return IsJson(format.ToString()) || format == "json" ? null : NotAcceptable($"_format={format}");
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || accept is ["*/*"] || accept is ["application/fhir+json"])
            return null;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var wanted))
            return NotAcceptable("Accept");
        return wanted.Any(static type => type.Quality is not 0 && (type.MatchesAllTypes || type.MediaType == "application/*" || IsJson(type.MediaType.ToString())) && IsR4(type)) ? null : NotAcceptable("Accept");
    }

    /// <summary>Null when the body is FHIR JSON in UTF-8.</summary>
    public static Fault? CheckContentType(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !IsJson(type.MediaType.ToString()) || !IsR4(type))
            return Unsupported("Send the body as application/fhir+json.");
        if (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return Unsupported("FHIR JSON is always UTF-8 (R4 section 2.6.2); send charset=utf-8.");
        return request.Headers.ContentEncoding.Count > 0 ? Unsupported("Send the body without Content-Encoding.") : null;
    }

    /// <summary>Whether the answer is to be indented.</summary>
    public static bool Pretty(HttpRequest request) => request.QueryString.HasValue && request.Query["_pretty"] == "true";

    /// <summary>What a link to the next page repeats, so that it is answered in the form in which the first was asked for.</summary>
    public static string InLinks(HttpRequest request)
    {
        var format = request.Query["_format"].ToString();
        return $"{(format.Length > 0 ? $"&_format={Uri.EscapeDataString(format)}" : string.Empty)}{(Pretty(request) ? "&_pretty=true" : string.Empty)}";
    }

    /// <summary>The value of one preference of the <c>Prefer</c> header, such as <c>return</c>; null when not given.</summary>
    public static string? Preference(HttpRequest request, string name)
    {
        foreach (var header in request.Headers["Prefer"])
            foreach (var part in (header ?? string.Empty).Split([',', ';'], StringSplitOptions.TrimEntries))
                if (part.StartsWith(name, StringComparison.OrdinalIgnoreCase) && part.Length > name.Length && part[name.Length] == '=')
                    return part[(name.Length + 1)..].Trim('"');
        return null;
    }

    private static bool IsJson(string? type) => Json.Contains(type, StringComparer.OrdinalIgnoreCase);

    private static bool IsR4(MediaTypeHeaderValue type) =>
        type.Parameters.FirstOrDefault(static parameter => parameter.Name.Equals("fhirVersion", StringComparison.OrdinalIgnoreCase)) is not { } version || HeaderUtilities.RemoveQuotes(version.Value).Equals("4.0", StringComparison.Ordinal);

    private static Fault NotAcceptable(string asked) =>
        new(FaultKind.NotAcceptable, IssueType.NotSupported, "The service answers in application/fhir+json, FHIR version 4.0.", asked, "format");

    private static Fault Unsupported(string text) => new(FaultKind.UnsupportedMedia, IssueType.NotSupported, text, "Content-Type", "content-type");
}
