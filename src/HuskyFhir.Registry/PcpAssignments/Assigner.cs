using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Registry.Families;
using HuskyFhir.Registry.Store;
using HuskyFhir.Registry.Store.Writing;

namespace HuskyFhir.Registry.PcpAssignments;

/// <summary>A change that somebody of the plan decided for one member.</summary>
/// <param name="Member">The member.</param>
/// <param name="Role">The new PractitionerRole; null for none.</param>
/// <param name="From">When it takes effect; null for at once.</param>
/// <param name="Reason">Why, as a code of <see cref="AssignmentTerms.Reasons"/>.</param>
public sealed record AssignmentChange(Guid Member, ResourceReference? Role, Moment? From, string Reason);

/// <summary>
/// Changes of assignments that are no resources themselves: by the operations of a panel, by a file, by the clock. Each chunk of members is
/// one transaction, and all that follows for their records, panels and attributions is in it.
/// </summary>
public sealed class Assigner(WritePath writes, FamilyTable families, Database database, TimeProvider clock)
{
    /// <summary>Members a transaction.</summary>
    public const int Chunk = 250;

    /// <summary>Does some changes together or not at all. Faults: 422, and 404 for a member who is not known.</summary>
    /// <param name="changes">At most one for each member.</param>
    /// <param name="caller">Who decided.</param>
    /// <param name="request">For the audit.</param>
    /// <param name="cancellation">Ends it before its transaction.</param>
    public Task<Answer<IReadOnlyList<Written>>> ApplyAsync(IReadOnlyList<AssignmentChange> changes, Caller caller, string request, CancellationToken cancellation)
    {
        var byMember = changes.ToDictionary(static change => change.Member);
        var plan = Plan(request, [.. byMember.Keys], caller, (member, timeline, book) =>
        {
            var change = byMember[member];
            var from = change.From is { } given && given.Ticks > timeline.Now.UtcTicks ? given : Moment.At(timeline.Now);
            if (change.Role is null)
                timeline.End(from, change.Reason);
            else
                timeline.Assign(change.Role, from, Begins(change.Reason, timeline), change.Reason is AssignmentTerms.Chosen or AssignmentTerms.Assigned ? AssignmentTerms.Changed : change.Reason, Guid.CreateVersion7(clock.GetUtcNow()));
        });
        // What a client changes is told of, by whatever operation; the operator's commands are not clients.
        return writes.ApplyAsync(
            caller == Caller.Operator ? plan : plan with { Origin = new(false, null) },
            cancellation);
    }

    /// <summary>Gives assignments the status that their period means now, and records the provider who holds now: for those whose day has come.</summary>
    /// <returns>How many members that concerned.</returns>
    public async Task<int> SettleAsync(string request, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcTicks;
        var due = await database.QueryAsync(
            new("SELECT a.member FROM assignments a WHERE a.status = 'proposed' AND a.low <= $1 UNION SELECT a.member FROM assignments a WHERE a.status = 'active' AND a.high <= $1", now), static row => row.Uuid(0), cancellation);
        var done = 0;
        foreach (var chunk in due.Chunk(Chunk))
            done += await EachAsync(chunk, some => Plan(request, some, Caller.Operator, static (_, _, _) => { }), cancellation);
        return done + await RecordAsync(request, cancellation);
    }

    /// <summary>Makes the assignment of each member whose record names a provider, and who has none: they came by a load, or before there were assignments.</summary>
    public async Task<int> RecordAsync(string request, CancellationToken cancellation)
    {
        var done = 0;
        for (var last = Guid.Empty; ;)
        {
            const string Unassigned =
                "SELECT r.owner, r.target_id FROM refs r WHERE r.owner_type = 'Patient' AND r.part = 'general-practitioner' AND r.target_type = 'PractitionerRole' AND r.target_id IS NOT NULL AND r.owner > $1 " +
                "AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.member = r.owner) ORDER BY r.owner LIMIT 250";
            var found = (await database.QueryAsync(new(Unassigned, last), static row => (Member: row.Uuid(0), Role: row.Uuid(1)), cancellation)).DistinctBy(static row => row.Member).ToList();
            if (found.Count == 0)
                return done;
            var roles = found.ToDictionary(static row => row.Member, static row => row.Role);
            done += await EachAsync([.. roles.Keys], some => Plan(request, some, Caller.Operator, (member, timeline, book) =>
            {
                if (book.IsEmpty(member) && book.Recorded(member) is { } role)
                    timeline.Assign(role, Moment.At(timeline.Now), AssignmentTerms.Recorded, AssignmentTerms.Changed, Guid.CreateVersion7(clock.GetUtcNow()));
            }), cancellation);
            last = found[^1].Member;
        }
    }

    /// <summary>A chunk together, or, where one of them cannot stand, each by itself. How many were done.</summary>
    private async Task<int> EachAsync(Guid[] members, Func<Guid[], ComposedPlan> plan, CancellationToken cancellation)
    {
        if ((await writes.ApplyAsync(plan(members), cancellation)).Try(out _, out _))
            return members.Length;
        var done = 0;
        foreach (var member in members.Length == 1 ? [] : members)
            done += await EachAsync([member], plan, cancellation);
        return done;
    }

    private static string Begins(string reason, Timeline timeline) => reason is AssignmentTerms.ProviderLeft or AssignmentTerms.PanelClosed && timeline.Current is null ? AssignmentTerms.Assigned : reason;

    private ComposedPlan Plan(string request, IReadOnlyList<Guid> members, Caller caller, Action<Guid, Timeline, AssignmentBook> change) => new(request, [.. members.Select(AssignmentBook.Name)], async (following, cancellation) =>
    {
        var grant = new Grant(caller.Service, RowFilter.Everything);
        var type = families.Find("CareTeam")!;
        var book = await AssignmentBook.OpenAsync([.. members], following, cancellation);
        await book.ReadRecordsAsync(members, following, cancellation);
        var asks = new List<WriteAsk>();
        foreach (var member in members)
        {
            if (!book.IsKnown(member))
                return new Fault(FaultKind.Unprocessable, OperationOutcome.IssueType.NotFound, "The member is not known here.", null, "member-unknown");
            var timeline = book.Timeline(member, following.Now);
            change(member, timeline, book);
            timeline.Settle();
            foreach (var each in timeline.Changed)
                asks.Add(each.IsNew ? new CreateAsk(type, grant, each.Team, each.Id) : new UpdateAsk(type, grant, each.Id, each.Team));
        }

        return asks;
    });
}
