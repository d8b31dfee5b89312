using HuskyFhir.Core.Access;
using HuskyFhir.Resources.Contents;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Writing;

/// <summary>A stored row that is referred to, held against deletion.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Deleted">Whether it is deleted.</param>
/// <param name="Member">Whose it is.</param>
/// <param name="Restricted">Why it is not open to all who may see its member.</param>
internal sealed record TargetRow(string Type, bool Deleted, Guid? Member, Restriction Restricted)
{
    /// <summary>What is known of a stored resource anyway.</summary>
    public static TargetRow Of(StoredResource stored) =>
        new(stored.Type, stored.Deleted, stored.Member, stored.Restricted);
}

/// <summary>
/// What a transaction must know before it may write, gathered in a handful of queries for all its units, with what is
/// about to change locked. What an accepted unit writes is remembered, so that the units after it see it.
/// </summary>
internal sealed class WriteLookups(FhirTypeCatalog families, Dialect dialect, DateTimeOffset now)
{
    /// <summary>What is about to change, locked.</summary>
    public Dictionary<Guid, StoredResource> Current { get; } = [];

    public Dictionary<Guid, TargetRow> Targets { get; } = [];

    /// <summary>The bytes that rows about to change have now.</summary>
    public Dictionary<Guid, StoredContent> Contents { get; } = [];

    public Dictionary<BusinessKey, Guid> Keys { get; } = [];

    /// <summary>
    /// Of what a provider is about to change: the organization that wrote it; nothing for what the plan wrote.
    /// </summary>
    public Dictionary<Guid, Guid> Authors { get; } = [];

    /// <summary>Of what is to be written under a bounded grant: what the grant covers.</summary>
    public HashSet<Guid> Covered { get; } = [];

    /// <summary>Of what is referred to under a bounded grant: what its caller may see.</summary>
    public HashSet<Guid> Reached { get; } = [];

    public Dictionary<Guid, List<(Guid Owner, string Type)>> Referrers { get; } = [];

    /// <summary>Looks everything up, and locks what is about to change.</summary>
    public async Task GatherAsync(IReadOnlyList<WriteUnit> units, Work work, CancellationToken cancellation)
    {
        var writes = units.SelectMany(static unit => unit.Writes).ToList();
        foreach (
            var (mode, ids) in LockSweep.Of(
                writes,
                [
                    .. units
                        .Where(static unit => unit.Origin is not null)
                        .SelectMany(static unit => unit.Origin!.References),
                ],
                families
            )
        )
            await LockAsync(mode, ids, work, cancellation);
        if (writes.Exists(write => write.Seen is { } seen && Current.GetValueOrDefault(write.Id)?.Version != seen))
            throw new WriteConflictException(); // changed between the look and the lock
        foreach (
            var (key, id) in await work.FindKeysAsync(
                [
                    .. writes
                        .SelectMany(static write => write.Alias is { } alias ? write.Keys.Append(alias) : write.Keys)
                        .Distinct(),
                ],
                cancellation
            )
        )
            Keys[key] = id;
        await GatherReferrersAsync(writes, work, cancellation);
        foreach (
            var (id, content) in await work.QueryEachAsync(
                $"SELECT id, {StoredContent.Columns} FROM content_versions WHERE id {{ids}} ORDER BY version",
                [
                    .. writes
                        .Where(static write => write.Ask is UpdateCommand && write.Ask.Type.HasBytes)
                        .Select(static write => write.Id),
                ],
                static row => (row.Uuid(0), StoredContent.From(row, 1)),
                cancellation
            )
        )
            Contents[id] = content; // the last is the current one
        const string Wrote = "SELECT id, organization FROM authors WHERE id {ids}";
        var provided = writes
            .Where(static write => write.Ask is UpdateCommand { Author: not null })
            .Select(static write => write.Id);
        foreach (
            var (id, organization) in await work.QueryEachAsync(
                Wrote,
                [.. provided],
                static row => (row.Uuid(0), row.Uuid(1)),
                cancellation
            )
        )
            Authors[id] = organization;
        await GatherReachAsync(units, writes, work, cancellation);
    }

    /// <summary>What an accepted write leaves for the units after it to see.</summary>
    public void Remember(WriteStep step)
    {
        var (write, stored) = (step.Write, step.Written.Resource);
        if (step.NewAlias is { } alias)
            Keys[alias] = write.Id;
        if (step.Written.Outcome is WriteOutcome.Existing or WriteOutcome.Unchanged or WriteOutcome.Absent)
            return;
        Targets[write.Id] = TargetRow.Of(stored);
        if (step.Content is { } content)
            Contents[write.Id] = content;
        Current[write.Id] = stored;
        foreach (var key in write.Keys)
            Keys[key] = write.Id;
    }

    private async Task LockAsync(string mode, Guid[] ids, Work work, CancellationToken cancellation)
    {
        if (mode is LockSweep.Hold or LockSweep.Share)
        {
            foreach (
                var (id, found) in await work.QueryEachAsync(
                    $"SELECT id, type, deleted, member, restricted FROM resources WHERE id {{ids}} {mode}",
                    ids,
                    static row =>
                        (
                            row.Uuid(0),
                            new TargetRow(row.Text(1), row.Long(2) != 0, row.UuidOrNull(3), (Restriction)row.Long(4))
                        ),
                    cancellation
                )
            )
                Targets[id] = found;
            return;
        }

        var sql = $"SELECT {StoredResource.Columns} FROM resources r WHERE r.id {{ids}} {mode}";
        foreach (var row in await work.QueryEachAsync(sql, ids, StoredResource.From, cancellation))
        {
            Current[row.Id] = row;
            Targets[row.Id] = TargetRow.Of(row);
        }
    }

    private async Task GatherReferrersAsync(List<PreparedWrite> writes, Work work, CancellationToken cancellation)
    {
        var ids = writes.Where(static write => write.Ask is DeleteCommand).Select(static write => write.Id).ToArray();
        // What tells of a record does not keep it: the provenance of a deletion is about what is gone.
        foreach (
            var (target, owner, type) in await work.QueryEachAsync(
                "SELECT target_id, owner, owner_type FROM refs WHERE target_id {ids} AND owner_type <> 'Provenance'",
                ids,
                static row => (row.Uuid(0), row.Uuid(1), row.Text(2)),
                cancellation
            )
        )
        {
            if (!Referrers.TryGetValue(target, out var list))
                Referrers[target] = list = [];
            list.Add((owner, type));
        }
    }

    /// <summary>
    /// What a caller with a bounded grant may write, and refer to: what it may see. To it, all else is unknown.
    /// </summary>
    private async Task GatherReachAsync(
        IReadOnlyList<WriteUnit> units,
        List<PreparedWrite> writes,
        Work work,
        CancellationToken cancellation
    )
    {
        var bounded = writes.Where(static write => !write.Ask.Grant.IsWhole).ToList();
        foreach (var group in bounded.GroupBy(static write => (write.Ask.Grant, write.Ask.Type)))
            Covered.UnionWith(
                await WithinAsync(
                    group.Key.Grant,
                    group.Key.Type,
                    group.Select(static write => write.Id),
                    toLink: false,
                    work,
                    cancellation
                )
            );
        var told = units
            .Where(static unit => unit.Origin is not null && !unit.Writes[0].Ask.Grant.IsWhole)
            .SelectMany(
                static unit => unit.Origin!.References,
                static (unit, link) => (unit.Writes[0].Ask.Grant.Caller, link.Target)
            );
        foreach (
            var group in bounded
                .SelectMany(
                    static write => write.Targets,
                    static (write, link) => (write.Ask.Grant.Caller, link.Target)
                )
                .Concat(told)
                .Where(static link => link.Target.Id is not null)
                .GroupBy(static link => (link.Caller, link.Target.Type))
        )
            if (
                families.Find(group.Key.Type!) is { } type
                && Policy.Reach(group.Key.Caller, type.Name, type.Openness) is { } reach
            )
                Reached.UnionWith(
                    await WithinAsync(
                        new(group.Key.Caller, reach),
                        type,
                        group.Select(static link => link.Target.Id!.Value),
                        toLink: true,
                        work,
                        cancellation
                    )
                );
    }

    /// <summary>Which of some resources a grant covers; or may be referred to under it.</summary>
    public Task<List<Guid>> WithinAsync(
        Grant grant,
        FhirType type,
        IEnumerable<Guid> ids,
        bool toLink,
        Work work,
        CancellationToken cancellation
    )
    {
        var sql = new SqlText(dialect, now);
        var within = new GrantSql(sql, grant, type);
        var text =
            $"SELECT r.id FROM resources r WHERE {sql.In("r.id", ids.Distinct())} AND r.type = {sql.Value(type.Name)} AND {(toLink ? within.ToLink("r") : within.Of("r"))}";
        return work.QueryAsync(new(text, sql.Values), static row => row.Uuid(0), cancellation);
    }
}
