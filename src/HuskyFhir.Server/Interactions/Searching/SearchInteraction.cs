using System.Text;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using HuskyFhir.Registry.Families;
using HuskyFhir.Registry.Store;
using HuskyFhir.Registry.Store.Searching;
using HuskyFhir.Server.Http;
using Microsoft.Extensions.Options;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Searching;

/// <summary>
/// search by GET and by POST <c>_search</c>, in a type, a compartment or the whole system (R4 section 3.1.1): a page of matches and of
/// what goes with them, with self and next links. Faults: 400 for what cannot be read, 403 for a type that is not allowed, 410 for a
/// stale page link, 415 for a form in another media type.
/// </summary>
internal sealed class SearchInteraction(
    SearchPath searches, IncludePath includes, SearchReading reading, FamilyTable families, Trace trace, PageLinks links, PublicBase publicBase, TimeProvider clock, IOptions<HttpSettings> settings)
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
        var grants = call.Named is { } type ? new SearchGrants(families, type, call.Grant) : new SearchGrants(families, call.Grant.Caller);
        if (!(await AskAsync(context, call, grants)).Try(out var ask, out var fault))
            return fault;
        if (grants.Denies(ask.Query) is { } denied)
            return denied;
        var page = await FindAsync(ask, grants, context.RequestAborted);
        var added = await includes.FindAsync(ask.Query.Includes, page.Rows, grants, settings.Value.MaxIncluded, context.RequestAborted);
        await trace.RecordAsync(call, null, [.. page.Rows, .. added.Rows], Names(ask.Query));
        var (matches, included) = (Shape(page.Rows, ask.Query), Shape(added.Rows, ask.Query));
        using var bundle = new BundleWriter("searchset", clock.GetUtcNow(), page.Total, [.. matches, .. included]);
        bundle.Links(Self(ask), Next(context, call, ask, page));
        bundle.Found(publicBase.Url, matches, included, Remarks(ask.Query, grants, added));
        return bundle.Finish();
    }

    private static IReadOnlyList<StoredResource> Shape(IReadOnlyList<StoredResource> rows, SearchQuery query) =>
        query.Shape.IsWhole ? rows : [.. rows.Select(row => Shaping.Cut(row, query.Shape))];

    /// <summary>What the caller would otherwise not know: that something was left out.</summary>
    private Hl7.Fhir.Model.OperationOutcome? Remarks(SearchQuery query, SearchGrants grants, Included added)
    {
        var issues = new List<Issue>();
        if (added.Cut)
            issues.Add(Issue.Warning(IssueType.Incomplete, $"More than {settings.Value.MaxIncluded} resources would be included; the rest was left out. Ask for fewer rows a page with _count.", "_include", "include-cut"));
        foreach (var name in query.Includes.SelectMany(static rule => rule.Reverse ? [rule.Source] : rule.Target is { } target ? [target] : rule.Parameters.SelectMany(static parameter => parameter.Targets)).Distinct())
            if (families.Find(name) is { } type && grants.Decide(type).Fault is { } denied)
                issues.Add(Issue.Warning(IssueType.Forbidden, $"{name} is not included. {denied.Issues[0].Text}", "_include", "include-denied"));
        return issues.Count == 0 ? null : Outcomes.Of(issues);
    }

    private async Task<SearchPage> FindAsync(SearchAsk ask, SearchGrants grants, CancellationToken cancellation)
    {
        var query = ask.Place.Within(ask.Query);
        if (query.Types.Count == 0)
            return new([], null, 0);
        return query.Count == 0
            ? new([], null, await searches.CountAsync(query, grants, cancellation))
            : await searches.FindAsync(query, grants, ask.After, query.Count ?? settings.Value.PageSize, cancellation);
    }

    private async Task<Answer<SearchAsk>> AskAsync(HttpContext context, FhirCall call, SearchGrants grants)
    {
        if (!(await SearchGiven.ReadAsync(context)).Try(out var given, out var fault))
            return fault;
        SearchCursor? after = null;
        if (given.Find(static pair => pair.Key == "_page").Value is { } page)
        {
            if (!(await links.ReadAsync(call.Grant.Caller.ClientId, Address(context.Request), page, context.RequestAborted)).Try(out var token, out fault))
                return fault;
            after = new SearchCursor([.. token.Keys.Select(PageLinks.Unpack)], Guid.Parse(token.Last));
            given = [.. token.Parameters.Select(static pair => new KeyValuePair<string, string>(pair[0], pair[1]))];
        }

        if (!SearchPlace.Of(context, call, families, grants, given).Try(out var place, out fault))
            return fault;
        var strict = Negotiation.Preference(context.Request, "handling") == "strict";
        return reading.Read([.. place.Types.Select(static type => type.Name)], given, strict, call.Named is null).Try(out var query, out fault) ? new SearchAsk(place, query, after) : fault;
    }

    private static string Address(HttpRequest request)
    {
        var path = request.Path.Value!;
        return (path.EndsWith("/_search", StringComparison.Ordinal) ? path[..^"/_search".Length] : path).TrimEnd('/');
    }

    /// <summary>The audit names the parameters, never their values.</summary>
    private static string Names(SearchQuery query) => string.Join('&', query.Applied.Select(static pair => pair.Key));

    private string Url(SearchAsk ask) => ask.Place.Path.Length == 0 ? publicBase.Url : $"{publicBase.Url}/{ask.Place.Path}";

    private string Self(SearchAsk ask)
    {
        var url = new StringBuilder(Url(ask));
        var mark = '?';
        foreach (var (name, value) in ask.Query.Applied)
        {
            url.Append(mark).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            mark = '&';
        }

        return url.ToString();
    }

    private string? Next(HttpContext context, FhirCall call, SearchAsk ask, SearchPage page)
    {
        if (page.Next is not { } cursor)
            return null;
        var path = "/fhir" + (ask.Place.Path.Length == 0 ? string.Empty : "/" + ask.Place.Path);
        var token = new PageToken(path, [.. ask.Query.Applied.Select(static pair => new[] { pair.Key, pair.Value })], [.. cursor.Keys.Select(PageLinks.Pack)], cursor.Id.ToString("D"));
        return $"{Url(ask)}?_page={links.Write(call.Grant.Caller.ClientId, token)}{Negotiation.InLinks(context.Request)}";
    }

    private sealed record SearchAsk(SearchPlace Place, SearchQuery Query, SearchCursor? After);
}
