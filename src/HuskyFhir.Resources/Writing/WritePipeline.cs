using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Contents;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;

namespace HuskyFhir.Resources.Writing;

/// <summary>
/// The second half of the one road in: authorisation on the stored rows, versions, business keys, references, then
/// resource, history, search keys, audit row and change row in one transaction. Several units may share a transaction;
/// each is kept whole or refused whole. Faults: 404, 405, 409, 410, 412 and 422, each from its check.
/// </summary>
public sealed class WritePipeline(
    Database database,
    FhirTypeCatalog families,
    TimeProvider clock,
    WriteReactions reactions,
    IContentScan? scan = null,
    ICommittedWrites? committed = null
)
{
    private const int Tries = 6;

    /// <summary>Does every unit that can be done, durably, and answers each.</summary>
    public async Task<IReadOnlyList<Result<IReadOnlyList<Written>>>> ApplyAsync(
        IReadOnlyList<WriteUnit> units,
        CancellationToken cancellation
    )
    {
        await ContentScanning.ScanAsync(units.SelectMany(static unit => unit.Writes), scan, cancellation);
        return await RepeatAsync(work => StoreAsync(units, work, cancellation), units.Count, cancellation);
    }

    /// <summary>
    /// The same, with what the caller keeps beside the writes, in their transaction; where that throws, nothing is
    /// kept.
    /// </summary>
    /// <param name="units">What to write.</param>
    /// <param name="beside">Told the answers; runs again where the work is repeated.</param>
    /// <param name="cancellation">Ends it before its transaction.</param>
    public Task<IReadOnlyList<Result<IReadOnlyList<Written>>>> ApplyAsync(
        IReadOnlyList<WriteUnit> units,
        Func<Work, IReadOnlyList<Result<IReadOnlyList<Written>>>, System.Threading.Tasks.Task> beside,
        CancellationToken cancellation
    ) =>
        RepeatAsync(
            async work =>
            {
                var answers = await StoreAsync(units, work, cancellation);
                await beside(work, answers);
                return answers;
            },
            units.Count,
            cancellation
        );

    /// <summary>Does a plan, durably, or nothing of it.</summary>
    public async Task<Result<IReadOnlyList<Written>>> ApplyAsync(WritePlan plan, CancellationToken cancellation)
    {
        // What needs no look at the store is worked out before the transaction begins.
        if (plan.IsSettled)
            return (
                await ApplyAsync(
                    [
                        new WriteUnit(
                            plan.Request,
                            [.. plan.Asks.Select(ask => PreparedWrite.From(ask, clock.GetUtcNow()))],
                            plan.Place,
                            plan.Origin
                        ),
                    ],
                    cancellation
                )
            )[0];
        if (await ContentScanning.ScanAsync(plan, scan, cancellation) is { } unsafeBytes)
            return unsafeBytes;
        return (await RepeatAsync(work => SettleAsync(plan, work, cancellation), 1, cancellation))[0];
    }

    /// <summary>One write by itself.</summary>
    public async Task<Result<Written>> ApplyAsync(
        WriteCommand ask,
        string request,
        WriteOrigin? origin,
        CancellationToken cancellation
    ) =>
        (await ApplyAsync(new WritePlan(request, [ask], [], Origin: origin), cancellation)).Try(
            out var written,
            out var fault
        )
            ? written[0]
            : fault;

    /// <summary>Does a plan that is worked out in its transaction, durably, or nothing of it.</summary>
    internal async Task<Result<IReadOnlyList<Written>>> ApplyAsync(ComposedPlan plan, CancellationToken cancellation) =>
        (await RepeatAsync(work => ComposeAsync(plan, work, cancellation), 1, cancellation))[0];

    private async Task<IReadOnlyList<Result<IReadOnlyList<Written>>>> ComposeAsync(
        ComposedPlan plan,
        Work work,
        CancellationToken cancellation
    )
    {
        await work.SerializeAsync(plan.Names, cancellation);
        var now = clock.GetUtcNow();
        if (!(await plan.Compose(new(families, new(), work, now), cancellation)).Try(out var asks, out var fault))
            return [fault];
        var writes = new PreparedWrite[asks.Count];
        Parallel.For(0, asks.Count, at => writes[at] = PreparedWrite.From(asks[at], now));
        IReadOnlyList<Result<IReadOnlyList<Written>>> answers =
            asks.Count == 0
                ? [Array.Empty<Written>()]
                : await StoreAsync(
                    [new(plan.Request, writes, Origin: plan.Origin) { Source = plan.Source }],
                    work,
                    cancellation
                );
        if (plan.Beside is { } beside && answers[0].Fault is null)
            await beside(work, cancellation);
        return answers;
    }

    private async Task<IReadOnlyList<Result<IReadOnlyList<Written>>>> RepeatAsync(
        Func<Work, Task<IReadOnlyList<Result<IReadOnlyList<Written>>>>> body,
        int units,
        CancellationToken cancellation
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Told(await database.WriteAsync(body, cancellation));
            }
            catch (WriteConflictException) when (attempt < Tries)
            {
                // Another writer came first. Done again, the checks see what it wrote and answer accordingly.
            }
            catch (OutsideScopeException)
            {
                var outside = new Fault(
                    FaultKind.Forbidden,
                    OperationOutcome.IssueType.Forbidden,
                    "What would be stored is outside the parameters of the token's scopes.",
                    null,
                    "scope"
                );
                return [.. Enumerable.Repeat((Result<IReadOnlyList<Written>>)outside, units)];
            }
            catch (WriteConflictException)
            {
                var busy = new Fault(
                    FaultKind.Conflict,
                    OperationOutcome.IssueType.Conflict,
                    "Other writers keep changing the same records; send the request again.",
                    null,
                    "busy"
                );
                return [.. Enumerable.Repeat((Result<IReadOnlyList<Written>>)busy, units)];
            }
        }
    }

    private IReadOnlyList<Result<IReadOnlyList<Written>>> Told(IReadOnlyList<Result<IReadOnlyList<Written>>> answers)
    {
        if (committed is not null)
            foreach (var answer in answers)
                if (answer.Try(out var written, out _))
                    foreach (
                        var one in written.Where(static one =>
                            one.Outcome is WriteOutcome.Created or WriteOutcome.Updated
                            && one.Resource.Body is { Length: > 0 }
                        )
                    )
                        committed.Committed(one.Resource.Body!);
        return answers;
    }

    private async Task<IReadOnlyList<Result<IReadOnlyList<Written>>>> SettleAsync(
        WritePlan plan,
        Work work,
        CancellationToken cancellation
    )
    {
        var settling = new WriteSettling(new SearchExecutor(database, families, clock), database, clock.GetUtcNow());
        return (await settling.SettleAsync(plan, work, cancellation)).Try(out var unit, out var fault)
            ? await StoreAsync([unit], work, cancellation)
            : [fault];
    }

    private async Task<IReadOnlyList<Result<IReadOnlyList<Written>>>> StoreAsync(
        IReadOnlyList<WriteUnit> asked,
        Work work,
        CancellationToken cancellation
    )
    {
        if (WriteReactionRun.Names(asked, reactions).Concat(Ties.Names(asked)).ToList() is { Count: > 0 } names)
            await work.SerializeAsync(names, cancellation);
        var at = await StampAsync(asked, work, cancellation);
        var refused = new Dictionary<int, Fault>();
        while (true)
        {
            var known = new WriteLookups(families, database.Dialect, clock.GetUtcNow());
            await known.GatherAsync(asked, work, cancellation);
            var precedence = reactions.Precedence(known, work, clock.GetUtcNow());
            var units = precedence is null ? asked : await precedence.MergeAsync(asked, cancellation);
            if (!ReferenceEquals(units, asked))
            {
                // What stands may refer to what the file does not.
                known = new(families, database.Dialect, clock.GetUtcNow());
                await known.GatherAsync(units, work, cancellation);
            }

            var pending = Accept(units, known, refused);
            var before = refused.Count;
            foreach (
                var (unit, fault) in await new WriteReactionRun(
                    families,
                    known,
                    pending,
                    work,
                    new(clock.GetUtcNow(), at),
                    reactions
                ).FollowAsync(cancellation)
            )
                refused[unit] = fault;
            // Nothing is sent yet: without the units that cannot stand, the others are worked out again.
            if (refused.Count > before)
                continue;
            await reactions.ObserveAsync(pending.All, work, cancellation);
            pending.Send(work);
            if (precedence is not null)
                await precedence.KeepAsync(units, refused.Keys, cancellation);
            await ContentWriter.WriteAsync(pending.Changed, work, cancellation);
            var answers = units
                .Select(
                    (_, at) =>
                        refused.TryGetValue(at, out var fault)
                            ? fault
                            : (Result<IReadOnlyList<Written>>)pending.Answer(at).ToArray()
                )
                .ToList();
            await HoldToScopesAsync(units, answers, known, work, cancellation);
            return answers;
        }
    }

    /// <summary>Puts the writes after all that the store holds; answers the instant for what they bring.</summary>
    private async Task<DateTimeOffset> StampAsync(
        IReadOnlyList<WriteUnit> units,
        Work work,
        CancellationToken cancellation
    )
    {
        var writes = units.SelectMany(static unit => unit.Writes).ToList();
        var prepared = writes.Count == 0 ? clock.GetUtcNow() : writes.Max(static write => write.At);
        var at = await StoreTime.InAsync(work, prepared, cancellation);
        if (at > prepared)
            foreach (var write in writes)
                write.NotBefore(at);
        return at;
    }

    private PendingWrites Accept(IReadOnlyList<WriteUnit> units, WriteLookups known, Dictionary<int, Fault> refused)
    {
        var checks = new WriteChecks(families, known);
        var pending = new PendingWrites();
        for (var at = 0; at < units.Count; at++)
        {
            var unit = units[at];
            if (refused.ContainsKey(at))
                continue;
            if (!checks.Check(unit).Try(out var steps, out var fault))
                refused[at] = fault;
            else
                for (var index = 0; index < steps.Count; index++)
                    pending.Add(at, unit, index, steps[index]);
        }

        return pending;
    }

    /// <summary>
    /// A scope with parameters holds what was written, too: asked of the new rows, in the transaction that made them.
    /// </summary>
    private static async System.Threading.Tasks.Task HoldToScopesAsync(
        IReadOnlyList<WriteUnit> units,
        List<Result<IReadOnlyList<Written>>> answers,
        WriteLookups known,
        Work work,
        CancellationToken cancellation
    )
    {
        var written = units
            .SelectMany(static unit => unit.Writes)
            .Where(static write => write.Ask.Grant.Narrowed is not null && write.Resource is not null)
            .ToList();
        if (written.Count == 0 || answers.TrueForAll(static answer => answer.Fault is not null))
            return;
        foreach (var group in written.GroupBy(static write => (write.Ask.Grant, write.Ask.Type)))
        {
            var ids = group.Select(static write => write.Id).ToHashSet();
            var within = await known.WithinAsync(
                group.Key.Grant with
                {
                    Rows = HuskyFhir.Core.Access.RowFilter.Everything,
                },
                group.Key.Type,
                ids,
                toLink: false,
                work,
                cancellation
            );
            if (within.Count < ids.Count)
                throw new OutsideScopeException();
        }
    }
}

/// <summary>Something was written that a scope with parameters does not cover: nothing of the work is kept.</summary>
internal sealed class OutsideScopeException : Exception;
