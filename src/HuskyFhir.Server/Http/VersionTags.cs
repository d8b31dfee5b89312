using System.Globalization;
using HuskyFhir.Core.Answers;
using HuskyFhir.Registry.Store;
using Microsoft.Net.Http.Headers;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Http;

/// <summary>Versions in headers (R4 section 3.1.0.5): ETag, Last-Modified, If-Match, If-None-Match, If-Modified-Since.</summary>
internal static class VersionTags
{
    /// <summary>The ETag of a version.</summary>
    public static string Of(StoredResource resource) => string.Create(CultureInfo.InvariantCulture, $"W/\"{Text(resource)}\"");

    public static void Set(HttpContext context, StoredResource resource)
    {
        context.Response.Headers.ETag = Of(resource);
        if (resource.Tag is null) // what is worked out at each look has no day of its own
            context.Response.Headers.LastModified = resource.Updated.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Whether the caller's copy is still good. By a date it is so only where no other version was stored within the second that the header
    /// can say (RFC 9110 section 8.8.2.2): <paramref name="sole"/> is asked that, and only then.
    /// </summary>
    public static async ValueTask<bool> MatchesAsync(HttpRequest request, StoredResource resource, Func<DateTimeOffset, Task<bool>> sole)
    {
        var tags = request.Headers.IfNoneMatch;
        if (tags.Count > 0)
            return EntityTagHeaderValue.TryParseList(tags, out var list) && list.Any(tag => tag.Tag == "*" || tag.Tag.AsSpan().Trim('"').SequenceEqual(Text(resource)));
        return MatchesDate(request, resource) && (resource.Version == 1 || await sole(new(resource.UpdatedTicks - (resource.UpdatedTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero)));
    }

    private static bool MatchesDate(HttpRequest request, StoredResource resource) => resource.Tag is null && DateTimeOffset.TryParseExact(request.Headers.IfModifiedSince, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)
        && resource.Updated.UtcTicks / TimeSpan.TicksPerSecond <= since.UtcTicks / TimeSpan.TicksPerSecond;

    /// <summary>
    /// The version that a write's If-Match names; null when the header is absent. Faults: 400 when it is not <c>W/"n"</c>; 412 for If-None-Match,
    /// which on a write asks that there be no such resource, while every write with a version changes one.
    /// </summary>
    public static Answer<long?> IfMatch(HttpRequest request) => IfMatch(request.Headers.IfMatch is { Count: > 0 } match ? match.ToString() : null, request.Headers.IfNoneMatch is { Count: > 0 } none ? none.ToString() : null);

    /// <summary>The same of the two conditions alone, as a Bundle's entry has them.</summary>
    public static Answer<long?> IfMatch(string? ifMatch, string? ifNoneMatch)
    {
        if (ifNoneMatch is not null)
            return new Fault(FaultKind.PreconditionFailed, IssueType.NotSupported, "This write changes what is there, so If-None-Match cannot hold; send If-Match, or create with If-None-Exist.", "If-None-Match", "if-none-match");
        if (ifMatch is null)
            return (long?)null;
        return EntityTagHeaderValue.TryParse(ifMatch, out var tag) && long.TryParse(Stored(tag.Tag.AsSpan().Trim('"')), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : new Fault(FaultKind.Malformed, IssueType.Value, "If-Match takes one version as the ETag shows it, such as W/\"3\".", "If-Match", "if-match");
    }

    private static string Text(StoredResource resource) => resource.Tag ?? resource.Version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Of a version with a part that is not stored: the part that a write can name.</summary>
    private static ReadOnlySpan<char> Stored(ReadOnlySpan<char> tag) => tag.IndexOf('-') is > 0 and var dash ? tag[..dash] : tag;
}
