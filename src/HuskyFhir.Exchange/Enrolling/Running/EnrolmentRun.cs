using HuskyFhir.Core.Answers;
using HuskyFhir.Exchange.Enrolling.Merging;
using HuskyFhir.Plan.Enrollment;
using HuskyFhir.Plan.Precedence;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;

namespace HuskyFhir.Exchange.Enrolling.Running;

/// <summary>
/// Loads the members of a file. A batch is looked up, merged and validated while the one before is written; it is kept
/// with its outcomes and the cursor in one transaction, so that each member is loaded once and has one outcome,
/// wherever the process is killed.
/// </summary>
internal sealed class EnrolmentRun(
    EnrolmentOptions options,
    Database database,
    MemberPlanner planner,
    StoredMembers images,
    EnrolmentLedger ledger,
    WritePipeline writes,
    TimeProvider clock,
    IProgress<long>? progress
)
{
    private EnrolmentFile file = null!;
    private long taken;
    private long analyzed;
    private HashSet<string> writing = [];

    /// <summary>Loads what is left of a file.</summary>
    public async Task LoadAsync(
        EnrolmentFile opened,
        IAsyncEnumerable<List<EnrolledMember>> batches,
        CancellationToken cancellation
    )
    {
        (file, taken) = (opened, opened.Taken);
        var under = Task.CompletedTask;
        await foreach (var batch in batches.WithCancellation(cancellation))
        {
            var names = batch.SelectMany(static member => member.Keys?.All ?? []).ToHashSet(StringComparer.Ordinal);
            // What is being written now is looked up when it is there.
            if (names.Overlaps(writing))
                await under;
            var plans = await Task.Run(() => PlanAsync(batch, cancellation), cancellation);
            await under;
            writing = names;
            under = Task.Run(() => WriteAsync(plans, cancellation), cancellation);
        }

        await under;
    }

    private async Task<MemberPlan[]> PlanAsync(List<EnrolledMember> batch, CancellationToken cancellation)
    {
        var ids = await images.FindAsync(
            [.. batch.SelectMany(static member => member.Keys?.All ?? []).Distinct()],
            cancellation
        );
        var stored = await images.LoadAsync([.. ids.Values], options.Partner, cancellation);
        var npis = batch
            .SelectMany(static member => member.Read.Member?.Coverages ?? [])
            .SelectMany(static coverage => coverage.Providers)
            .Select(static provider => provider.Party.Name)
            .Where(static name => name is { IdQualifier: "XX", Id: not null })
            .Select(static name => name.Id!)
            .Distinct();
        var roles = await images.RolesAsync([.. npis], cancellation);
        foreach (var keys in batch.Where(static member => member.Refusal is null).Select(static member => member.Keys!))
            ids.TryAdd(keys.ClientId, Guid.CreateVersion7(clock.GetUtcNow()));
        var view = new BatchView(ids, stored, roles);
        var plans = new MemberPlan[batch.Count];
        Parallel.For(0, batch.Count, at => plans[at] = planner.Plan(batch[at], view));
        return plans;
    }

    private async Task WriteAsync(MemberPlan[] planned, CancellationToken cancellation)
    {
        var (rest, again) = (planned, false);
        while (rest.Length > 0)
        {
            var part = Apart(rest);
            try
            {
                await WriteAsync(part, isLast: again, cancellation);
                (rest, again) = (rest[part.Length..], false);
                if (rest.Length == 0)
                    return;
            }
            catch (PlanAgainException)
            {
                // Others wrote between the look and the write, or something cannot stand: it is looked at again, and
                // then it is told.
                again = true;
            }

            rest = await PlanAsync([.. rest.Select(static plan => plan.Member)], cancellation);
        }
    }

    /// <summary>The first of them, up to one that changes what one before it does.</summary>
    private static MemberPlan[] Apart(MemberPlan[] plans)
    {
        var touched = new HashSet<Guid>();
        return [.. plans.TakeWhile(plan => plan.Touches.All(touched.Add))];
    }

    private async Task WriteAsync(MemberPlan[] plans, bool isLast, CancellationToken cancellation)
    {
        var units = plans.Select(static plan => plan.Unit).OfType<WriteUnit>().ToList();
        var isKept = false;
        await writes.ApplyAsync(
            units,
            async (work, answers) =>
            {
                if (!isLast && answers.Any(static answer => answer.Fault is not null))
                    throw new PlanAgainException();
                await ledger.SettleAsync(work, file, taken, Lines(plans, answers), cancellation);
                await AskAsync(work, plans, answers, cancellation);
                isKept = true;
            },
            cancellation
        );
        if (!isKept)
            throw new IOException(
                "Other writers keep changing the same members; start the file again, it goes on from here."
            );
        taken += plans.Length;
        progress?.Report(taken);
        // Plans that were chosen for a store that was all but empty are slow by the hundredth part of a million
        // members.
        if (taken - file.Taken < 8 * analyzed)
            return;
        await database.AnalyzeAsync(cancellation);
        analyzed = taken - file.Taken;
    }

    /// <summary>Asks the plan about what the file says otherwise, of members who were not rejected.</summary>
    private async Task AskAsync(
        Work work,
        MemberPlan[] plans,
        IReadOnlyList<Result<IReadOnlyList<Written>>> answers,
        CancellationToken cancellation
    )
    {
        var at = 0;
        List<Disagreement> asked = [];
        foreach (var plan in plans)
            if (plan.Unit is null || answers[at++].Fault is null)
                asked.AddRange(plan.Disagreements);
        if (asked.Count > 0)
            await ConflictRepository.OpenAsync(
                work,
                asked,
                EnrolmentLedger.Origin(file.Id),
                clock.GetUtcNow(),
                cancellation
            );
    }

    private static List<OutcomeLine> Lines(MemberPlan[] plans, IReadOnlyList<Result<IReadOnlyList<Written>>> answers)
    {
        var at = 0;
        var lines = new List<OutcomeLine>(plans.Length);
        foreach (var plan in plans)
        {
            var (outcome, reason) = plan switch
            {
                { Refusal: { } refusal } => (MemberOutcome.Rejected, refusal),
                { Unit: null } => (MemberOutcome.Unchanged, Notes(plan)),
                _ => answers[at++].Try(out var written, out var fault)
                    ? (Outcome(plan, written), Notes(plan))
                    : (MemberOutcome.Rejected, $"refused: {MemberPlanner.Reason(fault)}"),
            };
            var isNobody = outcome == MemberOutcome.Rejected && plan is { Unit: not null, IsKnown: false };
            lines.Add(new(plan.Member.Number, outcome, isNobody ? null : plan.Id, plan.Member.Place, reason));
        }

        return lines;
    }

    private static string? Notes(MemberPlan plan) => plan.Notes.Count == 0 ? null : string.Join("; ", plan.Notes);

    private static MemberOutcome Outcome(MemberPlan plan, IReadOnlyList<Written> written) =>
        !plan.IsKnown ? MemberOutcome.Created
        : written.Any(static one => one.Outcome is WriteOutcome.Created or WriteOutcome.Updated) ? MemberOutcome.Changed
        : MemberOutcome.Unchanged;

    /// <summary>Nothing of the batch was kept; it is to be planned again.</summary>
    private sealed class PlanAgainException : Exception;
}
