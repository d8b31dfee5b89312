using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using HuskyFhir.Plan.Disclosures;
using HuskyFhir.Plan.Disclosures.Events;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Searching;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Auditing;

/// <summary>
/// AuditEvent: read and search over the audit (R4 section 6.4), for the plan alone. Nothing of it is stored or can be
/// written. To read the audit leaves a trace like any look. Faults: those of <see cref="ListedSearch"/>, 400 for an
/// order other than the newest first, 403 for everyone else, 404.
/// </summary>
internal sealed class AuditInteraction(
    AuditReader audit,
    AuditEntries entries,
    AuditTypes types,
    ListedSearch searches,
    SearchReading reading,
    PublicBase publicBase,
    TimeProvider clock,
    ReadAudit trace
)
{
    public const string Type = AuditTypes.Type;

    public async Task ReadAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        var answer = Denied(call.Caller, Interaction.Read) is { } denied
            ? denied
            : await FindAsync((string)context.Request.RouteValues["id"]!, context.RequestAborted);
        var shape = reading.Shape(context.Request);
        if (!answer.Try(out var entry, out var fault) || !shape.Try(out var parts, out fault))
        {
            await trace.RecordOfTypeAsync(call, Type, null, fault, null);
            await OperationOutcomeWriter.WriteAsync(context, fault);
            return;
        }

        await trace.RecordOfTypeAsync(call, Type, entry.Member, null, null);
        var json = Subsetting.Cut(Type, Listed(entry).Json, parts);
        await ResponseWriter.WriteAsync(context, json, Negotiation.Pretty(context.Request));
    }

    public async Task SearchAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        var answer = Denied(call.Caller, Interaction.Search) is { } denied
            ? denied
            : await searches.AnswerAsync(context, call.Caller.ClientId, Type, types, PageAsync);
        if (!answer.Try(out var found, out var fault))
        {
            await trace.RecordOfTypeAsync(call, Type, null, fault, null);
            await OperationOutcomeWriter.WriteAsync(context, fault);
            return;
        }

        // The audit names the parameters, never their values.
        var names = string.Join('&', found.Query.Applied.Select(static pair => pair.Key));
        var member = Filter(found.Query).Members is [var one] ? one : (Guid?)null;
        await trace.RecordOfTypeAsync(call, Type, member, null, names);
        await ResponseWriter.WriteAsync(context, found.Bundle, Negotiation.Pretty(context.Request));
    }

    /// <summary>Why a caller may not read the audit; null when it may.</summary>
    public static Fault? Denied(Caller caller, Interaction interaction) =>
        (caller.Kind, caller.Scopes.Allows(interaction, Type)) switch
        {
            (not CallerKind.Plan, _) => Forbidden("The audit is read by the plan alone.", "policy"),
            (_, false) => Forbidden($"The token's scopes do not cover this; ask for system/{Type}.rs.", "scope"),
            _ => null,
        };

    private static Fault Forbidden(string text, string detail) =>
        new(FaultKind.Forbidden, IssueType.Forbidden, text, null, detail);

    private ListedResource Listed(AuditEntry entry) =>
        new(Type, entry.Id, new AuditEvents(publicBase.Url).Write(entry));

    private AuditFilter Filter(SearchQuery query) => new([.. query.Filters.OfType<SearchFilter>()], clock.GetUtcNow());

    private async Task<Result<AuditEntry>> FindAsync(string id, CancellationToken cancellation) =>
        AuditEntry.Parse(id) is var (row, position) && await audit.FindAsync(row, position, cancellation) is { } entry
            ? entry
            : new Fault(FaultKind.NotFound, IssueType.NotFound, $"{Type}/{id} is not known here.", null, "unknown-id");

    private async Task<Result<ListedPage>> PageAsync(
        SearchQuery query,
        string? after,
        int count,
        CancellationToken cancellation
    )
    {
        if (query.Sort is not ([] or [{ Descending: true }]))
            return new Fault(
                FaultKind.Malformed,
                IssueType.NotSupported,
                "The audit is listed the newest first; give _sort=-date, or leave it out.",
                "_sort",
                "search-sort"
            );
        var last = after is null ? null : AuditEntry.Parse(after);
        var withTotal = query.Total != TotalMode.None;
        var page = await entries.PageAsync(Filter(query), last, count, withTotal, cancellation);
        return new ListedPage([.. page.Entries.Select(Listed)], page.Next?.Id, page.Total);
    }
}
