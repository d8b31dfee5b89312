using System.Globalization;
using HuskyFhir.Core.Answers;
using HuskyFhir.Registry.Store;
using Microsoft.Net.Http.Headers;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Http;

/// <summary>Versions in headers (R4 section 3.1.0.5): ETag, Last-Modified, If-Match, If-None-Match, If-Modified-Since.</summary>
internal static class VersionTags
{
    public static void Set(HttpContext context, StoredResource resource)
    {
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"W/\"{resource.Version}\"");
        context.Response.Headers.LastModified = resource.Updated.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>Whether the caller's copy is still good.</summary>
    public static bool Matches(HttpRequest request, StoredResource resource)
    {
        var tags = request.Headers.IfNoneMatch;
        if (tags.Count > 0)
            return EntityTagHeaderValue.TryParseList(tags, out var list) && list.Any(tag => tag.Tag == "*" || tag.Tag.AsSpan().Trim('"').SequenceEqual(resource.Version.ToString(CultureInfo.InvariantCulture)));
        return DateTimeOffset.TryParseExact(request.Headers.IfModifiedSince, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)
            && resource.Updated.UtcTicks / TimeSpan.TicksPerSecond <= since.UtcTicks / TimeSpan.TicksPerSecond;
    }

    /// <summary>The version that If-Match names; null when the header is absent. Fault: 400 when it is not <c>W/"n"</c>.</summary>
    public static Answer<long?> IfMatch(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
            return (long?)null;
        return EntityTagHeaderValue.TryParse(header.ToString(), out var tag) && long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : new Fault(FaultKind.Malformed, IssueType.Value, "If-Match takes one version as the ETag shows it, such as W/\"3\".", "If-Match", "if-match");
    }
}
