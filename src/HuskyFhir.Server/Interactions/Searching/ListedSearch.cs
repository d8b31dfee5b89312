using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using HuskyFhir.Server.Http;
using Microsoft.Extensions.Options;

namespace HuskyFhir.Server.Interactions.Searching;

/// <summary>A resource that is made or kept in memory, and is no row of the store.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Id">Its id.</param>
/// <param name="Json">The whole of it.</param>
internal sealed record ListedResource(string Type, string Id, ReadOnlyMemory<byte> Json);

/// <summary>A page of such resources.</summary>
/// <param name="Resources">In order, at most as many as asked for.</param>
/// <param name="Next">From where the next page goes on; null on the last.</param>
/// <param name="Total">Of all pages; null where it was not asked for and is not known.</param>
internal sealed record ListedPage(IReadOnlyList<ListedResource> Resources, string? Next, long? Total);

/// <summary>Finds a page: the search, from where it goes on (null for the first page), and how many resources it takes.</summary>
internal delegate Task<Result<ListedPage>> FindListed(
    SearchQuery query,
    string? after,
    int count,
    CancellationToken cancellation
);

/// <summary>
/// search by GET and by POST <c>_search</c> over what is no row of the store: the audit and our own definitions. The
/// grammar, paging, <c>_summary</c>, <c>_elements</c>, strict and lenient handling are those of every search. Faults:
/// those of <see cref="SearchReader"/>, 410 for a stale page link, 415 for a form in another media type.
/// </summary>
internal sealed class ListedSearch(
    SearchReading reading,
    PageLinks links,
    PublicBase publicBase,
    TimeProvider clock,
    IOptions<HttpSettings> settings
)
{
    /// <summary>The Bundle, and the search that it answers.</summary>
    /// <param name="context">The call.</param>
    /// <param name="client">Whose page links these are.</param>
    /// <param name="type">The type that is searched.</param>
    /// <param name="types">Its parameters.</param>
    /// <param name="find">Finds a page.</param>
    public async Task<Result<(ReadOnlyMemory<byte> Bundle, SearchQuery Query)>> AnswerAsync(
        HttpContext context,
        string client,
        string type,
        ISearchTypes types,
        FindListed find
    )
    {
        if (!(await SearchGiven.ReadAsync(context)).Try(out var given, out var fault))
            return fault;
        string? after = null;
        if (given.Find(static pair => pair.Key == "_page").Value is { } page)
        {
            var linked = await links.ReadAsync(client, Path(type), page, context.RequestAborted);
            if (!linked.Try(out var token, out fault))
                return fault;
            given = [.. token.Parameters.Select(static pair => KeyValuePair.Create(pair[0], pair[1]))];
            after = token.Last;
        }

        var strict = Negotiation.Preference(context.Request, "handling") == "strict";
        if (!reading.Reader(types, strict).Read([type], given).Try(out var query, out fault))
            return fault;
        var count = query.Count ?? settings.Value.PageSize;
        return (await find(query, after, count, context.RequestAborted)).Try(out var found, out fault)
            ? (Bundle(context, client, type, query, found), query)
            : fault;
    }

    private static string Path(string type) => "/fhir/" + type;

    private ReadOnlyMemory<byte> Bundle(
        HttpContext context,
        string client,
        string type,
        SearchQuery query,
        ListedPage page
    )
    {
        var url = $"{publicBase.Url}/{type}";
        var next = page.Next is { } last
            ? SearchLinks.Next(
                url,
                links.Write(client, SearchLinks.Token(Path(type), query, [], last)),
                context.Request
            )
            : null;
        using var bundle = new BundleWriter("searchset", clock.GetUtcNow(), page.Total, []);
        bundle.Links(SearchLinks.Self(url, query), next);
        bundle.Matches(
            publicBase.Url,
            [.. page.Resources.Select(each => (each.Type, each.Id, Subsetting.Cut(each.Type, each.Json, query.Shape)))],
            outcome: SearchRemarks.Of(query.Ignored)
        );
        return bundle.Finish();
    }
}
