using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Time;
using HuskyFhir.Registry.Disclosures;
using HuskyFhir.Registry.Disclosures.Events;
using HuskyFhir.Registry.Store;
using HuskyFhir.Registry.Store.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Operations;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Auditing;

/// <summary>
/// <c>Patient/{id}/$disclosures</c> (OperationDefinition husky-disclosures; 45 CFR 164.528): to whom a member's data went, when, what and why,
/// the newest first. As a page (<c>Accept: text/html</c>) it is a document to print. For the plan, which answers the member.
/// Faults: 400 for a period that cannot be read or is too long, 403, 404, 422 for more than one answer holds.
/// </summary>
internal sealed class DisclosuresOperation(ReadPath reads, AuditReader audit, Recipients recipients, RequestBody bodies, Intake intake, Trace trace, PublicBase publicBase, TimeProvider clock)
{
    private const int Most = 10_000;

    public async Task DisclosuresAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        var answer = await AnswerAsync(context, call);
        await trace.RecordOfTypeAsync(call, call.Type.Name, answer.Fault is null ? FhirCall.IdOf(context) : null, answer.Fault, "start&end");
        if (answer.Try(out var bundle, out var fault))
            await Bodies.WriteAsync(context, bundle, Negotiation.Pretty(context.Request));
        else
            await Outcomes.WriteAsync(context, fault);
    }

    private async Task<Answer<ReadOnlyMemory<byte>>> AnswerAsync(HttpContext context, FhirCall call)
    {
        if (AuditInteraction.Denied(call.Caller, Interaction.Search) is { } denied)
            return denied;
        if (FhirCall.IdOf(context) is not { } id)
            return call.Unknown(context);
        if ((await reads.ReadAsync(call.Type, id, call.Grant, context.RequestAborted)).Fault is { Kind: not FaultKind.Gone } unknown)
            return unknown;
        if (!(await OperationInput.ReadAsync(context, bodies, intake)).Try(out var input, out var fault) || !Period(input).Try(out var period, out fault))
            return fault;
        return await BundleAsync(id, period, context.RequestAborted);
    }

    /// <summary>Whole days of the programme's time.</summary>
    private Answer<Interval> Period(OperationInput input)
    {
        var today = ProgrammeTime.Day(clock.GetUtcNow());
        if (!Day(input, "end", today).Try(out var end, out var fault) || !Day(input, "start", end.AddYears(-Accounting.Years)).Try(out var start, out fault))
            return fault;
        if (start > end || start < end.AddYears(-Accounting.Years))
            return OperationInput.Bad("start", $"a day before the end, and at most {Accounting.Years} years before it (45 CFR 164.528)");
        return new Interval(ProgrammeTime.ToUtcTicks(start.ToDateTime(TimeOnly.MinValue)), ProgrammeTime.ToUtcTicks(end.AddDays(1).ToDateTime(TimeOnly.MinValue)));
    }

    private static Answer<DateOnly> Day(OperationInput input, string name, DateOnly otherwise) =>
        input.Text(name) is not { } text ? otherwise : DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? day : OperationInput.Bad(name, "a day, such as 2026-11-23");

    private async Task<Answer<ReadOnlyMemory<byte>>> BundleAsync(Guid member, Interval period, CancellationToken cancellation)
    {
        var accounting = new Accounting(new(publicBase.Url));
        var known = new Dictionary<string, Recipient>(StringComparer.Ordinal);
        var found = new List<(AuditEntry Entry, Recipient Recipient)>();
        await foreach (var entry in audit.EntriesAsync(new() { Members = [member], When = [period] }, null, cancellation))
        {
            var client = entry.Row.Record.Client;
            if (!known.TryGetValue(client, out var recipient))
                known[client] = recipient = await recipients.FindAsync(client, cancellation);
            if (!Accounting.Lists(entry, recipient.Kind))
                continue;
            if (found.Count == Most)
                return new Fault(FaultKind.Unprocessable, IssueType.TooCostly, $"There are more than {Most} disclosures in this period; ask for parts of it with start and end.", "start", "too-many-disclosures");
            found.Add((entry, recipient));
        }

        using var bundle = new BundleWriter("collection", clock.GetUtcNow(), null, []);
        bundle.Matches(publicBase.Url, [.. found.OrderByDescending(static each => each.Entry.Row.Record.At).Select(each => (AuditInteraction.Type, each.Entry.Id, (ReadOnlyMemory<byte>)FhirJson.Write(accounting.Of(each.Entry, each.Recipient))))], mode: null);
        return bundle.Finish();
    }
}
