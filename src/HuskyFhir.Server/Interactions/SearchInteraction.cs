using System.Text;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using HuskyFhir.Registry.Store.Searching;
using HuskyFhir.Server.Http;
using Microsoft.Extensions.Options;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions;

/// <summary>
/// search by GET and by POST <c>_search</c> (R4 section 3.1.1): a page of matches with self and next links.
/// Faults: 400 for what cannot be read, 410 for a stale page link, 415 for a form in another media type.
/// </summary>
internal sealed class SearchInteraction(SearchPath searches, SearchReading reading, Trace trace, PageLinks links, PublicBase publicBase, TimeProvider clock, IOptions<HttpSettings> settings)
{
    public async Task SearchAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        if (!(await PageAsync(context, call)).Try(out var bundle, out var fault))
        {
            await trace.RecordAsync(context, call, fault);
            await Outcomes.WriteAsync(context, fault);
            return;
        }

        await Bodies.WriteAsync(context, bundle, Negotiation.Pretty(context.Request));
    }

    private async Task<Answer<ReadOnlyMemory<byte>>> PageAsync(HttpContext context, FhirCall call)
    {
        if (!(await AskAsync(context, call)).Try(out var ask, out var fault))
            return fault;
        var page = await FindAsync(call, ask, context.RequestAborted);
        await trace.RecordAsync(call, null, page.Rows, Names(ask.Query));
        using var bundle = new BundleWriter("searchset", clock.GetUtcNow(), page.Total, page.Rows);
        bundle.Links(Self(call, ask.Query), Next(context, call, ask.Query, page));
        bundle.Matches(publicBase.Url, page.Rows);
        return bundle.Finish();
    }

    private async Task<SearchPage> FindAsync(FhirCall call, SearchAsk ask, CancellationToken cancellation) => ask.Query.Count == 0
        ? new([], null, await searches.CountAsync(call.Type, ask.Query, call.Grant, cancellation))
        : await searches.FindAsync(call.Type, ask.Query, call.Grant, ask.After, ask.Query.Count ?? settings.Value.PageSize, cancellation);

    private async Task<Answer<SearchAsk>> AskAsync(HttpContext context, FhirCall call)
    {
        if (!(await GivenAsync(context)).Try(out var given, out var unread))
            return unread;
        var page = given.FirstOrDefault(static pair => pair.Key == "_page").Value;
        if (page is null)
            return Read(context, call, given, null);
        if (!(await links.ReadAsync(call.Grant.Caller.ClientId, call.Type.Name, page, context.RequestAborted)).Try(out var token, out var fault))
            return fault;
        var after = new SearchCursor([.. token.Keys.Select(PageLinks.Unpack)], Guid.Parse(token.Last));
        return Read(context, call, [.. token.Parameters.Select(static pair => new KeyValuePair<string, string>(pair[0], pair[1]))], after);
    }

    private Answer<SearchAsk> Read(HttpContext context, FhirCall call, List<KeyValuePair<string, string>> given, SearchCursor? after)
    {
        var strict = Negotiation.Preference(context.Request, "handling") == "strict";
        return reading.Read(call.Type, given, strict).Try(out var query, out var fault) ? new SearchAsk(query, after) : fault;
    }

    private static async Task<Answer<List<KeyValuePair<string, string>>>> GivenAsync(HttpContext context)
    {
        var request = context.Request;
        var given = Pairs(request.Query);
        if (!HttpMethods.IsPost(request.Method) || request.ContentLength == 0)
            return given;
        if (!request.HasFormContentType || request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
            return new Fault(FaultKind.UnsupportedMedia, IssueType.NotSupported, "POST _search takes its parameters as application/x-www-form-urlencoded.", "Content-Type", "content-type");
        try
        {
            given.AddRange(Pairs(await request.ReadFormAsync(context.RequestAborted)));
            return given;
        }
        catch (InvalidDataException)
        {
            return new Fault(FaultKind.Malformed, IssueType.TooLong, "The form has too many or too long values.", null, "search-too-large");
        }
    }

    private static List<KeyValuePair<string, string>> Pairs(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> values) =>
        [.. values.SelectMany(static pair => pair.Value.Select(value => new KeyValuePair<string, string>(pair.Key, value ?? string.Empty)))];

    /// <summary>The audit names the parameters, never their values.</summary>
    private static string Names(SearchQuery query) => string.Join('&', query.Applied.Select(static pair => pair.Key));

    private string Self(FhirCall call, SearchQuery query)
    {
        var url = new StringBuilder($"{publicBase.Url}/{call.Type.Name}");
        var mark = '?';
        foreach (var (name, value) in query.Applied)
        {
            url.Append(mark).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            mark = '&';
        }

        return url.ToString();
    }

    private string? Next(HttpContext context, FhirCall call, SearchQuery query, SearchPage page)
    {
        if (page.Next is not { } cursor)
            return null;
        var token = new PageToken(call.Type.Name, [.. query.Applied.Select(static pair => new[] { pair.Key, pair.Value })], [.. cursor.Keys.Select(PageLinks.Pack)], cursor.Id.ToString("D"));
        return $"{publicBase.Url}/{call.Type.Name}?_page={links.Write(call.Grant.Caller.ClientId, token)}{Negotiation.InLinks(context.Request)}";
    }

    private sealed record SearchAsk(SearchQuery Query, SearchCursor? After);
}
