using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Server.Http;
using Microsoft.Extensions.Options;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Searching;

/// <summary>One page that is asked for.</summary>
/// <param name="Path">The address of the search, after the base.</param>
/// <param name="Told">The search as the self link tells it.</param>
/// <param name="Run">The search as it is run: with what the address itself asks.</param>
/// <param name="After">Where the last page ended; null for the first.</param>
internal sealed record SearchAsk(string Path, SearchQuery Told, SearchQuery Run, SearchCursor? After);

/// <summary>Where a page link leads.</summary>
/// <param name="Given">The parameters of the search, from the link where there is one.</param>
/// <param name="After">Where the last page ended; null for the first.</param>
internal sealed record PageTurn(List<KeyValuePair<string, string>> Given, SearchCursor? After);

/// <summary>
/// A page of matches and of what goes with them, as a Bundle with self and next links, once its audit record is
/// durable.
/// </summary>
internal sealed class SearchPages(
    SearchExecutor searches,
    IncludeExecutor includes,
    FhirTypeCatalog families,
    ReadAudit trace,
    PageLinks links,
    PublicBase publicBase,
    EmergencyAccess emergency,
    TimeProvider clock,
    IOptions<HttpSettings> settings
)
{
    /// <summary>Follows a page link, where one was given. Faults: 400, 410.</summary>
    /// <param name="call">Whose link it must be.</param>
    /// <param name="address">Where it must lead.</param>
    /// <param name="given">The parameters as they were sent.</param>
    /// <param name="cancellation">Ends the look-up.</param>
    public async Task<Result<PageTurn>> TurnAsync(
        FhirCall call,
        string address,
        List<KeyValuePair<string, string>> given,
        CancellationToken cancellation
    )
    {
        if (given.Find(static pair => pair.Key == "_page").Value is not { } page)
            return new PageTurn(given, null);
        if (
            !(await links.ReadAsync(call.Caller.ClientId, address, page, cancellation)).Try(
                out var token,
                out var fault
            )
        )
            return fault;
        return new PageTurn(
            [.. token.Parameters.Select(static pair => new KeyValuePair<string, string>(pair[0], pair[1]))],
            new([.. token.Keys.Select(PageLinks.Unpack)], Guid.Parse(token.Last))
        );
    }

    /// <summary>
    /// The page. Faults: 403 for a type that a chain leads through and the caller may not search, and for an emergency
    /// without its one member.
    /// </summary>
    public async Task<Result<ReadOnlyMemory<byte>>> WriteAsync(
        HttpContext context,
        FhirCall call,
        SearchAsk ask,
        SearchGrants open
    )
    {
        if (open.Denies(ask.Run) is { } denied)
            return denied;
        if (!(await emergency.BindAsync(context, open, ask.Run)).Try(out var grants, out var fault))
            return fault;
        var page = await FindAsync(ask, grants, context.RequestAborted);
        var added = await includes.FindAsync(
            ask.Run.Includes,
            page.Rows,
            grants,
            settings.Value.MaxIncluded,
            context.RequestAborted
        );
        // The audit names the parameters, never their values.
        await trace.RecordAsync(
            call,
            FhirCall.IdOf(context),
            [.. page.Rows, .. added.Rows],
            string.Join('&', ask.Told.Applied.Select(static pair => pair.Key))
        );
        var noticed = Part2Notice.Set(context, call.Caller, [.. page.Rows, .. added.Rows]);
        var (matches, included) = (Shape(page.Rows, ask.Run), Shape(added.Rows, ask.Run));
        using var bundle = new BundleWriter("searchset", clock.GetUtcNow(), page.Total, [.. matches, .. included]);
        bundle.Links(SearchLinks.Self(Url(ask), ask.Told), Next(context, call, ask, page));
        bundle.Found(publicBase.Url, matches, included, Remarks(ask.Run, grants, added, noticed));
        return bundle.Finish();
    }

    private static IReadOnlyList<StoredResource> Shape(IReadOnlyList<StoredResource> rows, SearchQuery query) =>
        query.Shape.IsWhole ? rows : [.. rows.Select(row => Subsetting.Cut(row, query.Shape))];

    private async Task<SearchPage> FindAsync(SearchAsk ask, SearchGrants grants, CancellationToken cancellation)
    {
        return ask.Run.Count == 0
            ? new([], null, await searches.CountAsync(ask.Run, grants, cancellation))
            : await searches.FindAsync(
                ask.Run,
                grants,
                ask.After,
                ask.Run.Count ?? settings.Value.PageSize,
                cancellation
            );
    }

    /// <summary>What the caller would otherwise not know: that something was left out.</summary>
    private Hl7.Fhir.Model.OperationOutcome? Remarks(
        SearchQuery query,
        SearchGrants grants,
        Included added,
        bool noticed
    )
    {
        var issues = new List<Issue>();
        if (added.Cut)
            issues.Add(
                Issue.Warning(
                    IssueType.Incomplete,
                    $"Not all was included: a page takes {settings.Value.MaxIncluded} more resources, and :iterate so many steps. Ask for fewer rows a page with _count, and for the rest by searches of its own.",
                    "_include",
                    "include-cut"
                )
            );
        foreach (var name in query.Includes.SelectMany(rule => Added(rule, query)).Distinct())
            if (families.Find(name) is { } type && grants.Decide(type).Fault is { } denied)
                issues.Add(
                    Issue.Warning(
                        IssueType.Forbidden,
                        $"{name} is not included. {denied.Issues[0].Text}",
                        "_include",
                        "include-denied"
                    )
                );
        issues.AddRange(SearchRemarks.Issues(query.Ignored));
        if (noticed)
            issues.Add(Issue.Information(IssueType.BusinessRule, Part2Notice.Text, null, "part-2"));
        return issues.Count == 0 ? null : OperationOutcomeWriter.Of(issues);
    }

    /// <summary>The types that a rule may add.</summary>
    private IEnumerable<string> Added(IncludeRule rule, SearchQuery query)
    {
        if (rule.Reverse)
            return [rule.Source];
        var parameters = rule.Source == "*" ? query.Types.SelectMany(families.References) : rule.Parameters;
        return rule.Targets ?? parameters.SelectMany(static parameter => parameter.Targets);
    }

    private string Url(SearchAsk ask) => ask.Path.Length == 0 ? publicBase.Url : $"{publicBase.Url}/{ask.Path}";

    private string? Next(HttpContext context, FhirCall call, SearchAsk ask, SearchPage page)
    {
        if (page.Next is not { } cursor)
            return null;
        var path = "/fhir" + (ask.Path.Length == 0 ? string.Empty : "/" + ask.Path);
        var token = SearchLinks.Token(path, ask.Told, [.. cursor.Keys.Select(PageLinks.Pack)], cursor.Id.ToString("D"));
        return SearchLinks.Next(Url(ask), links.Write(call.Caller.ClientId, token), context.Request);
    }
}
