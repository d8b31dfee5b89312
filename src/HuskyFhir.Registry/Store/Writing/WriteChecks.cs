using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Registry.Families;
using HuskyFhir.Registry.Store.Searching;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Registry.Store.Writing;

/// <summary>
/// What a transaction must look up before it may write, gathered in a handful of queries for all its units, and then the checks of each.
/// What an accepted unit writes is seen by the units after it.
/// </summary>
internal sealed class WriteChecks(FamilyTable families, SearchPath searches)
{
    private readonly Dictionary<Guid, Current> current = [];
    private readonly Dictionary<Guid, (string Type, bool Deleted)> targets = [];
    private readonly Dictionary<BusinessKey, Guid> keys = [];
    private readonly Dictionary<(Guid Organization, Guid Member), bool> attributed = [];
    private readonly Dictionary<Guid, List<(Guid Owner, string Type)>> referrers = [];
    private readonly Dictionary<PreparedWrite, IReadOnlyList<StoredResource>> matches = [];

    /// <summary>Looks everything up, and locks what is about to change.</summary>
    public async Task GatherAsync(IReadOnlyList<WriteUnit> units, Work work, CancellationToken cancellation)
    {
        var writes = units.SelectMany(static unit => unit.Writes).ToList();
        await LockAsync("{revise}", [.. writes.Where(static write => write.Ask is UpdateAsk).Select(static write => write.Id).Distinct()], work, cancellation);
        await LockAsync("{lock}", [.. writes.Where(static write => write.Ask is DeleteAsk).Select(static write => write.Id).Distinct()], work, cancellation);
        await GatherTargetsAsync(writes, work, cancellation);
        foreach (var (key, id) in await work.FindKeysAsync([.. writes.SelectMany(static write => write.Alias is { } alias ? write.Keys.Append(alias) : write.Keys).Distinct()], cancellation))
            keys[key] = id;
        await GatherReferrersAsync(writes, work, cancellation);
        await GatherAttributionsAsync(writes, work, cancellation);
        foreach (var write in writes)
            if (write.Ask is CreateAsk { Unless: { } unless } create)
                matches[write] = await FindExistingAsync(create, unless, work, cancellation);
    }

    /// <summary>Checks a unit; its steps are accepted together or not at all.</summary>
    public Answer<IReadOnlyList<WriteStep>> Check(WriteUnit unit)
    {
        var born = unit.Writes.Where(static write => write.Ask is CreateAsk).ToDictionary(static write => write.Id, static write => write.Ask.Type.Name);
        var dying = unit.Writes.Where(static write => write.Ask is DeleteAsk).Select(static write => write.Id).ToHashSet();
        var steps = new List<WriteStep>(unit.Writes.Count);
        foreach (var write in unit.Writes)
        {
            if (!Check(write, born, dying).Try(out var step, out var fault))
                return fault;
            steps.Add(write.Alias is { } alias && !keys.ContainsKey(alias) ? step with { NewAlias = alias } : step);
        }

        foreach (var step in steps)
            Remember(step);
        return steps;
    }

    private static Fault Unknown(PreparedWrite write) =>
        new(FaultKind.NotFound, OperationOutcome.IssueType.NotFound, $"{write.Ask.Type.Name}/{write.Id} is not known here.", null, "unknown-id");

    private async Task LockAsync(string mode, Guid[] ids, Work work, CancellationToken cancellation)
    {
        var sql = $"SELECT {StoredResource.Columns}, r.restricted FROM resources r WHERE r.id {{ids}} {mode}";
        foreach (var row in await work.QueryEachAsync(sql, ids, static row => new Current(StoredResource.From(row), row.Long(7) != 0), cancellation))
            current[row.Stored.Id] = row;
    }

    private async Task GatherTargetsAsync(List<PreparedWrite> writes, Work work, CancellationToken cancellation)
    {
        // An effect joins the two ends of a reference. Were the target free to change meanwhile, neither work would see what the other wrote,
        // and a member could stay attributed to an organisation that the PCP has left.
        var held = writes.Where(static write => write.Ask.Type.Declared.Effects.Count > 0).SelectMany(static write => write.Targets)
            .Where(target => target.Target.Type is { } type && families.Find(type)?.Declared.Effects.Count > 0).Select(static target => target.Target.Id).ToHashSet();
        var ids = writes.SelectMany(static write => write.Targets).Where(static target => target.Target.Id is not null).Select(static target => target.Target.Id!.Value).Distinct().ToLookup(id => held.Contains(id));
        await GatherTargetsAsync("{hold}", [.. ids[true]], work, cancellation);
        // The others are locked against deletion until this work ends, so that no reference is left hanging.
        await GatherTargetsAsync("{share}", [.. ids[false]], work, cancellation);
    }

    private async Task GatherTargetsAsync(string mode, Guid[] ids, Work work, CancellationToken cancellation)
    {
        foreach (var (id, type, deleted) in await work.QueryEachAsync($"SELECT id, type, deleted FROM resources WHERE id {{ids}} {mode}", ids, static row => (row.Uuid(0), row.Text(1), row.Long(2) != 0), cancellation))
            targets[id] = (type, deleted);
    }

    private async Task GatherReferrersAsync(List<PreparedWrite> writes, Work work, CancellationToken cancellation)
    {
        var ids = writes.Where(static write => write.Ask is DeleteAsk).Select(static write => write.Id).ToArray();
        foreach (var (target, owner, type) in await work.QueryEachAsync("SELECT target_id, owner, owner_type FROM refs WHERE target_id {ids}", ids, static row => (row.Uuid(0), row.Uuid(1), row.Text(2)), cancellation))
        {
            if (!referrers.TryGetValue(target, out var list))
                referrers[target] = list = [];
            list.Add((owner, type));
        }
    }

    private async Task GatherAttributionsAsync(List<PreparedWrite> writes, Work work, CancellationToken cancellation)
    {
        foreach (var group in writes.Where(static write => write.Ask.Grant.Rows.Attributed is not null).GroupBy(static write => write.Ask.Grant.Rows.Attributed!.Value))
        {
            var members = group.Select(write => write.Resource is null ? null : write.MemberOf()).Concat(group.Select(write => current.GetValueOrDefault(write.Id)?.Stored.Member))
                .Where(static member => member is not null).Select(static member => member!.Value).Distinct().ToArray();
            foreach (var (organization, member) in await work.QueryEachAsync("SELECT organization, member FROM attributions WHERE member {ids}", members, static row => (row.Uuid(0), row.Uuid(1)), cancellation))
                attributed[(organization, member)] = true;
        }
    }

    private async Task<IReadOnlyList<StoredResource>> FindExistingAsync(CreateAsk create, Core.Search.SearchQuery unless, Work work, CancellationToken cancellation)
    {
        // Two creates with one condition follow one another; the second sees what the first stored.
        await work.SerializeAsync($"{create.Type.Name}?{string.Join('&', unless.Applied.Select(static pair => $"{pair.Key}={pair.Value}"))}", cancellation);
        return await work.QueryAsync(searches.PageStatement(create.Type, unless, create.Grant, null, 2), StoredResource.From, cancellation);
    }

    private Answer<WriteStep> Check(PreparedWrite write, Dictionary<Guid, string> born, HashSet<Guid> dying) => write.Ask switch
    {
        CreateAsk create => CheckCreate(write, create, born),
        UpdateAsk update => CheckUpdate(write, update, born),
        DeleteAsk delete => CheckDelete(write, delete, dying),
        _ => throw new ArgumentOutOfRangeException(nameof(write)),
    };

    private Answer<WriteStep> CheckCreate(PreparedWrite write, CreateAsk create, Dictionary<Guid, string> born)
    {
        if (matches.TryGetValue(write, out var found) && found.Count > 0)
        {
            return found.Count == 1
                ? new WriteStep(write, new(WriteOutcome.Existing, found[0]), false)
                : new Fault(FaultKind.PreconditionFailed, OperationOutcome.IssueType.MultipleMatches, "More than one resource meets the condition; make it narrower.", "If-None-Exist", "condition-many");
        }

        if (CheckContent(write, born) is { } fault)
            return fault;
        var member = write.MemberOf();
        if (!Covers(create.Grant, member, Restricted(write)))
            return new Fault(FaultKind.Forbidden, OperationOutcome.IssueType.Forbidden, "The resource belongs to a member outside this client's grant.", null, "outside-grant");
        var stored = new StoredResource(create.Type.Name, write.Id, 1, write.At.UtcTicks, member, false, write.FirstBody);
        return new WriteStep(write, new(WriteOutcome.Created, stored), Restricted(write));
    }

    private Answer<WriteStep> CheckUpdate(PreparedWrite write, UpdateAsk update, Dictionary<Guid, string> born)
    {
        if (!current.TryGetValue(write.Id, out var now) || now.Stored.Type != update.Type.Name || !Covers(update.Grant, now.Stored.Member, now.Restricted))
            return Unknown(write);
        if (now.Stored.Deleted)
            return new Fault(FaultKind.Gone, OperationOutcome.IssueType.Deleted, $"{update.Type.Name}/{write.Id} was deleted; create a new one.", null, "deleted");
        if (CheckVersion(update.IfMatch, now.Stored) is { } mismatch)
            return mismatch;
        if (CheckContent(write, born) is { } fault)
            return fault;
        if (write.MemberOf() != now.Stored.Member)
            return new Fault(FaultKind.Unprocessable, OperationOutcome.IssueType.BusinessRule, "A resource cannot move to another member; create a new one there and end this one.", null, "member-moved");
        if (write.Stamp(now.Stored.Version, now.Stored.Updated).AsSpan().SequenceEqual(now.Stored.Body))
            return new WriteStep(write, new(WriteOutcome.Unchanged, now.Stored), now.Restricted);
        var version = now.Stored.Version + 1;
        var stored = now.Stored with { Version = version, UpdatedTicks = write.At.UtcTicks, Body = write.Stamp(version, write.At) };
        return new WriteStep(write, new(WriteOutcome.Updated, stored), Restricted(write));
    }

    private Answer<WriteStep> CheckDelete(PreparedWrite write, DeleteAsk delete, HashSet<Guid> dying)
    {
        if (!current.TryGetValue(write.Id, out var now) || now.Stored.Type != delete.Type.Name || !Covers(delete.Grant, now.Stored.Member, now.Restricted))
            return Unknown(write);
        if (now.Stored.Deleted)
            return new WriteStep(write, new(WriteOutcome.Deleted, now.Stored), now.Restricted) { DeletedBefore = true };
        if (CheckVersion(delete.IfMatch, now.Stored) is { } mismatch)
            return mismatch;
        if (referrers.GetValueOrDefault(write.Id)?.Find(referrer => !dying.Contains(referrer.Owner)) is { Type: not null } referrer)
            return new Fault(FaultKind.Conflict, OperationOutcome.IssueType.Conflict, $"At least one {referrer.Type} still refers to {delete.Type.Name}/{write.Id}; change or delete that first.", null, "still-referenced");
        var stored = now.Stored with { Version = now.Stored.Version + 1, UpdatedTicks = write.At.UtcTicks, Deleted = true, Body = null };
        return new WriteStep(write, new(WriteOutcome.Deleted, stored), now.Restricted);
    }

    private static Fault? CheckVersion(long? ifMatch, StoredResource now) => ifMatch is null || ifMatch == now.Version
        ? null
        : new(FaultKind.PreconditionFailed, OperationOutcome.IssueType.Conflict, $"If-Match names version {ifMatch}, the current one is {now.Version}; read it, and send the change again.", "If-Match", "version-mismatch");

    private Fault? CheckContent(PreparedWrite write, Dictionary<Guid, string> born)
    {
        var issues = new List<Issue>();
        foreach (var (target, path) in write.Targets)
            if (TargetProblem(target, born) is { } problem)
                issues.Add(Issue.Error(OperationOutcome.IssueType.NotFound, problem, path, "reference-unknown"));
        if (issues.Count > 0)
            return new(FaultKind.Unprocessable, issues);
        foreach (var key in write.Keys)
            if (keys.TryGetValue(key, out var owner) && owner != write.Id)
                return new(FaultKind.Conflict, OperationOutcome.IssueType.Duplicate, $"Another {key.Type} already has the identifier {key.System}|{key.Value}; update that one instead.", $"{key.Type}.identifier", "key-in-use");
        return null;
    }

    private string? TargetProblem(References.Target target, Dictionary<Guid, string> born)
    {
        if (target.Id is { } id)
        {
            if (families.Find(target.Type!) is null)
                return $"{target.Type} is not a type that this service holds; use an absolute URL or an identifier.";
            if (born.TryGetValue(id, out var bornAs))
                return bornAs == target.Type ? null : $"{target.Type}/{id} is a {bornAs}.";
            return targets.TryGetValue(id, out var found) && found.Type == target.Type && !found.Deleted ? null : $"{target.Type}/{id} is not known here; create it first, or use an identifier.";
        }

        var url = target.Url!;
        return url.StartsWith("http://", StringComparison.Ordinal) || url.StartsWith("https://", StringComparison.Ordinal)
            ? null
            : $"'{(url.Length > 80 ? url[..80] + "…" : url)}' does not lead to a resource here; write Type/id, or an absolute URL.";
    }

    private static bool Restricted(PreparedWrite write) => write.Ask.Type.Declared.Restricted(write.Resource!);

    private bool Covers(Grant grant, Guid? member, bool restricted) =>
        (grant.Rows.WithRestricted || !restricted) &&
        (grant.Rows.Attributed is not { } organization || (member is { } id && attributed.ContainsKey((organization, id))));

    private void Remember(WriteStep step)
    {
        var (write, stored) = (step.Write, step.Written.Resource);
        if (step.NewAlias is { } alias)
            keys[alias] = write.Id;
        if (step.Written.Outcome is WriteOutcome.Existing or WriteOutcome.Unchanged)
            return;
        targets[write.Id] = (stored.Type, stored.Deleted);
        current[write.Id] = new(stored, step.Restricted);
        foreach (var key in write.Keys)
            keys[key] = write.Id;
    }

    private sealed record Current(StoredResource Stored, bool Restricted);
}
