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
    /// <param name="filter">Which entries.</param>
    /// <param name="after">The last entry of the page before; null for the first page.</param>
    /// <param name="count">Entries on the page; 0 for the total alone.</param>
    /// <param name="withTotal">Whether all are counted.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<AuditPage> PageAsync(
        AuditFilter filter,
        (Guid Row, int Position)? after,
        int count,
        bool withTotal,
        CancellationToken cancellation
    )
    {
        filter = await ByMemberAsync(filter, cancellation);
        var entries = new List<AuditEntry>(Math.Min(count, 100));
        var more = false;
        if (count > 0)
            await foreach (var entry in audit.EntriesAsync(filter, after, cancellation))
            {
                if (more = entries.Count == count)
                    break;
                entries.Add(entry);
            }

        // What fits on the first page is counted already.
        long? total =
            withTotal || count == 0 ? await CountAsync(filter, cancellation)
            : !more && after is null ? entries.Count
            : null;
        return new(entries, more ? entries[^1] : null, total);
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
        return await store.MemberAsync(resource, cancellation) is { } member
            ? filter with
            {
                Members = [member],
            }
            : filter;
    }
}
