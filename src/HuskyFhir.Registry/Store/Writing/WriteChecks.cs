using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Registry.Families;

namespace HuskyFhir.Registry.Store.Writing;

/// <summary>
/// The checks of each write (authorisation on the rows, versions, members, references, business keys) against what was looked up.
/// </summary>
internal sealed class WriteChecks(FamilyTable families, WriteLookups known)
{
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
            steps.Add(write.Alias is { } alias && !known.Keys.ContainsKey(alias) ? step with { NewAlias = alias } : step);
        }

        foreach (var step in steps)
            known.Remember(step);
        return steps;
    }

    private static Fault Unknown(PreparedWrite write) =>
        new(FaultKind.NotFound, OperationOutcome.IssueType.NotFound, $"{write.Ask.Type.Name}/{write.Id} is not known here.", null, "unknown-id");

    private Answer<WriteStep> Check(PreparedWrite write, Dictionary<Guid, string> born, HashSet<Guid> dying) => write.Ask switch
    {
        CreateAsk create => CheckCreate(write, create, born),
        UpdateAsk update => CheckUpdate(write, update, born),
        DeleteAsk delete => CheckDelete(write, delete, dying),
        _ => throw new ArgumentOutOfRangeException(nameof(write)),
    };

    private Answer<WriteStep> CheckCreate(PreparedWrite write, CreateAsk create, Dictionary<Guid, string> born)
    {
        if (known.Matches.TryGetValue(write, out var found) && found.Count > 0)
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
        if (!known.Current.TryGetValue(write.Id, out var now) || now.Stored.Type != update.Type.Name || !Covers(update.Grant, now.Stored.Member, now.Restricted))
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
        if (!known.Current.TryGetValue(write.Id, out var now) || now.Stored.Type != delete.Type.Name || !Covers(delete.Grant, now.Stored.Member, now.Restricted))
            return Unknown(write);
        if (now.Stored.Deleted)
            return new WriteStep(write, new(WriteOutcome.Deleted, now.Stored), now.Restricted) { DeletedBefore = true };
        if (CheckVersion(delete.IfMatch, now.Stored) is { } mismatch)
            return mismatch;
        if (known.Referrers.GetValueOrDefault(write.Id)?.Find(referrer => !dying.Contains(referrer.Owner)) is { Type: not null } referrer)
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
            if (known.Keys.TryGetValue(key, out var owner) && owner != write.Id)
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
            return known.Targets.TryGetValue(id, out var found) && found.Type == target.Type && !found.Deleted ? null : $"{target.Type}/{id} is not known here; create it first, or use an identifier.";
        }

        var url = target.Url!;
        return url.StartsWith("http://", StringComparison.Ordinal) || url.StartsWith("https://", StringComparison.Ordinal)
            ? null
            : $"'{(url.Length > 80 ? url[..80] + "…" : url)}' does not lead to a resource here; write Type/id, or an absolute URL.";
    }

    private static bool Restricted(PreparedWrite write) => write.Ask.Type.Declared.Restricted(write.Resource!);

    private bool Covers(Grant grant, Guid? member, bool restricted) =>
        (grant.Rows.WithRestricted || !restricted) &&
        (grant.Rows.Attributed is not { } organization || (member is { } id && known.Attributed.Contains((organization, id))));

}
