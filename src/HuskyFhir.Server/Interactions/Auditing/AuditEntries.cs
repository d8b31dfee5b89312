using HuskyFhir.Plan.Disclosures;
using HuskyFhir.Plan.Disclosures.Events;
using HuskyFhir.Resources.Reading;

namespace HuskyFhir.Server.Interactions.Auditing;

/// <summary>A page of the audit.</summary>
/// <param name="Entries">Newest first.</param>
/// <param name="Next">The last entry, where more follow.</param>
/// <param name="Total">Of all pages; null where it was not asked for.</param>
internal sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, AuditEntry? Next, long? Total);

/// <summary>Gathers pages of the audit.</summary>
internal sealed class AuditEntries(AuditReader audit, SystemQuery store)
{
    public async Task<AuditPage> PageAsync(
        AuditAsk ask,
        (Guid Row, int Position)? after,
        CancellationToken cancellation
    )
    {
        var filter = await ByMemberAsync(ask.Filter, cancellation);
        var entries = new List<AuditEntry>(ask.Count);
        var more = false;
        if (ask.Count > 0)
            await foreach (var entry in audit.EntriesAsync(filter, after, cancellation))
            {
                if (more = entries.Count == ask.Count)
                    break;
                entries.Add(entry);
            }

        return new(
            entries,
            more ? entries[^1] : null,
            ask.WithTotal || ask.Count == 0 ? await CountAsync(filter, cancellation) : null
        );
    }

    private async Task<long> CountAsync(AuditFilter filter, CancellationToken cancellation)
    {
        var count = 0L;
        await foreach (var _ in audit.EntriesAsync(filter, null, cancellation))
            count++;
        return count;
    }

    /// <summary>A record of a member is looked for among the entries about that member, which have an index.</summary>
    private async Task<AuditFilter> ByMemberAsync(AuditFilter filter, CancellationToken cancellation)
    {
        if (filter.Members is not null || filter.Resources is not [var resource])
            return filter;
        return await store.MemberAsync(resource, cancellation) is { } member ? filter with { Members = [member] } : filter;
    }
}
