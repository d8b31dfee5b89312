using System.Globalization;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Writing;
using Microsoft.Net.Http.Headers;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Http;

/// <summary>
/// Versions in headers (R4 section 3.1.0.5): ETag, Last-Modified, If-Match, If-None-Match, If-Modified-Since.
/// </summary>
internal static class VersionTags
{
    /// <summary>The ETag of a version.</summary>
    public static string Of(StoredResource resource) =>
        string.Create(CultureInfo.InvariantCulture, $"W/\"{Text(resource)}\"");

    public static void Set(HttpContext context, StoredResource resource)
    {
        context.Response.Headers.ETag = Of(resource);
        if (resource.Tag is null) // what is worked out at each look has no day of its own
            context.Response.Headers.LastModified = resource.Updated.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Whether the caller's copy is still good. By a date it is so only where no other version was stored within the
    /// second that the header can say (RFC 9110 section 8.8.2.2): <paramref name="sole"/> is asked that, and only then.
    /// </summary>
    public static async ValueTask<bool> MatchesAsync(
        HttpRequest request,
        StoredResource resource,
        Func<DateTimeOffset, Task<bool>> sole
    )
    {
        var tags = request.Headers.IfNoneMatch;
        if (tags.Count > 0)
            return EntityTagHeaderValue.TryParseList(tags, out var list)
                && list.Any(tag => tag.Tag == "*" || tag.Tag.AsSpan().Trim('"').SequenceEqual(Text(resource)));
        return MatchesDate(request, resource)
            && (
                resource.Version == 1
                || await sole(
                    new(resource.UpdatedTicks - (resource.UpdatedTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero)
                )
            );
    }

    private static bool MatchesDate(HttpRequest request, StoredResource resource) =>
        resource.Tag is null
        && DateTimeOffset.TryParseExact(
            request.Headers.IfModifiedSince,
            "R",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var since
        )
        && resource.Updated.UtcTicks / TimeSpan.TicksPerSecond <= since.UtcTicks / TimeSpan.TicksPerSecond;

    /// <summary>
    /// What a write's If-Match and If-None-Match demand; null when neither is there. A tag that no version ever had is
    /// simply never met. Fault: 400 where a header is no list of entity tags.
    /// </summary>
    public static Result<VersionCondition?> IfMatch(HttpRequest request) =>
        IfMatch(Given(request.Headers.IfMatch), Given(request.Headers.IfNoneMatch));

    /// <summary>The same of the two conditions alone, as a Bundle's entry has them.</summary>
    public static Result<VersionCondition?> IfMatch(string? ifMatch, string? ifNoneMatch)
    {
        if (ifMatch is null && ifNoneMatch is null)
            return (VersionCondition?)null;
        if (
            !Versions(ifMatch, "If-Match").Try(out var match, out var fault)
            || !Versions(ifNoneMatch, "If-None-Match").Try(out var none, out fault)
        )
            return fault;
        return new VersionCondition(match, none);
    }

    private static string? Given(Microsoft.Extensions.Primitives.StringValues header) =>
        header.Count > 0 ? header.ToString() : null;

    private static Result<VersionList?> Versions(string? header, string name)
    {
        if (header is null)
            return (VersionList?)null;
        if (!EntityTagHeaderValue.TryParseList([header], out var tags) || tags.Count == 0)
            return new Fault(
                FaultKind.Malformed,
                IssueType.Value,
                $"{name} takes versions as the ETag shows them, such as W/\"3\", with commas between them, or *.",
                name,
                "if-match"
            );
        var versions = new List<long>(tags.Count);
        foreach (var tag in tags)
            if (
                long.TryParse(
                    Stored(tag.Tag.AsSpan().Trim('"')),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var version
                )
            )
                versions.Add(version);
        return new VersionList(tags.Any(static tag => tag.Equals(EntityTagHeaderValue.Any)), versions);
    }

    private static string Text(StoredResource resource) =>
        resource.Tag ?? resource.Version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Of a version with a part that is not stored: the part that a write can name.</summary>
    private static ReadOnlySpan<char> Stored(ReadOnlySpan<char> tag) =>
        tag.IndexOf('-') is > 0 and var dash ? tag[..dash] : tag;
}
