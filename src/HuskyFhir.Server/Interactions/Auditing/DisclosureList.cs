using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Disclosures;
using HuskyFhir.Plan.Disclosures.Events;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Server.Http;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Auditing;

/// <summary>
/// To whom a member's data went within a time, through this service or outside it, the newest first: what <c>$disclosures</c> answers, and what a request
/// for an accounting is given.
/// </summary>
internal sealed class DisclosureList(
    AuditReader audit,
    Recipients recipients,
    OutsideDisclosures outside,
    SystemQuery store,
    PublicBase publicBase,
    TimeProvider clock
)
{
    private const int Most = 10_000;

    /// <summary>The list as a Bundle; 422 where it holds more than one answer does.</summary>
    public async Task<Result<ReadOnlyMemory<byte>>> OfAsync(
        Guid member,
        Interval period,
        CancellationToken cancellation
    )
    {
        var accounting = new Accounting(new(publicBase.Url));
        var known = new Dictionary<string, Recipient>(StringComparer.Ordinal);
        var found = new List<(AuditEntry Entry, Recipient Recipient)>();
        var filter = AuditFilter.Everything with { Members = [member], When = period };
        await foreach (var entry in audit.EntriesAsync(filter, null, cancellation))
        {
            var client = entry.Row.Record.Client;
            if (!known.TryGetValue(client, out var recipient))
                known[client] = recipient = await recipients.FindAsync(client, cancellation);
            if (!Accounting.Lists(entry, recipient.Kind))
                continue;
            if (found.Count == Most)
                return new Fault(
                    FaultKind.Unprocessable,
                    IssueType.TooCostly,
                    $"There are more than {Most} disclosures in this period; ask for parts of it with start and end.",
                    "start",
                    "too-many-disclosures"
                );
            found.Add((entry, recipient));
        }

        var types = await store.TypesAsync(
            found.SelectMany(static each => each.Entry.Seen.Select(static seen => seen.Resource)),
            cancellation
        );
        var elsewhere = (await outside.OfAsync(member, period, cancellation)).Where(Accounting.Lists);
        using var bundle = new BundleWriter("collection", clock.GetUtcNow(), null, []);
        bundle.Matches(
            publicBase.Url,
            [
                .. found
                    .Select(each =>
                        (At: each.Entry.Row.Record.At, Told: accounting.Of(each.Entry, each.Recipient, types))
                    )
                    .Concat(
                        elsewhere.Select(accounting.Of).Select(static told => (At: told.Recorded!.Value, Told: told))
                    )
                    .OrderByDescending(static each => each.At)
                    .Select(static each =>
                        (AuditInteraction.Type, each.Told.Id!, (ReadOnlyMemory<byte>)FhirJson.Write(each.Told))
                    ),
            ],
            mode: null
        );
        return bundle.Finish();
    }
}
