using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;

namespace HuskyFhir.Resources.Writing;

/// <summary>The two times of a transaction.</summary>
/// <param name="Now">What the clock says, by which rules decide.</param>
/// <param name="At">The store's own, which versions bear.</param>
internal readonly record struct WorkTime(DateTimeOffset Now, DateTimeOffset At);

/// <summary>
/// Asks what accepted writes bring with them, and accepts that by the same checks. What was brought may bring more, a
/// few times over.
/// </summary>
internal sealed class WriteReactionRun(
    FhirTypeCatalog families,
    WriteLookups known,
    PendingWrites pending,
    Work work,
    WorkTime time,
    WriteReactions reactions
)
{
    /// <summary>A longer chain is two families that undo each other.</summary>
    private const int MostRounds = 6;

    private readonly WriteChecks checks = new(families, known);
    private readonly WriteContext following = new(families, pending, work, time.Now);

    /// <summary>What the consequences of a work's writes are about, for works to follow one another.</summary>
    public static string[] Names(IReadOnlyList<WriteUnit> units, WriteReactions reactions) =>
        [
            .. units
                .SelectMany(static unit => unit.Writes)
                .Where(static write => write.Resource is not null)
                .SelectMany(write => reactions.Of(write.Ask.Type).SelectMany(consequence => consequence.Names(write)))
                .Distinct(),
        ];

    /// <summary>Adds to the pending writes what follows from them; the refusals, by unit.</summary>
    public async Task<IReadOnlyDictionary<int, Fault>> FollowAsync(CancellationToken cancellation)
    {
        var fresh = pending.Changed.ToList();
        for (var round = 1; fresh.Exists(HasConsequences); round++)
        {
            if (round > MostRounds)
                throw new InvalidOperationException(
                    $"What follows from a write of {fresh[0].Write.Ask.Type.Name} has no end."
                );
            var brought = new Dictionary<Guid, WriteStep>();
            foreach (var group in fresh.Where(HasConsequences).GroupBy(static step => step.Write.Ask.Type))
            foreach (var consequence in reactions.Of(group.Key))
            {
                await consequence.FollowAsync(
                    [.. group.Select(step => pending.Find(step.Write.Id)!)],
                    following,
                    cancellation
                );
                foreach (var step in await AcceptAsync(following.Take(), cancellation))
                    brought[step.Write.Id] = step;
            }

            if (following.Refused.Count > 0)
                break;
            fresh = [.. brought.Values];
        }

        return following.Refused;
    }

    private bool HasConsequences(WriteStep step) => reactions.Of(step.Write.Ask.Type).Count > 0;

    private async Task<List<WriteStep>> AcceptAsync(
        IReadOnlyList<(WriteStep Cause, WriteCommand Ask)> asks,
        CancellationToken cancellation
    )
    {
        var writes = new PreparedWrite[asks.Count];
        Parallel.For(0, asks.Count, at => writes[at] = Prepare(asks[at].Ask));
        await known.GatherAsync([new(string.Empty, writes)], work, cancellation);
        var accepted = new List<WriteStep>(asks.Count);
        for (var at = 0; at < asks.Count; at++)
        {
            var (write, cause) = (writes[at], asks[at].Cause);
            var was = pending.Find(write.Id);
            if (!checks.Check(write, was).Try(out var step, out var fault))
            {
                if (fault.Kind == FaultKind.Conflict)
                    throw new WriteConflictException(); // another writer brought the same meanwhile
                following.Refuse(cause, fault);
                continue;
            }

            if (was is not null)
                pending.Replace(step);
            else
                pending.Bring(cause, step);
            if (PendingWrites.IsChange(step))
                accepted.Add(step);
        }

        return accepted;
    }

    private PreparedWrite Prepare(WriteCommand ask) =>
        ask is UpdateCommand update && pending.Find(update.Id) is { } was
            ? PreparedWrite.From(Again(was.Write.Ask, update), was.Write.At)
            : PreparedWrite.From(ask, time.At);

    /// <summary>
    /// The ask that is under way, with other content, which is the service's and may refer to what the caller does not
    /// reach. It stays the
    /// caller's write: what a provider files is the provider's, though the service has added its date.
    /// </summary>
    private static WriteCommand Again(WriteCommand was, UpdateCommand update) =>
        was switch
        {
            CreateCommand create => create with
            {
                Resource = update.Resource,
                Id = update.Id,
                Grant = update.Grant,
                AskedBy = was.AskedBy ?? was.Grant.Caller,
            },
            UpdateCommand before => before with
            {
                Resource = update.Resource,
                Grant = update.Grant,
                AskedBy = was.AskedBy ?? was.Grant.Caller,
            },
            _ => throw new InvalidOperationException(
                $"{update.Type.Name}/{update.Id} is deleted by the same transaction."
            ),
        };
}
