using System.Collections.Concurrent;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Plan.ReportableChanges;

/// <summary>
/// Adds the rows of reportable changes to the transaction of the writes that made them: no change without its row, and
/// no row without its change. A transaction without any costs a look at its writes and no query.
/// </summary>
/// <remarks>
/// A load is how the plan takes over what is known already: what it creates is no change, what it alters is. What
/// belongs to a member who is new in the same transaction came with the member. What the agency may not see is not told
/// to it.
/// </remarks>
internal sealed class ChangeRecorder(Work work, ReportingOptions options)
{
    private const string Programmes =
        "SELECT c.member, s.value FROM coverage c JOIN coverage_string s ON s.owner = c.id AND s.part = 'class-value' WHERE c.member {ids} ORDER BY c.period_low, c.id";

    private const string Pregnancies =
        "SELECT r.member, r.id, r.body FROM resources r JOIN observation o ON o.id = r.id WHERE r.member {ids} AND r.type = 'Observation' AND r.deleted = 0 "
        + "AND EXISTS (SELECT 1 FROM observation_token k WHERE k.owner = r.id AND k.part = 'code' AND k.code = '"
        + ObservationChanges.PregnancyStatus
        + "') ORDER BY o.date_low, r.id";

    public async Task RecordAsync(IReadOnlyList<(WriteUnit Unit, WriteStep Step)> done, CancellationToken cancellation)
    {
        var born = done.Where(static each =>
                each.Step.Write.Ask.Type.Name == "Patient" && each.Step.Written.Outcome == WriteOutcome.Created
            )
            .Select(static each => each.Step.Write.Id)
            .ToHashSet();
        var concerned = done.Where(each => IsConcerned(each.Unit, each.Step, born)).ToList();
        if (concerned.Count == 0)
            return;
        var before = await EarlierAsync(concerned, cancellation);
        var found = new ConcurrentBag<(WriteUnit Unit, WriteStep Step, FoundChange Change)>();
        Parallel.ForEach(
            concerned,
            each =>
            {
                var now = each.Step.Written.Resource;
                foreach (
                    var change in ChangeRules.Between(
                        now.Type,
                        before.GetValueOrDefault(now.Id) ?? each.Step.Before?.Body,
                        now.Body,
                        ProgrammeTime.Day(each.Step.Write.At),
                        options
                    )
                )
                    found.Add((each.Unit, each.Step, change));
            }
        );
        if (found.IsEmpty)
            return;
        var programmes = new Dictionary<Guid, HuskyProgramme>();
        foreach (
            var (member, code) in await work.QueryEachAsync(
                Programmes,
                [.. found.Select(static each => each.Step.Written.Resource.Member!.Value).Distinct()],
                static row => (row.Uuid(0), row.Text(1)),
                cancellation
            )
        )
            if (HuskyProgrammes.Find(code) is { } programme)
                programmes[member] = programme;
        foreach (
            var (unit, step, change) in found
                .OrderBy(static each => each.Step.Write.Id)
                .ThenBy(static each => each.Change.Kind)
        )
            Insert(unit, Row(unit, step, change, programmes.GetValueOrDefault(step.Written.Resource.Member!.Value)));
    }

    private static bool IsConcerned(WriteUnit unit, WriteStep step, HashSet<Guid> born) =>
        PendingWrites.IsChange(step)
        && step.Written.Resource is { Member: { } member } now
        && ChangeRules.Concern(now.Type)
        && !born.Contains(member)
        && (step.Written.Outcome != WriteOutcome.Created || !(unit.IsLoad || now.Type == "Patient"))
        && (
            (now.Restricted | (step.Before?.Restricted ?? Restriction.None))
            & Restriction.Hidden
            & ~Restriction.Eligibility
        ) == 0;

    /// <summary>
    /// Whether a member is pregnant is told by one observation after the other: what a new one is held against is the
    /// latest of the others.
    /// </summary>
    private async Task<Dictionary<Guid, byte[]>> EarlierAsync(
        List<(WriteUnit Unit, WriteStep Step)> concerned,
        CancellationToken cancellation
    )
    {
        var earlier = new Dictionary<Guid, byte[]>();
        var told = concerned
            .Select(static each => each.Step)
            .Where(static step =>
                step.Written.Outcome == WriteOutcome.Created
                && step.Write.Resource is Observation { Code: { } code }
                && code.Coding.Any(static coding => coding.Code == ObservationChanges.PregnancyStatus)
            )
            .ToList();
        if (told.Count == 0)
            return earlier;
        var rows = await work.QueryEachAsync(
            Pregnancies,
            [.. told.Select(static step => step.Written.Resource.Member!.Value).Distinct()],
            static row => (Member: row.Uuid(0), Body: row.Bytes(2)),
            cancellation
        );
        foreach (var step in told)
            if (rows.FindLast(row => row.Member == step.Written.Resource.Member) is { Body: { } body })
                earlier[step.Write.Id] = body;
        return earlier;
    }

    private ReportableChange Row(WriteUnit unit, WriteStep step, FoundChange change, HuskyProgramme programme)
    {
        var (stored, known) = (step.Written.Resource, step.Write.At);
        var effective = change.Since ?? ProgrammeTime.Day(known);
        DateOnly? Due(DeadlineId clock) =>
            change.HasClock ? ChangeDue.Of(options.Clocks, clock, programme, effective, known) : null;
        return new(
            Guid.CreateVersion7(known),
            stored.Member!.Value,
            change.Kind,
            change.Before,
            change.After,
            effective,
            Reporter(unit, step),
            step.Write.Ask.Grant.Caller.ClientId,
            known,
            Due(DeadlineId.ChangeReport),
            Due(DeadlineId.ExchangeChangeReport),
            stored.Type,
            stored.Id,
            stored.Version,
            unit.FromPartner is { } partner ? $"partner:{partner}"
                : unit.IsLoad ? "load"
                : "client"
        );
    }

    /// <summary>
    /// Who said so: by the client's own words, by the resource, or else the organisation that the client works for.
    /// </summary>
    private static string? Reporter(WriteUnit unit, WriteStep step) =>
        unit.Origin?.Given?.Agent.Find(static agent =>
            agent.Type?.Coding.Exists(static coding => coding.Code is "author" or "informant") == true
        )?.Who?.Reference
        ?? (step.Write.Resource as Observation)?.Performer.FirstOrDefault()?.Reference
        ?? (step.Write.Ask.Grant.Caller.Organization is { } organization ? $"Organization/{organization:D}" : null);

    private void Insert(WriteUnit unit, ReportableChange change)
    {
        work.Insert(ChangeTables.Changes, ChangeTables.Row(change));
        foreach (var partner in options.Partners)
        {
            var isEcho = partner == unit.FromPartner;
            work.Insert(
                ChangeTables.States,
                [
                    partner,
                    change.Id,
                    change.Member,
                    (isEcho ? ChangeState.NotNeeded : ChangeState.Pending).Code(),
                    null,
                    isEcho ? "The partner told it itself." : null,
                    change.Known.UtcTicks,
                ]
            );
        }
    }
}
