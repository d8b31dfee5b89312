using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Types;
using HuskyFhir.Server.Http;

namespace HuskyFhir.Server.Interactions.Searching;

/// <summary>
/// search by GET and by POST <c>_search</c>, in a type, a compartment or the whole system (R4 section 3.1.1). Faults:
/// 400 for what cannot be read, 403 for a type that is not allowed, 410 for a stale page link, 415 for a form in
/// another media type.
/// </summary>
internal sealed class SearchInteraction(
    SearchPages pages,
    SearchReading reading,
    FhirTypeCatalog families,
    ReadAudit trace
)
{
    public async Task SearchAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        await trace.AnswerAsync(context, call, await PageAsync(context, call));
    }

    private async Task<Result<ReadOnlyMemory<byte>>> PageAsync(HttpContext context, FhirCall call)
    {
        var grants = call.Named is { } type
            ? new SearchGrants(families, type, call.Grant)
            : new SearchGrants(families, call.Caller);
        if (
            !(await SearchGiven.ReadAsync(context)).Try(out var given, out var fault)
            || !(await pages.TurnAsync(call, Address(context.Request), given, context.RequestAborted)).Try(
                out var turned,
                out fault
            )
        )
            return fault;
        if (!SearchPlace.Of(context, call, families, grants, turned.Given).Try(out var place, out fault))
            return fault;
        var strict = Negotiation.Preference(context.Request, "handling") == "strict";
        if (
            !reading
                .Read([.. place.Types.Select(static each => each.Name)], turned.Given, strict, call.Named is null)
                .Try(out var query, out fault)
        )
            return fault;
        return await pages.WriteAsync(context, call, new(place.Path, query, place.Within(query), turned.After), grants);
    }

    private static string Address(HttpRequest request)
    {
        var path = request.Path.Value!;
        return (path.EndsWith("/_search", StringComparison.Ordinal) ? path[..^"/_search".Length] : path).TrimEnd('/');
    }
}
