using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using HuskyFhir.Plan.Definitions;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Searching;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions;

/// <summary>
/// Our own definitions (profiles, value sets, code systems and the like): read and search, from memory, for everyone.
/// They are the promise that the service makes, and hold no one's data. Faults: those of <see cref="ListedSearch"/>,
/// 404, 406.
/// </summary>
internal sealed class DefinitionsInteraction(
    Capabilities capabilities,
    SearchReading reading,
    ListedSearch searches,
    TimeProvider clock
)
{
    /// <summary>Page links of what is open to everyone are everyone's.</summary>
    private const string Everyone = "*";

    private static readonly DefinitionTypes Searched = new();

    /// <summary>The types that there are definitions of.</summary>
    public static IReadOnlyList<string> Types { get; } =
    [
        .. OwnDefinitions
            .All.Select(static own => own.Type)
            .Append("CapabilityStatement")
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    private IEnumerable<OwnDefinition> All => OwnDefinitions.All.Append(capabilities.AsDefinition);

    public Task ReadAsync(HttpContext context)
    {
        var (type, id) = (
            (string)context.Request.RouteValues["definition"]!,
            (string)context.Request.RouteValues["id"]!
        );
        if (Negotiation.CheckAccept(context.Request) is { } fault)
            return OperationOutcomeWriter.WriteAsync(context, fault);
        if (!reading.Shape(context.Request).Try(out var shape, out fault))
            return OperationOutcomeWriter.WriteAsync(context, fault);
        if (All.FirstOrDefault(one => one.Type == type && one.Id == id) is not { } own)
            return OperationOutcomeWriter.WriteAsync(
                context,
                new Fault(FaultKind.NotFound, IssueType.NotFound, $"{type}/{id} is not known here.", null, "unknown-id")
            );
        Cache(context);
        return ResponseWriter.WriteAsync(
            context,
            Subsetting.Cut(type, own.Json, shape),
            Negotiation.Pretty(context.Request)
        );
    }

    public async Task SearchAsync(HttpContext context)
    {
        if (Negotiation.CheckAccept(context.Request) is { } fault)
        {
            await OperationOutcomeWriter.WriteAsync(context, fault);
            return;
        }

        var type = (string)context.Request.RouteValues["definition"]!;
        var answer = await searches.AnswerAsync(context, Everyone, type, Searched, Find);
        if (!answer.Try(out var found, out fault))
        {
            await OperationOutcomeWriter.WriteAsync(context, fault);
            return;
        }

        Cache(context);
        await ResponseWriter.WriteAsync(context, found.Bundle, Negotiation.Pretty(context.Request));
    }

    private static void Cache(HttpContext context) => context.Response.Headers.CacheControl = "public, max-age=60";

    private Task<Result<ListedPage>> Find(SearchQuery query, string? after, int count, CancellationToken cancellation)
    {
        var found = new DefinitionSearch(All, clock.GetUtcNow()).Find(query);
        var rest = after is null ? found : [.. found.SkipWhile(own => own.Id != after).Skip(1)];
        var page = rest.Take(count).ToList();
        return Task.FromResult<Result<ListedPage>>(
            new ListedPage(
                [.. page.Select(static own => new ListedResource(own.Type, own.Id, own.Json))],
                page.Count > 0 && page.Count < rest.Count ? page[^1].Id : null,
                found.Count
            )
        );
    }
}
