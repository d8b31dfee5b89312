using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Storage;

namespace HuskyFhir.Resources.Writing;

/// <summary>
/// Settles a plan inside its transaction: which resource each condition finds, where each link leads, what each patch
/// yields. Works that depend on the same condition, or patch the same resource, follow one another, so that no two find
/// nothing and both create. A row that another writer changes between this look and its lock sends the work back to its
/// start (<see cref="UpdateCommand.Seen"/>). Faults: 400 for one resource written twice and for a foreign id, 404, 405,
/// 410, 412 for more or fewer matches than one, and those of patches.
/// </summary>
internal sealed class WriteSettling(SearchExecutor searches, Database database, DateTimeOffset now)
{
    public async Task<Result<WriteUnit>> SettleAsync(WritePlan plan, Work work, CancellationToken cancellation)
    {
        await work.SerializeAsync([.. plan.Asks.OfType<OpenCommand>().Select(NameOf).Distinct()], cancellation);
        var found = new PlanMatches(plan, searches, database, work, now);
        if (await found.FindAsync(cancellation) is { } unfound)
            return unfound;
        if (Overlap(plan, found) is { } overlap)
            return overlap;
        var links = new PlanLinks(plan, found);
        if (await links.SetAsync(cancellation) is { } broken)
            return broken;
        var asks = new List<WriteCommand>(plan.Asks.Count);
        for (var at = 0; at < plan.Asks.Count; at++)
        {
            if (!Settle(plan.Asks[at], found.Of(at)).Try(out var settled, out var fault))
                return plan.At(at, fault);
            asks.Add(settled);
        }

        return new WriteUnit(
            plan.Request,
            [.. asks.Select(ask => PreparedWrite.From(ask, now))],
            plan.Place,
            plan.Origin
        );
    }

    private static string NameOf(OpenCommand ask) => ask.When?.Name ?? $"{ask.Type.Name}/{((PatchAsk)ask).Id}";

    /// <summary>
    /// Two asks with one condition that finds nothing would create two, and each would have prevented the other.
    /// </summary>
    private static Fault? Overlap(WritePlan plan, PlanMatches found)
    {
        var created = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < plan.Asks.Count; at++)
            if (
                found.Of(at) is null
                && plan.Asks[at] is ConditionalCreateCommand or ConditionalUpdateCommand
                && !created.Add(((OpenCommand)plan.Asks[at]).When!.Name)
            )
                return plan.At(at, WriteFaults.Twice(plan.Asks[at].Type));
        return null;
    }

    private static Result<WriteCommand> Settle(WriteCommand ask, StoredResource? match) =>
        ask switch
        {
            ConditionalCreateCommand create => match is null
                ? new CreateCommand(create.Type, create.Grant, create.Resource, create.NewId)
                {
                    Content = create.Content,
                }
                : new FoundCommand(create.Type, create.Grant, new(WriteOutcome.Existing, match)),
            ConditionalUpdateCommand update => match is null ? Create(update) : Update(update, match),
            ConditionalDeleteCommand { IfMatch: { } condition }
                when match is null && condition.RefusesNothing() is { } mismatch => mismatch,
            ConditionalDeleteCommand delete => match is null
                ? new FoundCommand(
                    delete.Type,
                    delete.Grant,
                    new(WriteOutcome.Absent, StoredResource.Absent(delete.Type.Name, Guid.Empty))
                )
                : new DeleteCommand(delete.Type, delete.Grant, match.Id, delete.IfMatch) { Seen = match.Version },
            PatchAsk patch => Patch(patch, match),
            _ => ask,
        };

    private static Result<WriteCommand> Create(ConditionalUpdateCommand update)
    {
        if (update.IfMatch?.RefusesNothing() is { } mismatch)
            return mismatch;
        if (update.GivenId is not null)
            return WriteFaults.NoUpdateAsCreate(update.Type);
        return update.Creating.Try(out var grant, out var fault)
            ? new CreateCommand(update.Type, grant, update.Resource, update.NewId) { Content = update.Content }
            : fault;
    }

    private static Result<WriteCommand> Update(ConditionalUpdateCommand update, StoredResource match) =>
        update.GivenId is { } given && given != match.Id.ToString("D")
            ? new Fault(
                FaultKind.Malformed,
                OperationOutcome.IssueType.Invalid,
                $"The body's id is '{given}', and the criteria find another resource; leave the id out, or update by it.",
                $"{update.Type.Name}.id",
                "id-mismatch"
            )
            : new UpdateCommand(update.Type, update.Grant, match.Id, update.Resource, update.IfMatch)
            {
                Seen = match.Version,
                Content = update.Content,
            };

    private static Result<WriteCommand> Patch(PatchAsk patch, StoredResource? match)
    {
        if (match is null)
            return patch.When is { } condition
                ? WriteFaults.NoMatch(patch.Type, condition)
                : WriteFaults.Unknown(patch.Type, $"{patch.Id:D}");
        if (match.Deleted)
            return WriteFaults.Deleted(patch.Type, match.Id);
        // Before the patch is tried: on another version its operations may not even fit.
        if (WriteFaults.Version(patch.IfMatch, match) is { } mismatch)
            return mismatch;
        return patch.Change(match).Try(out var resource, out var fault)
            ? new UpdateCommand(patch.Type, patch.Grant, match.Id, resource, patch.IfMatch) { Seen = match.Version }
            : fault;
    }
}
