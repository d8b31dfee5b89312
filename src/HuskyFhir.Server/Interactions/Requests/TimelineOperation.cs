using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.Disclosures;
using HuskyFhir.Plan.Disclosures.Events;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Views;

namespace HuskyFhir.Server.Interactions.Requests;

/// <summary>
/// <c>Task/{id}/$timeline</c> (OperationDefinition husky-timeline; 42 CFR 438.416): every version of a request, with
/// the Provenance that tells of them, the notices about it and, for the plan, the audit entries of who wrote; the
/// oldest first. As a page, a table of steps. What the caller may not see is left out. Faults: 404, and 422 for more
/// versions than one answer holds.
/// </summary>
internal sealed class TimelineOperation(
    HistoryReader history,
    SearchExecutor search,
    Searching.SearchReading reading,
    AuditReader audit,
    FhirTypeCatalog families,
    PublicBase publicBase,
    ReadAudit trace,
    TimeProvider clock
)
{
    private const int Most = 1000;

    private static readonly string[] Written = ["created", "updated"];

    public async Task TimelineAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        await trace.AnswerAsync(context, call, await AnswerAsync(context, call));
    }

    private async Task<Result<ReadOnlyMemory<byte>>> AnswerAsync(HttpContext context, FhirCall call)
    {
        if (FhirCall.IdOf(context) is not { } id)
            return call.Unknown(context);
        var versions = await history.OfInstanceAsync(
            call.Type,
            id,
            call.Grant,
            new(0, null),
            long.MaxValue,
            Most + 1,
            context.RequestAborted
        );
        if (versions.Count == 0)
            return call.Unknown(context);
        if (versions.Count > Most)
            return new Fault(
                FaultKind.Unprocessable,
                Hl7.Fhir.Model.OperationOutcome.IssueType.TooCostly,
                $"The request has more than {Most} versions; read its history in pages.",
                null,
                "too-many-versions"
            );
        versions.Reverse();
        var notices = await FoundAsync(call.Caller, "Communication", "about", $"Task/{id:D}", context.RequestAborted);
        var origins = await FoundAsync(call.Caller, "Provenance", "target", $"Task/{id:D}", context.RequestAborted);
        var writes = await WritesAsync(call.Caller, id, versions, context.RequestAborted);
        IReadOnlyList<StoredResource> shown = [.. versions, .. origins, .. notices];
        await trace.RecordAsync(call, id, shown, "$timeline");
        context.Features.Set<IBundlePage>(new TimelinePage());
        using var bundle = new BundleWriter("collection", clock.GetUtcNow(), null, shown);
        var events = new AuditEvents(publicBase.Url);
        bundle.Matches(
            publicBase.Url,
            [
                .. shown
                    .Select(static row =>
                        (
                            row.Type,
                            Id: row.Type == "Task" ? $"{row.Id:D}/_history/{row.Version}" : $"{row.Id:D}",
                            Body: (ReadOnlyMemory<byte>)row.Body,
                            row.UpdatedTicks
                        )
                    )
                    .Concat(
                        writes.Select(entry =>
                            (
                                Type: Auditing.AuditInteraction.Type,
                                entry.Id,
                                Body: (ReadOnlyMemory<byte>)events.Write(entry),
                                UpdatedTicks: entry.Row.Record.At.UtcTicks
                            )
                        )
                    )
                    .OrderBy(static each => each.UpdatedTicks)
                    .Select(static each => (each.Type, each.Id, each.Body)),
            ],
            mode: null
        );
        return bundle.Finish();
    }

    /// <summary>What refers to the request, as far as the policy lets this caller search it.</summary>
    private async Task<IReadOnlyList<StoredResource>> FoundAsync(
        Caller caller,
        string name,
        string parameter,
        string target,
        CancellationToken cancellation
    )
    {
        var type = families.Find(name)!;
        if (
            !Policy.Decide(caller, Interaction.Search, type.Name, type.Openness).Try(out var grant, out _)
            || !reading
                .Read(type, [new(parameter, target), new("_count", "500")], strict: true)
                .Try(out var query, out _)
        )
            return [];
        return (await search.FindAsync(query, new SearchGrants(families, type, grant), null, 500, cancellation)).Rows;
    }

    /// <summary>Who wrote each version: from the audit, which the plan alone reads.</summary>
    private async Task<List<AuditEntry>> WritesAsync(
        Caller caller,
        Guid id,
        List<StoredResource> versions,
        CancellationToken cancellation
    )
    {
        var writes = new List<AuditEntry>();
        if (
            Auditing.AuditInteraction.Denied(caller, Interaction.Search) is not null
            || versions[0].Member is not { } member
        )
            return writes;
        var filter = AuditFilter.Everything with { Members = [member], Resources = [id] };
        await foreach (var entry in audit.EntriesAsync(filter, null, cancellation))
            if (entry.Row.Record.Resource == id && Written.Contains(entry.Row.Record.Action))
                writes.Add(entry);
        return writes;
    }
}
