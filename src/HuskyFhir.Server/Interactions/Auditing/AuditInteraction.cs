using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.Disclosures;
using HuskyFhir.Plan.Disclosures.Events;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Searching;
using Microsoft.Extensions.Options;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Auditing;

/// <summary>
/// AuditEvent: read and search over the audit (R4 section 6.4), for the plan alone. Nothing of it is stored or can be
/// written. To read the audit leaves a trace like any look. Faults: those of <see cref="AuditParameters"/>, 403 for
/// everyone else, 404, 410 for a stale page link.
/// </summary>
internal sealed class AuditInteraction(
    AuditReader audit,
    AuditEntries entries,
    PublicBase publicBase,
    TimeProvider clock,
    PageLinks links,
    Trace trace,
    IOptions<HttpSettings> settings
)
{
    public const string Type = "AuditEvent";

    public async Task ReadAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        var answer = Denied(call.Caller, Interaction.Read) is { } denied
            ? denied
            : await FindAsync((string)context.Request.RouteValues["id"]!, context.RequestAborted);
        await trace.RecordOfTypeAsync(
            call,
            Type,
            answer.Try(out var entry, out var fault) ? entry.Member : null,
            fault,
            null
        );
        if (fault is null)
            await Bodies.WriteAsync(
                context,
                new AuditEvents(publicBase.Url).Write(entry!),
                Negotiation.Pretty(context.Request)
            );
        else
            await Outcomes.WriteAsync(context, fault);
    }

    public async Task SearchAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        var answer = Denied(call.Caller, Interaction.Search) is { } denied ? denied : await PageAsync(context, call);
        if (!answer.Try(out var bundle, out var fault))
        {
            await trace.RecordOfTypeAsync(call, Type, null, fault, null);
            await Outcomes.WriteAsync(context, fault);
            return;
        }

        await Bodies.WriteAsync(context, bundle, Negotiation.Pretty(context.Request));
    }

    /// <summary>Why a caller may not read the audit; null when it may.</summary>
    public static Fault? Denied(Caller caller, Interaction interaction) =>
        (caller.Kind, caller.Scopes.Allows(interaction, Type)) switch
        {
            (not CallerKind.Plan, _) => new Fault(
                FaultKind.Forbidden,
                IssueType.Forbidden,
                "The audit is read by the plan alone.",
                null,
                "policy"
            ),
            (_, false) => new Fault(
                FaultKind.Forbidden,
                IssueType.Forbidden,
                $"The token's scopes do not cover this; ask for system/{Type}.rs.",
                null,
                "scope"
            ),
            _ => null,
        };

    private async Task<Answer<AuditEntry>> FindAsync(string id, CancellationToken cancellation) =>
        AuditEntry.Parse(id) is var (row, position) && await audit.FindAsync(row, position, cancellation) is { } entry
            ? entry
            : new Fault(FaultKind.NotFound, IssueType.NotFound, $"{Type}/{id} is not known here.", null, "unknown-id");

    private async Task<Answer<ReadOnlyMemory<byte>>> PageAsync(HttpContext context, FhirCall call)
    {
        if (!(await SearchGiven.ReadAsync(context)).Try(out var given, out var fault))
            return fault;
        (Guid Row, int Position)? after = null;
        if (given.Find(static pair => pair.Key == "_page").Value is { } page)
        {
            if (
                !(await links.ReadAsync(call.Caller.ClientId, "/fhir/" + Type, page, context.RequestAborted)).Try(
                    out var token,
                    out fault
                )
            )
                return fault;
            given = [.. token.Parameters.Select(static pair => KeyValuePair.Create(pair[0], pair[1]))];
            after = AuditEntry.Parse(token.Last);
        }

        if (
            !AuditAsk
                .Read(given, Negotiation.Preference(context.Request, "handling") == "strict", settings.Value)
                .Try(out var ask, out fault)
        )
            return fault;
        var found = await entries.PageAsync(ask, after, context.RequestAborted);
        await trace.RecordOfTypeAsync(
            call,
            Type,
            ask.Filter.Members is [var member] ? member : null,
            null,
            string.Join('&', ask.Applied.Select(static pair => pair.Key))
        );
        return Bundle(context, call, ask, found);
    }

    private ReadOnlyMemory<byte> Bundle(HttpContext context, FhirCall call, AuditAsk ask, AuditPage page)
    {
        var events = new AuditEvents(publicBase.Url);
        using var bundle = new BundleWriter("searchset", clock.GetUtcNow(), page.Total, []);
        var query = string.Join(
            '&',
            ask.Applied.Select(static pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}")
        );
        var next = page.Next is { } last
            ? $"{publicBase.Url}/{Type}?_page={links.Write(call.Caller.ClientId, new("/fhir/" + Type, [.. ask.Applied.Select(static pair => new[] { pair.Key, pair.Value })], [], last.Id))}{Negotiation.InLinks(context.Request)}"
            : null;
        bundle.Links($"{publicBase.Url}/{Type}{(query.Length > 0 ? "?" + query : string.Empty)}", next);
        bundle.Matches(
            publicBase.Url,
            [.. page.Entries.Select(entry => (Type, entry.Id, (ReadOnlyMemory<byte>)events.Write(entry)))]
        );
        return bundle.Finish();
    }
}
