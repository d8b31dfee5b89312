using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Resources.Writing;

/// <summary>
/// Holds one write to the table of who may write what (<see cref="WriteRights"/>), by the stored version, the new one,
/// and
/// who wrote the first. Every road leads through it; what the service brings of itself is the plan's. Faults: 403 with
/// the
/// rule of the row, <c>label-lowered</c>, <c>bytes-released</c>, <c>number-released</c>, <c>masked-elements</c>; 422
/// <c>body-redacted</c>, <c>labels-unsaid</c>.
/// </summary>
internal sealed class RightsCheck(WriteLookups known)
{
    private static readonly byte[][] Marks =
    [
        [.. "\"security\""u8],
        [.. "\"securityLabel\""u8],
    ];

    /// <summary>Why the write may not be made; null where it may.</summary>
    public Fault? Refuse(PreparedWrite write, StoredResource? now)
    {
        var outsider = write.Ask.Grant.Caller.Kind != CallerKind.Plan;
        if (now is null)
            return outsider && RightOf(write, write.Resource!) is var right && !May(right.Creates, write)
                ? Refusal(right)
                : null;
        if (!outsider && write.Ask.Content is null && !SecurityLabels.IsRedacted(write.Resource!))
            return null;
        var before = FhirJson.Read(now.Body!);
        return (outsider ? OfOutsider(write, before, now) : null) ?? OfAnybody(write, before);
    }

    /// <summary>
    /// The security labels that a write takes off. The look at the bytes saves reading what has none.
    /// </summary>
    public static IReadOnlyList<string> Lowered(PreparedWrite write, StoredResource now) =>
        Marks.Any(mark => now.Body.AsSpan().IndexOf(mark) >= 0)
            ? SecurityLabels.Lost(FhirJson.Read(now.Body!), write.Resource!)
            : [];

    private static Fault? OfAnybody(PreparedWrite write, Resource before)
    {
        var at = $"{write.Ask.Type.Name}.meta.security";
        if (SecurityLabels.IsRedacted(write.Resource!) && !SecurityLabels.IsRedacted(before))
            return No(
                FaultKind.Unprocessable,
                "body-redacted",
                "This body is labelled REDACTED: elements were masked in it, and storing it would erase them. "
                    + "Read the resource as one who sees all of it, and change that.",
                at
            );
        // A file by itself says nothing of labels, and who sends one may not have known of them.
        return write.Ask.Content is not null && SecurityLabels.Lost(before, write.Resource!).Count > 0
            ? No(
                FaultKind.Unprocessable,
                "labels-unsaid",
                "The stored version has security labels, which a file by itself cannot say: send it within a "
                    + "Binary, as "
                    + "application/fhir+json, with meta.security as it is to be.",
                at
            )
            : null;
    }

    private static bool OnlyEnds(Resource before, Resource after)
    {
        if (
            before is not Consent { Status: Consent.ConsentState.Active }
            || after is not Consent { Status: Consent.ConsentState.Inactive }
        )
            return false;
        var (one, other) = ((Consent)before.DeepCopy(), (Consent)after.DeepCopy());
        foreach (var each in new[] { one, other })
            (each.Id, each.Status, each.Text, each.Meta) = (null, null, null, Said(each.Meta));
        return one.IsExactly(other);
    }

    /// <summary>What of the meta is the writer's to say.</summary>
    private static Meta? Said(Meta? meta) =>
        meta is not null && (meta.Profile.Any() || meta.Security.Count > 0 || meta.Tag.Count > 0)
            ? new()
            {
                Profile = meta.Profile,
                Security = meta.Security,
                Tag = meta.Tag,
            }
            : null;

    private static WriteRight RightOf(PreparedWrite write, Resource resource) =>
        WriteRights.Of(write.Ask.Type.Declared.WrittenAs(resource));

    private static Fault Refusal(WriteRight right) => No(FaultKind.Forbidden, right.Rule, right.Refusal, null);

    private static Fault No(FaultKind kind, string rule, string text, string? expression) =>
        new(
            kind,
            kind == FaultKind.Forbidden
                ? OperationOutcome.IssueType.Forbidden
                : OperationOutcome.IssueType.BusinessRule,
            text,
            expression,
            rule
        );

    private Fault? OfOutsider(PreparedWrite write, Resource before, StoredResource now)
    {
        // What it is and what it becomes are both asked: nothing turns into what its writer may not write.
        foreach (var right in new[] { RightOf(write, write.Resource!), RightOf(write, before) })
            if (!May(right.Changes, write) && !(May(right.Ends, write) && OnlyEnds(before, write.Resource!)))
                return Refusal(right);
        return Lowers(write, before) ?? Erases(write, before, now);
    }

    private static Fault? Lowers(PreparedWrite write, Resource before)
    {
        var type = write.Ask.Type;
        if (
            (WriteRights.LowersLabels & Writers.Provider) == 0
            && SecurityLabels.Lost(before, write.Resource!).Count > 0
        )
            return No(
                FaultKind.Forbidden,
                "label-lowered",
                "A security label may be added and not taken off, on the document or its bytes; ask the plan, "
                    + "which leaves a "
                    + "trace of it (42 CFR 2.31).",
                $"{type.Name}.meta.security"
            );
        return
            Sensitivity.Of(before) != Restriction.None
            && HeldBy(type, before).Except(HeldBy(type, write.Resource!)).Any()
            ? No(
                FaultKind.Forbidden,
                "bytes-released",
                "The labels of this document hold for its bytes: they stay with it. Send another document beside "
                    + "it, or ask "
                    + "the plan.",
                $"{type.Name}.content"
            )
            : null;
    }

    private static Fault? Erases(PreparedWrite write, Resource before, StoredResource now)
    {
        var type = write.Ask.Type;
        if (now.Restricted.HasFlag(Restriction.Masked))
            return No(
                FaultKind.Forbidden,
                "masked-elements",
                "Elements of this record are for the plan alone, so that your version of it would erase them; ask "
                    + "the plan for "
                    + "the change.",
                null
            );
        return type.KeysOf(before).Except(write.Keys).Any()
            ? No(
                FaultKind.Forbidden,
                "number-released",
                "A record keeps its number, which names this one alone; send another record with a number of its own.",
                $"{type.Name}.identifier"
            )
            : null;
    }

    private static IEnumerable<Guid> HeldBy(FhirType type, Resource resource) =>
        type.Declared.Holds(resource).Select(static held => held.Id);

    private bool May(Writers allowed, PreparedWrite write) =>
        write.Ask.Grant.Caller.Kind switch
        {
            CallerKind.Provider => (allowed & Writers.Provider) != 0
                || ((allowed & Writers.Author) != 0 && IsAuthor(write)),
            CallerKind.Agency => (allowed & Writers.Agency) != 0,
            _ => false,
        };

    private bool IsAuthor(PreparedWrite write) =>
        write.Ask.Author is { } author
        && known.Authors.TryGetValue(write.Id, out var wrote)
        && wrote == author.Organization;
}
