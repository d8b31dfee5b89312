using HuskyFhir.Registry.Store.Searching;

namespace HuskyFhir.Registry.Store.Writing;

/// <summary>A stored row that is about to change, locked.</summary>
/// <param name="Stored">Its current version.</param>
/// <param name="Restricted">Whether the plan and the agency alone may see it.</param>
internal sealed record CurrentRow(StoredResource Stored, bool Restricted);

/// <summary>
/// What a transaction must know before it may write, gathered in a handful of queries for all its units, with what is about to change
/// locked. What an accepted unit writes is remembered, so that the units after it see it.
/// </summary>
internal sealed class WriteLookups(SearchPath searches)
{
    public Dictionary<Guid, CurrentRow> Current { get; } = [];

    public Dictionary<Guid, (string Type, bool Deleted)> Targets { get; } = [];

    public Dictionary<BusinessKey, Guid> Keys { get; } = [];

    public HashSet<(Guid Organization, Guid Member)> Attributed { get; } = [];

    public Dictionary<Guid, List<(Guid Owner, string Type)>> Referrers { get; } = [];

    public Dictionary<PreparedWrite, IReadOnlyList<StoredResource>> Matches { get; } = [];

    /// <summary>Looks everything up, and locks what is about to change.</summary>
    public async Task GatherAsync(IReadOnlyList<WriteUnit> units, Work work, CancellationToken cancellation)
    {
        var writes = units.SelectMany(static unit => unit.Writes).ToList();
        await LockAsync("{revise}", [.. writes.Where(static write => write.Ask is UpdateAsk).Select(static write => write.Id).Distinct()], work, cancellation);
        await LockAsync("{lock}", [.. writes.Where(static write => write.Ask is DeleteAsk).Select(static write => write.Id).Distinct()], work, cancellation);
        await GatherTargetsAsync(writes, work, cancellation);
        foreach (var (key, id) in await work.FindKeysAsync([.. writes.SelectMany(static write => write.Alias is { } alias ? write.Keys.Append(alias) : write.Keys).Distinct()], cancellation))
            Keys[key] = id;
        await GatherReferrersAsync(writes, work, cancellation);
        await GatherAttributionsAsync(writes, work, cancellation);
        foreach (var write in writes)
            if (write.Ask is CreateAsk { Unless: { } unless } create)
                Matches[write] = await FindExistingAsync(create, unless, work, cancellation);
    }

    /// <summary>What an accepted write leaves for the units after it to see.</summary>
    public void Remember(WriteStep step)
    {
        var (write, stored) = (step.Write, step.Written.Resource);
        if (step.NewAlias is { } alias)
            Keys[alias] = write.Id;
        if (step.Written.Outcome is WriteOutcome.Existing or WriteOutcome.Unchanged)
            return;
        Targets[write.Id] = (stored.Type, stored.Deleted);
        Current[write.Id] = new(stored, step.Restricted);
        foreach (var key in write.Keys)
            Keys[key] = write.Id;
    }

    private async Task LockAsync(string mode, Guid[] ids, Work work, CancellationToken cancellation)
    {
        var sql = $"SELECT {StoredResource.Columns}, r.restricted FROM resources r WHERE r.id {{ids}} {mode}";
        foreach (var row in await work.QueryEachAsync(sql, ids, static row => new CurrentRow(StoredResource.From(row), row.Long(7) != 0), cancellation))
            Current[row.Stored.Id] = row;
    }

    private async Task GatherTargetsAsync(List<PreparedWrite> writes, Work work, CancellationToken cancellation)
    {
        var ids = writes.SelectMany(static write => write.Targets).Where(static target => target.Target.Id is not null).Select(static target => target.Target.Id!.Value).Distinct().ToArray();
        // Locked against deletion until this work ends, so that no reference is left hanging.
        foreach (var (id, type, deleted) in await work.QueryEachAsync("SELECT id, type, deleted FROM resources WHERE id {ids} {share}", ids, static row => (row.Uuid(0), row.Text(1), row.Long(2) != 0), cancellation))
            Targets[id] = (type, deleted);
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

    private async Task<IReadOnlyList<StoredResource>> FindExistingAsync(CreateAsk create, Core.Search.SearchQuery unless, Work work, CancellationToken cancellation)
    {
        // Two creates with one condition follow one another; the second sees what the first stored.
        await work.SerializeAsync($"{create.Type.Name}?{string.Join('&', unless.Applied.Select(static pair => $"{pair.Key}={pair.Value}"))}", cancellation);
        return await work.QueryAsync(searches.PageStatement(create.Type, unless, create.Grant, null, 2), StoredResource.From, cancellation);
    }
}
