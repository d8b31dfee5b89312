using System.Globalization;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Time;
using HuskyFhir.Registry.Store;
using HuskyFhir.Server.Http;
using Microsoft.Extensions.Options;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions;

/// <summary>
/// Instance history (R4 section 3.1.0.11): every version, newest first, deletions included, with <c>_count</c> and <c>_since</c>.
/// Faults: 400 for an unreadable parameter, 404.
/// </summary>
internal sealed class HistoryInteraction(ReadPath reads, Trace trace, PageLinks links, PublicBase publicBase, TimeProvider clock, IOptions<HttpSettings> settings)
{
    public async Task HistoryAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        var answer = await PageAsync(context, call);
        if (!answer.Try(out var bundle, out var fault))
        {
            await trace.RecordAsync(context, call, fault);
            await Outcomes.WriteAsync(context, fault);
            return;
        }

        await Bodies.WriteAsync(context, bundle, Negotiation.Pretty(context.Request));
    }

    private async Task<Answer<ReadOnlyMemory<byte>>> PageAsync(HttpContext context, FhirCall call)
    {
        if (FhirCall.IdOf(context) is not { } id)
            return call.Unknown(context);
        var path = $"{call.Type.Name}/{id:D}/_history";
        if (!(await AskAsync(context, call, path)).Try(out var ask, out var fault))
            return fault;
        var found = await reads.HistoryAsync(call.Type, id, call.Grant, ask.Before, ask.Since, ask.Count + 1, context.RequestAborted);
        var total = await reads.CountVersionsAsync(call.Type, id, call.Grant, ask.Since, context.RequestAborted);
        if (found.Count == 0 && await reads.CountVersionsAsync(call.Type, id, call.Grant, 0, context.RequestAborted) == 0)
            return call.Unknown(context);
        var page = found.Take(ask.Count).ToList();
        await trace.RecordAsync(call, id, page, "_history");
        using var bundle = new BundleWriter("history", clock.GetUtcNow(), total, page);
        bundle.Links(Self(path, ask), Next(context, call, path, ask, found));
        bundle.Versions(publicBase.Url, page);
        return bundle.Finish();
    }

    private string Self(string path, HistoryAsk ask) =>
        $"{publicBase.Url}/{path}?_count={ask.Count}{(ask.SinceText is null ? string.Empty : $"&_since={Uri.EscapeDataString(ask.SinceText)}")}";

    private string? Next(HttpContext context, FhirCall call, string path, HistoryAsk ask, List<StoredResource> found)
    {
        if (found.Count <= ask.Count)
            return null;
        var last = found[ask.Count - 1].Version.ToString(CultureInfo.InvariantCulture);
        string[][] parameters = ask.SinceText is { } since ? [["_count", $"{ask.Count}"], ["_since", since]] : [["_count", $"{ask.Count}"]];
        return $"{publicBase.Url}/{path}?_page={links.Write(call.Grant.Caller.ClientId, new(path, parameters, [], last))}{Negotiation.InLinks(context.Request)}";
    }

    private async Task<Answer<HistoryAsk>> AskAsync(HttpContext context, FhirCall call, string path)
    {
        var request = context.Request;
        if (request.Query["_page"].ToString() is not { Length: > 0 } page)
            return Read(request.Query["_count"], request.Query["_since"], long.MaxValue);
        if (!(await links.ReadAsync(call.Grant.Caller.ClientId, path, page, context.RequestAborted)).Try(out var token, out var fault))
            return fault;
        var given = token.Parameters.ToDictionary(static pair => pair[0], static pair => pair[1]);
        return Read(given.GetValueOrDefault("_count"), given.GetValueOrDefault("_since"), long.Parse(token.Last, CultureInfo.InvariantCulture));
    }

    private Answer<HistoryAsk> Read(string? count, string? since, long before)
    {
        var rows = settings.Value.PageSize;
        if (!string.IsNullOrEmpty(count) && (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out rows) || rows == 0))
            return new Fault(FaultKind.Malformed, IssueType.Value, "_count takes a whole number from 1.", "_count", "search-value");
        rows = Math.Min(rows, settings.Value.MaxPageSize);
        if (string.IsNullOrEmpty(since))
            return new HistoryAsk(rows, 0, null, before);
        return Interval.TryParse(since, out var interval)
            ? new HistoryAsk(rows, interval.Low, since, before)
            : new Fault(FaultKind.Malformed, IssueType.Value, "_since takes an instant such as 2026-11-23T09:30:00-05:00.", "_since", "search-value");
    }

    private sealed record HistoryAsk(int Count, long Since, string? SinceText, long Before);
}
