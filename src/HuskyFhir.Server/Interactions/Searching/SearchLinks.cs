using HuskyFhir.Core.Search;
using HuskyFhir.Server.Http;

namespace HuskyFhir.Server.Interactions.Searching;

/// <summary>The links of a page: what was searched for as it was understood, and where it goes on (R4 section 3.1.1.2).</summary>
internal static class SearchLinks
{
    /// <summary>The search as it was understood.</summary>
    /// <param name="url">The address that is searched.</param>
    /// <param name="query">The search.</param>
    public static string Self(string url, SearchQuery query) =>
        query.Applied.Count == 0
            ? url
            : $"{url}?{string.Join('&', query.Applied.Select(static pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"))}";

    /// <summary>The next page; in the representation that this one was asked in.</summary>
    public static string Next(string url, string link, HttpRequest request) =>
        $"{url}?_page={link}{Negotiation.InLinks(request)}";

    /// <summary>What a link to the next page carries.</summary>
    /// <param name="path">The address, after the host.</param>
    /// <param name="query">The search.</param>
    /// <param name="keys">Sort keys of the last row.</param>
    /// <param name="last">The last row.</param>
    public static PageToken Token(string path, SearchQuery query, IReadOnlyList<string?> keys, string last) =>
        new(path, [.. query.Applied.Select(static pair => new[] { pair.Key, pair.Value })], keys, last);
}
