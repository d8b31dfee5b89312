using System.Globalization;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Searching;
using Microsoft.Extensions.Options;

namespace HuskyFhir.Server.Interactions;

/// <summary>
/// history of an instance, a type and the system (R4 section 3.1.0.12): every version that the caller may see, newest
/// first, deletions included. Faults: 400 for an unreadable parameter, 403 where no type may be searched, 404, 410 for
/// a stale page link.
/// </summary>
internal sealed class HistoryInteraction(
    HistoryReader history,
    FhirTypeCatalog families,
    ReadAudit trace,
    PageLinks links,
    PublicBase publicBase,
    TimeProvider clock,
    IOptions<HttpSettings> settings
)
{
    public async Task InstanceAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        var answer = FhirCall.IdOf(context) is { } id ? await InstanceAsync(context, call, id) : call.Unknown(context);
        await trace.AnswerAsync(context, call, answer);
    }

    public async Task TypeAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        var answer = await ManyAsync(context, call, $"{call.Type.Name}/_history", [(call.Type, call.Grant)]);
        await trace.AnswerAsync(context, call, answer);
    }

    public async Task SystemAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        var open = new SearchGrants(families, call.Caller).Open.ToList();
        await trace.AnswerAsync(context, call, await ManyAsync(context, call, "_history", open));
    }

    private async Task<Result<ReadOnlyMemory<byte>>> InstanceAsync(HttpContext context, FhirCall call, Guid id)
    {
        var path = $"{call.Type.Name}/{id:D}/_history";
        if (!(await AskAsync(context, call.Caller, path)).Try(out var ask, out var fault))
            return fault;
        var before = ask.Last is { } last ? long.Parse(last, CultureInfo.InvariantCulture) : long.MaxValue;
        var found = await history.OfInstanceAsync(
            call.Type,
            id,
            call.Grant,
            ask.Filter,
            before,
            ask.Count + 1,
            context.RequestAborted
        );
        var total = await history.CountAsync(call.Type, id, call.Grant, ask.Filter, context.RequestAborted);
        if (
            found.Count == 0
            && await history.CountAsync(call.Type, id, call.Grant, new(0, null), context.RequestAborted) == 0
        )
            return call.Unknown(context);
        var page = found.Take(ask.Count).ToList();
        await trace.RecordAsync(call, id, page, "_history");
        var next = found.Count > ask.Count ? page[^1].Version.ToString(CultureInfo.InvariantCulture) : null;
        return Bundle(context, call.Caller, path, ask, page, total, next);
    }

    /// <summary>Without a total, which would be a walk through all that ever was.</summary>
    private async Task<Result<ReadOnlyMemory<byte>>> ManyAsync(
        HttpContext context,
        FhirCall call,
        string path,
        IReadOnlyList<(FhirType, Grant)> types
    )
    {
        if (!(await AskAsync(context, call.Caller, path)).Try(out var ask, out var fault))
            return fault;
        var found = await history.OfTypesAsync(
            types,
            ask.Filter,
            Cursor(ask.Last),
            ask.Count + 1,
            context.RequestAborted
        );
        var page = found.Take(ask.Count).ToList();
        await trace.RecordAsync(call, null, page, "_history");
        var next =
            found.Count > ask.Count
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{page[^1].UpdatedTicks} {page[^1].Id:D} {page[^1].Version}"
                )
                : null;
        return Bundle(context, call.Caller, path, ask, page, null, next);
    }

    private static HistoryCursor? Cursor(string? last) =>
        last?.Split(' ') is [var updated, var id, var version]
            ? new(
                long.Parse(updated, CultureInfo.InvariantCulture),
                Guid.Parse(id),
                long.Parse(version, CultureInfo.InvariantCulture)
            )
            : null;

    private ReadOnlyMemory<byte> Bundle(
        HttpContext context,
        Caller caller,
        string path,
        HistoryAsk ask,
        List<StoredResource> page,
        long? total,
        string? next
    )
    {
        Part2Notice.Set(context, caller, page);
        using var bundle = new BundleWriter("history", clock.GetUtcNow(), total, page);
        var self =
            $"{publicBase.Url}/{path}?{string.Join('&', ask.Applied.Select(static pair => $"{pair[0]}={Uri.EscapeDataString(pair[1])}"))}";
        bundle.Links(
            self,
            next is null
                ? null
                : SearchLinks.Next(
                    $"{publicBase.Url}/{path}",
                    links.Write(caller.ClientId, new(path, ask.Applied, [], next)),
                    context.Request
                )
        );
        bundle.Versions(publicBase.Url, page);
        return bundle.Finish();
    }

    private async Task<Result<HistoryAsk>> AskAsync(HttpContext context, Caller caller, string path)
    {
        if (context.Request.Query["_page"].ToString() is not { Length: > 0 } page)
            return HistoryAsk.Read(context.Request, settings.Value);
        return (await links.ReadAsync(caller.ClientId, path, page, context.RequestAborted)).Try(
            out var token,
            out var fault
        )
            ? HistoryAsk.Read(token, settings.Value)
            : fault;
    }
}
