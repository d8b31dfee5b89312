using HuskyFhir.Registry.Families;

namespace HuskyFhir.Registry.Store.Writing;

/// <summary>A stored row that is about to change, locked.</summary>
/// <param name="Stored">Its current version.</param>
/// <param name="Restricted">Whether the plan and the agency alone may see it.</param>
internal sealed record CurrentRow(StoredResource Stored, bool Restricted);

/// <summary>
/// What a transaction must know before it may write, gathered in a handful of queries for all its units, with what is about to change
/// locked. What an accepted unit writes is remembered, so that the units after it see it.
/// </summary>
internal sealed class WriteLookups(FamilyTable families)
{
    public Dictionary<Guid, CurrentRow> Current { get; } = [];

    public Dictionary<Guid, (string Type, bool Deleted)> Targets { get; } = [];

    public Dictionary<BusinessKey, Guid> Keys { get; } = [];

    public HashSet<(Guid Organization, Guid Member)> Attributed { get; } = [];

    public Dictionary<Guid, List<(Guid Owner, string Type)>> Referrers { get; } = [];

    /// <summary>Looks everything up, and locks what is about to change.</summary>
    public async Task GatherAsync(IReadOnlyList<WriteUnit> units, Work work, CancellationToken cancellation)
    {
        var writes = units.SelectMany(static unit => unit.Writes).ToList();
        foreach (var (mode, ids) in LockSweep.Of(writes, families))
            await LockAsync(mode, ids, work, cancellation);
        if (writes.Exists(write => write.Seen is { } seen && Current.GetValueOrDefault(write.Id)?.Stored.Version != seen))
            throw new WriteConflictException(); // changed between the look and the lock
        foreach (var (key, id) in await work.FindKeysAsync([.. writes.SelectMany(static write => write.Alias is { } alias ? write.Keys.Append(alias) : write.Keys).Distinct()], cancellation))
            Keys[key] = id;
        await GatherReferrersAsync(writes, work, cancellation);
        await GatherAttributionsAsync(writes, work, cancellation);
    }

    /// <summary>What an accepted write leaves for the units after it to see.</summary>
    public void Remember(WriteStep step)
    {
        var (write, stored) = (step.Write, step.Written.Resource);
        if (step.NewAlias is { } alias)
            Keys[alias] = write.Id;
        if (step.Written.Outcome is WriteOutcome.Existing or WriteOutcome.Unchanged or WriteOutcome.Absent)
            return;
        Targets[write.Id] = (stored.Type, stored.Deleted);
        Current[write.Id] = new(stored, step.Restricted);
        foreach (var key in write.Keys)
            Keys[key] = write.Id;
    }

    private async Task LockAsync(string mode, Guid[] ids, Work work, CancellationToken cancellation)
    {
        if (mode is LockSweep.Hold or LockSweep.Share)
        {
            foreach (var (id, type, deleted) in await work.QueryEachAsync($"SELECT id, type, deleted FROM resources WHERE id {{ids}} {mode}", ids, static row => (row.Uuid(0), row.Text(1), row.Long(2) != 0), cancellation))
                Targets[id] = (type, deleted);
            return;
        }

        var sql = $"SELECT {StoredResource.Columns}, r.restricted FROM resources r WHERE r.id {{ids}} {mode}";
        foreach (var row in await work.QueryEachAsync(sql, ids, static row => new CurrentRow(StoredResource.From(row), row.Long(7) != 0), cancellation))
        {
            Current[row.Stored.Id] = row;
            Targets[row.Stored.Id] = (row.Stored.Type, row.Stored.Deleted);
        }
    }

    private async Task GatherReferrersAsync(List<PreparedWrite> writes, Work work, CancellationToken cancellation)
    {
        var ids = writes.Where(static write => write.Ask is DeleteAsk).Select(static write => write.Id).ToArray();
        foreach (var (target, owner, type) in await work.QueryEachAsync("SELECT target_id, owner, owner_type FROM refs WHERE target_id {ids}", ids, static row => (row.Uuid(0), row.Uuid(1), row.Text(2)), cancellation))
        {
            if (!Referrers.TryGetValue(target, out var list))
                Referrers[target] = list = [];
            list.Add((owner, type));
        }
    }

    private async Task GatherAttributionsAsync(List<PreparedWrite> writes, Work work, CancellationToken cancellation)
    {
        foreach (var group in writes.Where(static write => write.Ask.Grant.Rows.Attributed is not null).GroupBy(static write => write.Ask.Grant.Rows.Attributed!.Value))
        {
            var members = group.Select(write => write.Resource is null ? null : write.MemberOf()).Concat(group.Select(write => Current.GetValueOrDefault(write.Id)?.Stored.Member))
                .Where(static member => member is not null).Select(static member => member!.Value).Distinct().ToArray();
            foreach (var (organization, member) in await work.QueryEachAsync("SELECT organization, member FROM attributions WHERE member {ids}", members, static row => (row.Uuid(0), row.Uuid(1)), cancellation))
                Attributed.Add((organization, member));
        }
    }
}
