using System.Globalization;
using HuskyFhir.Resources.Provenances;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Audit;

namespace HuskyFhir.Resources.Writing;

/// <summary>
/// The rows of accepted writes. Everything of one resource goes into the same transaction: its current version, the
/// earlier one, its search keys, its business keys, the audit row and the change row.
/// </summary>
internal sealed class WriteRows
{
    private const string KeepVersion =
        "INSERT INTO versions (id, type, version, updated, member, restricted, deleted, body, source) "
        + "SELECT id, type, version, updated, member, restricted, deleted, body, source FROM resources WHERE id {ids}";

    private const string Revise =
        "UPDATE resources SET version = $2, updated = $3, restricted = $4, deleted = $5, source = $6, body = $7 WHERE id = $1";
    private const string ReviseWithoutBody =
        "UPDATE resources SET version = $2, updated = $3, restricted = $4, deleted = $5, source = $6, body = NULL WHERE id = $1";

    private readonly List<(string Request, WriteStep Step)> steps = [];
    private readonly List<Origin> origins = [];
    private readonly HashSet<Guid> seen = [];
    private readonly List<(BusinessKey Key, Guid Id)> claimed = [];

    public void Add(WriteUnit unit, IReadOnlyList<WriteStep> accepted)
    {
        foreach (var step in accepted)
            Add(unit.Request, step);
        origins.AddRange(Origins.Of(unit, accepted));
    }

    private void Add(string request, WriteStep step)
    {
        if (step.Write.Ask is not FoundCommand && !seen.Add(step.Write.Id))
            throw new InvalidOperationException(
                $"{step.Write.Id} is written twice in one transaction; the units must be split."
            );
        steps.Add((request, step));
    }

    public void Send(Work work)
    {
        Retire(
            work,
            [
                .. steps
                    .Select(static each => each.Step)
                    .Where(static step =>
                        step.Written.Outcome is WriteOutcome.Updated or WriteOutcome.Deleted && !step.DeletedBefore
                    ),
            ]
        );
        foreach (var (request, step) in steps)
            Write(work, request, step);
        foreach (var origin in origins)
        {
            Create(work, origin.Stored, HuskyFhir.Resources.Writing.FactSource.Service);
            InsertKeys(work, ProvenanceType.Declaration, origin.Stored, origin.Projection);
        }

        Ties.Write(work, TiesFound());

        // In one order for everyone: two works that claim the same identifiers never wait for each other in a ring.
        foreach (
            var (key, id) in claimed
                .OrderBy(static claim => claim.Key.Type, StringComparer.Ordinal)
                .ThenBy(static claim => claim.Key.System, StringComparer.Ordinal)
                .ThenBy(static claim => claim.Key.Value, StringComparer.Ordinal)
        )
            work.Insert(ResourceTables.BusinessKeys, [key.Type, key.System, key.Value, id]);
        foreach (
            var group in steps
                .Select(static each => each.Step)
                .Where(static step => step.Written.Outcome is WriteOutcome.Created or WriteOutcome.Updated)
                .GroupBy(static step => step.Write.Ask.Type)
        )
        foreach (var effect in group.Key.Declared.Effects)
            work.RunEach(effect, [.. group.Select(static step => step.Write.Id)]);
    }

    private IEnumerable<(Guid Thing, Guid Other)> TiesFound() =>
        steps
            .Select(static each => each.Step)
            .Where(static step => step.Written.Outcome is WriteOutcome.Created or WriteOutcome.Updated)
            .SelectMany(static step => Ties.Of(step.Write.Ask.Type, step.Write.Resource!, step.Write.Id))
            .Concat(
                origins.SelectMany(static origin => Ties.Of(ProvenanceType.Declaration, origin.Told, origin.Stored.Id))
            );

    private static void Retire(Work work, List<WriteStep> revised)
    {
        work.RunEach(KeepVersion, [.. revised.Select(static step => step.Write.Id)]);
        foreach (var group in revised.GroupBy(static step => step.Write.Ask.Type))
            RemoveKeys(work, group.Key, [.. group.Select(static step => step.Write.Id)]);
        foreach (var step in revised)
        {
            var stored = step.Written.Resource;
            if (stored.Body is { } body)
                work.Run(
                    new(
                        Revise,
                        stored.Id,
                        stored.Version,
                        stored.UpdatedTicks,
                        (long)stored.Restricted,
                        Flag(stored.Deleted),
                        (long)step.Source,
                        body
                    )
                );
            else
                work.Run(
                    new(
                        ReviseWithoutBody,
                        stored.Id,
                        stored.Version,
                        stored.UpdatedTicks,
                        (long)stored.Restricted,
                        Flag(stored.Deleted),
                        (long)step.Source
                    )
                );
        }
    }

    private static void RemoveKeys(Work work, FhirType type, Guid[] ids)
    {
        work.RunEach($"DELETE FROM {type.Row.Name} WHERE id {{ids}}", ids);
        work.RunEach($"DELETE FROM {type.Strings.Name} WHERE owner {{ids}}", ids);
        work.RunEach($"DELETE FROM {type.Tokens.Name} WHERE owner {{ids}}", ids);
        foreach (var own in type.Declared.OwnTables)
            work.RunEach($"DELETE FROM {own.Table.Name} WHERE {own.Table.Columns[0].Name} {{ids}}", ids);
        work.RunEach("DELETE FROM refs WHERE owner {ids}", ids);
        work.RunEach($"DELETE FROM business_keys WHERE id {{ids}} AND system <> '{BusinessKey.AliasSystem}'", ids);
    }

    private static long Flag(bool on) => on ? 1 : 0;

    private void Write(Work work, string request, WriteStep step)
    {
        var stored = step.Written.Resource;
        var caller = step.Write.Ask.Grant.Caller;
        work.Audit(Record(step, request));
        if (step.NewAlias is { } alias)
            claimed.Add((alias, stored.Id));
        if (
            step.Written.Outcome is WriteOutcome.Existing or WriteOutcome.Unchanged or WriteOutcome.Absent
            || step.DeletedBefore
        )
            return;
        work.Insert(
            ResourceTables.Changes,
            [
                Guid.CreateVersion7(step.Write.At),
                step.Write.At.UtcTicks,
                stored.Type,
                stored.Id,
                stored.Version,
                stored.Member,
                step.Written.Outcome.ToString().ToLower(CultureInfo.InvariantCulture),
                caller.ClientId,
            ]
        );
        if (step.Written.Outcome == WriteOutcome.Created)
            Create(work, stored, step.Source);
        if (step is { Written.Outcome: WriteOutcome.Created, Write.Ask.Author: { } author })
            work.Insert(ResourceTables.Authors, [stored.Id, author.Organization!.Value, author.ClientId]);
        if (step.Content is { } content)
            work.Insert(
                HuskyFhir.Resources.Contents.ContentTables.Versions,
                [stored.Id, stored.Version, content.Digest, content.Size, content.Kind.Name]
            );
        if (stored.Deleted)
            return;
        InsertKeys(work, step.Write.Ask.Type, stored, step.Write.Projection!);
        foreach (var own in step.Write.Ask.Type.Declared.OwnTables)
        foreach (var row in own.Rows(step.Write.Resource!, stored.Id, stored.Member))
            work.Insert(own.Table, row);
        foreach (var key in step.Write.Keys)
            claimed.Add((key, stored.Id));
    }

    private static AuditRecord Record(WriteStep step, string request)
    {
        var (caller, stored) = (step.Write.Ask.Grant.Caller, step.Written.Resource);
        return new(
            step.Write.At,
            caller.ClientId,
            step.Written.Outcome.ToString().ToLower(CultureInfo.InvariantCulture),
            stored.Type,
            stored.Id == Guid.Empty ? null : stored.Id,
            stored.Version == 0 ? null : stored.Version,
            stored.Member,
            "ok",
            request,
            step.Detail
        )
        {
            Purpose = caller.Purpose,
        };
    }

    private static void Create(Work work, StoredResource stored, HuskyFhir.Resources.Writing.FactSource source) =>
        work.Insert(
            ResourceTables.Resources,
            [
                stored.Id,
                stored.Type,
                stored.Version,
                stored.UpdatedTicks,
                stored.Member,
                (long)stored.Restricted,
                0L,
                stored.Body,
                (long)source,
            ]
        );

    private static void InsertKeys(Work work, FhirType type, StoredResource stored, Projection projection)
    {
        (projection.Columns[0], projection.Columns[1], projection.Columns[2], projection.Columns[3]) = (
            stored.Id,
            stored.Member,
            (long)stored.Restricted,
            stored.UpdatedTicks
        );
        work.Insert(type.Row, projection.Columns);
        var n = 0L;
        foreach (var key in projection.Strings)
            work.Insert(
                type.Strings,
                [stored.Id, key.Part, n++, HuskyFhir.Core.Search.Folding.Fold(key.Value), key.Value]
            );
        foreach (var key in projection.Tokens)
            work.Insert(type.Tokens, [stored.Id, key.Part, n++, key.System, key.Code]);
        foreach (var key in projection.References)
            work.Insert(ResourceTables.References, [stored.Id, key.Part, n++, type.Name, key.Type, key.Id, key.Url]);
    }
}
