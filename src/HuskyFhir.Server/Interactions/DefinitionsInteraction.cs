using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.Definitions;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Searching;
using Microsoft.Extensions.Options;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions;

/// <summary>
/// Our own definitions (profiles, value sets, code systems and the like): read and search, from memory, for everyone.
/// They are the promise that the service makes, and hold no one's data. Faults: those of <see
/// cref="DefinitionSearch"/>, 404, 406.
/// </summary>
internal sealed class DefinitionsInteraction(
    Capabilities capabilities,
    PublicBase publicBase,
    TimeProvider clock,
    IOptions<HttpSettings> settings
)
{
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
            return Outcomes.WriteAsync(context, fault);
        context.Response.Headers.CacheControl = "public, max-age=60"; // a refusal takes it back
        var own = All.FirstOrDefault(one => one.Type == type && one.Id == id);
        return own is null
            ? Outcomes.WriteAsync(
                context,
                new Fault(FaultKind.NotFound, IssueType.NotFound, $"{type}/{id} is not known here.", null, "unknown-id")
            )
            : Bodies.WriteAsync(context, own.Json, Negotiation.Pretty(context.Request));
    }

    public Task SearchAsync(HttpContext context)
    {
        if (Negotiation.CheckAccept(context.Request) is { } fault)
            return Outcomes.WriteAsync(context, fault);
        var type = (string)context.Request.RouteValues["definition"]!;
        context.Response.Headers.CacheControl = "public, max-age=60"; // a refusal takes it back
        var given = context.Request.Query.SelectMany(static pair =>
            pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? string.Empty))
        );
        return DefinitionSearch
            .Read(
                type,
                given,
                settings.Value.RefuseUnknownParameters
                    || Negotiation.Preference(context.Request, "handling") == "strict"
            )
            .Try(out var search, out fault)
            ? Bodies.WriteAsync(context, Bundle(type, search), Negotiation.Pretty(context.Request))
            : Outcomes.WriteAsync(context, fault);
    }

    private ReadOnlyMemory<byte> Bundle(string type, DefinitionSearch search)
    {
        var found = search.Run(All);
        var query = string.Join(
            '&',
            search.Applied.Select(static pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}")
        );
        using var bundle = new BundleWriter("searchset", clock.GetUtcNow(), found.Count, []);
        bundle.Links($"{publicBase.Url}/{type}{(query.Length > 0 ? "?" + query : string.Empty)}", null);
        bundle.Definitions(publicBase.Url, found, SearchRemarks.Of(search.Ignored));
        return bundle.Finish();
    }
}
