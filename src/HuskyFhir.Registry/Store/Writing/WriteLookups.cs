using HuskyFhir.Registry.Families;

namespace HuskyFhir.Registry.Store.Writing;

/// <summary>A stored row that is about to change, locked.</summary>
/// <param name="Stored">Its current version.</param>
/// <param name="Restricted">Whether the plan and the agency alone may see it.</param>
internal sealed record CurrentRow(StoredResource Stored, bool Restricted);

/// <summary>A stored row that is referred to, held against deletion.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Deleted">Whether it is deleted.</param>
/// <param name="Member">Whose it is.</param>
/// <param name="Restricted">Whether the plan and the agency alone may see it.</param>
internal sealed record TargetRow(string Type, bool Deleted, Guid? Member, bool Restricted);

/// <summary>
/// What a transaction must know before it may write, gathered in a handful of queries for all its units, with what is about to change
/// locked. What an accepted unit writes is remembered, so that the units after it see it.
/// </summary>
internal sealed class WriteLookups(FamilyTable families)
{
    public Dictionary<Guid, CurrentRow> Current { get; } = [];

    public Dictionary<Guid, TargetRow> Targets { get; } = [];

    public Dictionary<BusinessKey, Guid> Keys { get; } = [];

    public HashSet<(Guid Organization, Guid Member)> Attributed { get; } = [];

    public Dictionary<Guid, List<(Guid Owner, string Type)>> Referrers { get; } = [];

    /// <summary>Looks everything up, and locks what is about to change.</summary>
    public async Task GatherAsync(IReadOnlyList<WriteUnit> units, Work work, CancellationToken cancellation)
    {
        var writes = units.SelectMany(static unit => unit.Writes).ToList();
        foreach (var (mode, ids) in LockSweep.Of(writes, [.. units.Where(static unit => unit.Origin is not null).SelectMany(static unit => unit.Origin!.References)], families))
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
        Targets[write.Id] = new(stored.Type, stored.Deleted, stored.Member, step.Restricted);
        Current[write.Id] = new(stored, step.Restricted);
        foreach (var key in write.Keys)
            Keys[key] = write.Id;
    }

    private async Task LockAsync(string mode, Guid[] ids, Work work, CancellationToken cancellation)
    {
        if (mode is LockSweep.Hold or LockSweep.Share)
        {
            foreach (var (id, found) in await work.QueryEachAsync($"SELECT id, type, deleted, member, restricted FROM resources WHERE id {{ids}} {mode}", ids, static row => (row.Uuid(0), new TargetRow(row.Text(1), row.Long(2) != 0, row.UuidOrNull(3), row.Long(4) != 0)), cancellation))
                Targets[id] = found;
            return;
        }

        var sql = $"SELECT {StoredResource.Columns}, r.restricted FROM resources r WHERE r.id {{ids}} {mode}";
        foreach (var row in await work.QueryEachAsync(sql, ids, static row => new CurrentRow(StoredResource.From(row), row.Long(7) != 0), cancellation))
        {
            Current[row.Stored.Id] = row;
            Targets[row.Stored.Id] = new(row.Stored.Type, row.Stored.Deleted, row.Stored.Member, row.Restricted);
        }
    }

    private async Task GatherReferrersAsync(List<PreparedWrite> writes, Work work, CancellationToken cancellation)
    {
        var ids = writes.Where(static write => write.Ask is DeleteAsk).Select(static write => write.Id).ToArray();
        // What tells of a record does not keep it: the provenance of a deletion is about what is gone.
        foreach (var (target, owner, type) in await work.QueryEachAsync("SELECT target_id, owner, owner_type FROM refs WHERE target_id {ids} AND owner_type <> 'Provenance'", ids, static row => (row.Uuid(0), row.Uuid(1), row.Text(2)), cancellation))
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
