using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Contents;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Resources.Writing;

/// <summary>Who may see a resource.</summary>
/// <param name="Member">Whose it is; null in the directory.</param>
/// <param name="Restricted">Whether the plan and the agency alone may see it.</param>
internal readonly record struct Ownership(Guid? Member, Restriction Restricted);

/// <summary>
/// The checks of each write (authorisation on the rows, versions, members, references, business keys) against what was
/// looked up.
/// </summary>
internal sealed class WriteChecks(FhirTypeCatalog families, WriteLookups known)
{
    private readonly RightsCheck rights = new(known);

    /// <summary>
    /// Checks a unit; its steps are accepted together or not at all. The issues of all its writes are told, under the
    /// kind of the first fault.
    /// </summary>
    public Result<IReadOnlyList<WriteStep>> Check(WriteUnit unit)
    {
        var siblings = new UnitSiblings(unit);
        var steps = new List<WriteStep>(unit.Writes.Count);
        Fault? refusal = null;
        for (var at = 0; at < unit.Writes.Count; at++)
        {
            var write = unit.Writes[at];
            if (Check(write, siblings).Try(out var step, out var fault))
                steps.Add(
                    write.Alias is { } alias && !known.Keys.ContainsKey(alias) ? step with { NewAlias = alias } : step
                );
            else
                refusal = And(refusal, unit.Place?.Invoke(at, fault) ?? fault);
        }

        refusal =
            unit.Origin is { } origin && Unknown(origin.References, unit.Writes[0].Ask.Grant, siblings) is { } unknown
                ? And(refusal, unknown)
                : refusal;
        if (refusal is not null)
            return refusal;
        foreach (var step in steps)
            known.Remember(step);
        return steps;
    }

    /// <summary>
    /// Checks a write that another one brought; where the transaction writes the resource already, as other content of
    /// the same version.
    /// </summary>
    public Result<WriteStep> Check(PreparedWrite write, WriteStep? was)
    {
        var siblings = new UnitSiblings(new(string.Empty, [write]));
        if (!(was is null ? Check(write, siblings) : Amend(write, was, siblings)).Try(out var step, out var fault))
            return fault;
        known.Remember(step);
        return step;
    }

    private Result<WriteStep> Amend(PreparedWrite write, WriteStep was, UnitSiblings siblings)
    {
        if (CheckContent(write, siblings) is { } fault)
            return fault;
        if (was.Before is { } before && write.Stamp(before.Version, before.Updated).AsSpan().SequenceEqual(before.Body))
            return was with { Write = write, Written = new(WriteOutcome.Unchanged, before) };
        var isStored = was.Written.Outcome == WriteOutcome.Unchanged;
        if ((isStored ? was.Written.Resource : was.Before) is { } earlier)
            write.NotBefore(StoreTime.After(earlier.Updated));
        var (now, version) = (was.Written.Resource, was.Written.Resource.Version + (isStored ? 1 : 0));
        var stored = now with
        {
            Version = version,
            UpdatedTicks = write.At.UtcTicks,
            Body = write.Stamp(version, write.At),
            Restricted = Restriction(write),
        };
        return was with
        {
            Write = write,
            Written = new(isStored ? WriteOutcome.Updated : was.Written.Outcome, stored),
            Before = isStored ? now : was.Before,
        };
    }

    private static Fault And(Fault? first, Fault second) =>
        first is null ? second : new(first.Kind, [.. first.Issues, .. second.Issues]);

    private Result<WriteStep> Check(PreparedWrite write, UnitSiblings siblings) =>
        write.Ask switch
        {
            FoundCommand found => new WriteStep(write, found.Written),
            _ when siblings.IsTwice(write) => WriteFaults.Twice(write.Ask.Type),
            _ when write.Unsafe is { } found => found,
            CreateCommand create => CheckCreate(write, create, siblings),
            UpdateCommand update => CheckUpdate(write, update, siblings),
            DeleteCommand delete => CheckDelete(write, delete, siblings),
            _ => throw new ArgumentOutOfRangeException(nameof(write)),
        };

    private Result<WriteStep> CheckCreate(PreparedWrite write, CreateCommand create, UnitSiblings siblings)
    {
        if (
            (NotPermitted(write, null, siblings) ?? CheckContent(write, siblings) ?? BytesFault(write, null)) is
            { } fault
        )
            return fault;
        if (!Owner(write, siblings).Try(out var owner, out var several))
            return several;
        var stored = new StoredResource(
            create.Type.Name,
            write.Id,
            1,
            write.At.UtcTicks,
            owner.Member,
            false,
            write.FirstBody,
            owner.Restricted
        );
        return new WriteStep(write, new(WriteOutcome.Created, stored)) { Content = write.Content?.Stored };
    }

    private Result<WriteStep> CheckUpdate(PreparedWrite write, UpdateCommand update, UnitSiblings siblings)
    {
        if (!known.Current.TryGetValue(write.Id, out var now) || now.Type != update.Type.Name || !Covers(write))
            return WriteFaults.NoUpdateAsCreate(update.Type);
        if (now.Deleted)
            return WriteFaults.Deleted(update.Type, write.Id);
        if (WriteFaults.Version(update.IfMatch, now) is { } mismatch)
            return mismatch;
        var bytes = known.Contents.GetValueOrDefault(write.Id);
        if (
            (NotPermitted(write, now, siblings) ?? CheckContent(write, siblings, now) ?? BytesFault(write, bytes)) is
            { } fault
        )
            return fault;
        if (!Owner(write, siblings).Try(out var owner, out var several))
            return several;
        if (owner.Member != now.Member)
            return new Fault(
                FaultKind.Unprocessable,
                OperationOutcome.IssueType.BusinessRule,
                "A resource cannot move to another member; create a new one there and end this one.",
                null,
                "member-moved"
            );
        if (
            write.Stamp(now.Version, now.Updated).AsSpan().SequenceEqual(now.Body)
            && (write.Content is null || write.Content.Stored.Digest == bytes?.Digest)
        )
            return new WriteStep(write, new(WriteOutcome.Unchanged, now));
        write.NotBefore(StoreTime.After(now.Updated));
        var version = now.Version + 1;
        var stored = now with
        {
            Version = version,
            UpdatedTicks = write.At.UtcTicks,
            Body = write.Stamp(version, write.At),
            Restricted = owner.Restricted,
        };
        return new WriteStep(write, new(WriteOutcome.Updated, stored))
        {
            Before = now,
            Content = write.Content?.Stored ?? bytes,
            Lowered = RightsCheck.Lowered(write, now),
        };
    }

    private Result<WriteStep> CheckDelete(PreparedWrite write, DeleteCommand delete, UnitSiblings siblings)
    {
        if (!known.Current.TryGetValue(write.Id, out var now) || now.Type != delete.Type.Name || !Covers(write))
            return delete.IfMatch?.RefusesNothing() is { } demanded
                ? demanded
                : new WriteStep(write, new(WriteOutcome.Absent, StoredResource.Absent(delete.Type.Name, write.Id))); // deleting what is not there is done already
        if (now.Deleted)
            return delete.IfMatch?.RefusesNothing() is { } gone
                ? gone
                : new WriteStep(write, new(WriteOutcome.Deleted, now)) { DeletedBefore = true };
        if (WriteFaults.Version(delete.IfMatch, now) is { } mismatch)
            return mismatch;
        if (
            known.Referrers.GetValueOrDefault(write.Id)?.Find(referrer => !siblings.LetsGo(referrer.Owner, write.Id)) is
            { Type: not null } referrer
        )
            return new Fault(
                FaultKind.Conflict,
                OperationOutcome.IssueType.Conflict,
                $"At least one {referrer.Type} still refers to {delete.Type.Name}/{write.Id}; change or delete that first.",
                null,
                "still-referenced"
            );
        write.NotBefore(StoreTime.After(now.Updated));
        var stored = now with
        {
            Version = now.Version + 1,
            UpdatedTicks = write.At.UtcTicks,
            Deleted = true,
            Body = null,
        };
        return new WriteStep(write, new(WriteOutcome.Deleted, stored)) { Before = now };
    }

    private Fault? CheckContent(PreparedWrite write, UnitSiblings siblings, StoredResource? now = null)
    {
        if (
            Unknown(write.Targets, write.Ask.Grant, siblings) is not null
            && Unknown(News(write, now), write.Ask.Grant, siblings) is { } unknown
        )
            return unknown;
        if (OfOthers(write, siblings).ToList() is { Count: > 0 } others)
            return new(FaultKind.Unprocessable, others);
        foreach (var key in write.Keys)
            if (
                siblings.IsClaimed(key, write)
                || (known.Keys.TryGetValue(key, out var owner) && owner != write.Id && !siblings.Frees(owner, key))
            )
                return new(
                    FaultKind.Conflict,
                    OperationOutcome.IssueType.Duplicate,
                    $"Another {key.Type} already has the identifier {key.System}|{key.Value}; update that one instead.",
                    $"{key.Type}.identifier",
                    "key-in-use"
                );
        return null;
    }

    /// <summary>
    /// What a write refers to anew. A link that the stored version has, perhaps by the service's own hand, is not held
    /// against who sees that version and leaves it.
    /// </summary>
    private static IEnumerable<(References.Target Target, string Path)> News(PreparedWrite write, StoredResource? now)
    {
        if (now?.Body is null || write.Ask.Grant.IsWhole)
            return write.Targets;
        var had = References
            .TargetsIn(HuskyFhir.Core.Resources.FhirJson.Read(now.Body))
            .Select(static found => found.Target)
            .ToHashSet();
        return write.Targets.Where(found => !had.Contains(found.Target));
    }

    private Fault? Unknown(
        IEnumerable<(References.Target Target, string Path)> targets,
        Grant grant,
        UnitSiblings siblings
    )
    {
        var issues = new List<Issue>();
        foreach (var (target, path) in targets)
            if (TargetProblem(target, grant, siblings) is { } problem)
                issues.Add(Issue.Error(OperationOutcome.IssueType.NotFound, problem, path, "reference-unknown"));
        return issues.Count > 0 ? new(FaultKind.Unprocessable, issues) : null;
    }

    /// <summary>
    /// Whose a resource is, as it says itself or its targets are, where the type follows them; and how it is
    /// restricted.
    /// </summary>
    private Result<Ownership> Owner(PreparedWrite write, UnitSiblings siblings)
    {
        if (write.Ask.Type.Declared.Follows is not { } path)
            return new Ownership(MemberOf(write, siblings), Restriction(write));
        var owners = write
            .Targets.Where(found =>
                found.Target.Id is not null && found.Path.StartsWith(path, StringComparison.Ordinal)
            )
            .Select(found => OwnerOf(found.Target.Id!.Value, siblings))
            .ToList();
        if (owners.Select(static owner => owner.Member).Distinct().Count() > 1)
            return new Fault(
                FaultKind.Unprocessable,
                OperationOutcome.IssueType.BusinessRule,
                $"The targets belong to several members; send one {write.Ask.Type.Name} for each.",
                path,
                "several-members"
            );
        // What its targets are hidden by is asked of them at each look.
        return new Ownership(owners.FirstOrDefault().Member, Restriction(write));
    }

    private Ownership OwnerOf(Guid id, UnitSiblings siblings) =>
        siblings.BornAs(id) is { } born ? new(born.MemberOf(), Restriction(born))
        : known.Targets.TryGetValue(id, out var found) ? new(found.Member, found.Restricted)
        : default;

    private string? TargetProblem(References.Target target, Grant grant, UnitSiblings siblings)
    {
        if (target.Id is { } id)
        {
            if (families.Find(target.Type!) is null)
                return $"{target.Type} is not a type that this service holds; use an absolute URL or an identifier.";
            if (siblings.BornAs(id) is { } born)
                return born.Ask.Type.Name == target.Type ? null : $"{target.Type}/{id} is a {born.Ask.Type.Name}.";
            if (siblings.IsDying(id))
                return $"{target.Type}/{id} is deleted by the same transaction.";
            return
                known.Targets.TryGetValue(id, out var found)
                && found.Type == target.Type
                && !found.Deleted
                && (grant.IsWhole || known.Reached.Contains(id))
                ? null
                : $"{target.Type}/{id} is not known here; create it first, or use an identifier.";
        }

        var url = target.Url!;
        return
            url.StartsWith("http://", StringComparison.Ordinal) || url.StartsWith("https://", StringComparison.Ordinal)
            ? null
            : $"'{(url.Length > 80 ? url[..80] + "…" : url)}' does not lead to a resource here; write Type/id, or an absolute URL.";
    }

    /// <summary>Parts of the resource that belong to another member than it does.</summary>
    private IEnumerable<Issue> OfOthers(PreparedWrite write, UnitSiblings siblings) =>
        write
            .Held.Where(held =>
                (siblings.BornAs(held.Id) is { } born ? MemberOf(born, siblings) : known.Targets[held.Id].Member)
                != MemberOf(write, siblings)
            )
            .Select(static held =>
                Issue.Error(
                    OperationOutcome.IssueType.BusinessRule,
                    $"This {held.Type} does not belong to the member whose record this is; store it again for this member.",
                    held.Path,
                    "binary-of-another"
                )
            );

    /// <summary>Bytes are needed with a create, and what stays must still be what the resource says.</summary>
    private static Fault? BytesFault(PreparedWrite write, HuskyFhir.Resources.Contents.StoredContent? now)
    {
        if (write.Ask.Type.Declared.Bytes is not { } bytes || write.Content is not null)
            return null;
        if (now is null)
            return new(
                FaultKind.Unprocessable,
                OperationOutcome.IssueType.Required,
                "There are no bytes to store: give data, or send the file by itself in its own media type.",
                $"{write.Ask.Type.Name}.data",
                "binary-data"
            );
        return bytes.Kind(write.Resource!) == now.Kind
            ? null
            : new(FaultKind.Unprocessable, [ContentMismatch.Of(bytes.Kind(write.Resource!) ?? now.Kind)]);
    }

    private static HuskyFhir.Core.Access.Restriction Restriction(PreparedWrite write) =>
        write.Ask.Type.RestrictionOf(write.Resource!);

    /// <summary>What is between the member and others is not for this caller to write, any more than to read.</summary>
    private const HuskyFhir.Core.Access.Restriction ForOthers =
        HuskyFhir.Core.Access.Restriction.Plan
        | HuskyFhir.Core.Access.Restriction.Hearing
        | HuskyFhir.Core.Access.Restriction.Eligibility;

    private bool Reaches(PreparedWrite write, UnitSiblings siblings) =>
        write.Through is { } through && siblings.BornAs(through) is { } born
            ? Reaches(born, siblings)
            : (write.Through ?? write.MemberOf()) is { } owner && known.Reached.Contains(owner);

    /// <summary>Whose a resource is: as it says, or as the one says through which it belongs to a member.</summary>
    private Guid? MemberOf(PreparedWrite write, UnitSiblings siblings)
    {
        if (write.Through is not { } through)
            return write.MemberOf();
        return siblings.BornAs(through) is { } born
            ? born == write
                ? null
                : born.MemberOf()
            : known.Targets.GetValueOrDefault(through)?.Member;
    }

    private bool Covers(PreparedWrite write) => write.Ask.Grant.IsWhole || known.Covered.Contains(write.Id);

    /// <summary>
    /// Whose the content is must be a member within reach; the words are the same for one outside and one that is not.
    /// </summary>
    private Fault? OutsideReach(PreparedWrite write, UnitSiblings siblings) =>
        write.Ask.Grant.Rows.Attributed is null || Reaches(write, siblings) ? null : Outside;

    /// <summary>Whose it is, before what it is: who may not know of the member learns nothing from the rest.</summary>
    private Fault? NotPermitted(PreparedWrite write, StoredResource? now, UnitSiblings siblings) =>
        OutsideReach(write, siblings) ?? rights.Refuse(write, now) ?? ForOthersAlone(write);

    /// <summary>What is the plan's to see is not a provider's to write, of whatever type.</summary>
    private static Fault? ForOthersAlone(PreparedWrite write) =>
        write.Ask.Grant.Rows.Attributed is null || (Restriction(write) & write.Ask.Grant.Rows.Closed & ForOthers) == 0
            ? null
            : Outside;

    private static Fault Outside =>
        new(
            FaultKind.Forbidden,
            OperationOutcome.IssueType.Forbidden,
            "The resource belongs to a member outside this client's grant.",
            null,
            "outside-grant"
        );
}
