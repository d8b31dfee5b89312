using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;

namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>A change that somebody of the plan decided for one member.</summary>
/// <param name="Member">The member.</param>
/// <param name="Role">The new PractitionerRole; null for none.</param>
/// <param name="From">When it takes effect; null for at once.</param>
/// <param name="Reason">Why, as a code of <see cref="AssignmentTerms.Reasons"/>.</param>
public sealed record AssignmentChange(Guid Member, ResourceReference? Role, Moment? From, string Reason);

/// <summary>
/// Changes of assignments that are no resources themselves: by the operations of a panel, by a file, by the clock. Each
/// chunk of members is one transaction, and all that follows for their records, panels and attributions is in it.
/// </summary>
public sealed class Assigner(WritePipeline writes, FhirTypeCatalog families, Database database, TimeProvider clock)
{
    /// <summary>Members a transaction.</summary>
    public const int Chunk = 250;

    /// <summary>Does some changes together or not at all. Faults: 422, and 404 for a member who is not known.</summary>
    /// <param name="changes">At most one for each member.</param>
    /// <param name="caller">Who decided.</param>
    /// <param name="request">For the audit.</param>
    /// <param name="cancellation">Ends it before its transaction.</param>
    public Task<Result<IReadOnlyList<Written>>> ApplyAsync(
        IReadOnlyList<AssignmentChange> changes,
        Caller caller,
        string request,
        CancellationToken cancellation
    )
    {
        var byMember = changes.ToDictionary(static change => change.Member);
        var plan = Plan(
            request,
            [.. byMember.Keys],
            caller,
            (member, timeline, book) =>
            {
                var change = byMember[member];
                var from =
                    change.From is { } given && given.Ticks > timeline.Now.UtcTicks ? given : Moment.At(timeline.Now);
                if (change.Role is null)
                    timeline.End(from, change.Reason);
                else
                    timeline.Assign(
                        change.Role,
                        from,
                        Begins(change.Reason, timeline),
                        change.Reason is AssignmentTerms.Chosen or AssignmentTerms.Assigned
                            ? AssignmentTerms.Changed
                            : change.Reason,
                        Guid.CreateVersion7(clock.GetUtcNow())
                    );
            }
        );
        // What a client changes is told of, by whatever operation; the operator's commands are not clients.
        return writes.ApplyAsync(
            caller == Caller.Operator ? plan : plan with { Origin = new(false, null) },
            cancellation
        );
    }

    /// <summary>
    /// Gives assignments the status that their period means now, and records the provider who holds now: for those
    /// whose day has come.
    /// </summary>
    /// <returns>How many members that concerned.</returns>
    public async Task<int> SettleAsync(string request, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcTicks;
        var due = await database.QueryAsync(
            new(
                "SELECT a.member FROM assignments a WHERE a.status = 'proposed' AND a.low <= $1 UNION SELECT a.member FROM assignments a WHERE a.status = 'active' AND a.high <= $1",
                now
            ),
            static row => row.Uuid(0),
            cancellation
        );
        var done = 0;
        foreach (var chunk in due.Chunk(Chunk))
            done += await EachAsync(
                chunk,
                some => Plan(request, some, Caller.Operator, static (_, _, _) => { }, FactSource.Service),
                cancellation
            );
        return done + await ReconcileAsync(request, cancellation);
    }

    /// <summary>
    /// Makes record and assignments agree where a load left them apart, or was broken off: only when all files are in
    /// is it known which assignments a member has. A record that names a provider stands where the member has no
    /// assignment but what was taken from a record; everywhere else the assignments do.
    /// </summary>
    /// <returns>How many members that concerned.</returns>
    public async Task<int> ReconcileAsync(string request, CancellationToken cancellation)
    {
        const string OtherThanHolds =
            "SELECT r.owner FROM refs r WHERE r.owner_type = 'Patient' AND r.part = 'general-practitioner' AND r.target_type = 'PractitionerRole' AND r.target_id IS NOT NULL AND r.owner > $1 "
            + "AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.member = r.owner AND a.role = r.target_id AND a.low <= $2 AND a.high > $2) ORDER BY r.owner LIMIT 250";
        const string NotInTheRecord =
            "SELECT a.member FROM assignments a WHERE a.member > $1 AND a.low <= $2 AND a.high > $2 "
            + "AND NOT EXISTS (SELECT 1 FROM refs r WHERE r.owner = a.member AND r.part = 'general-practitioner' AND r.target_type = 'PractitionerRole' AND r.target_id IS NOT NULL) ORDER BY a.member LIMIT 250";
        return await AgreeAsync(OtherThanHolds, request, cancellation)
            + await AgreeAsync(NotInTheRecord, request, cancellation);
    }

    private async Task<int> AgreeAsync(string apart, string request, CancellationToken cancellation)
    {
        var done = 0;
        for (var last = Guid.Empty; ; )
        {
            var found = (
                await database.QueryAsync(
                    new(apart, last, clock.GetUtcNow().UtcTicks),
                    static row => row.Uuid(0),
                    cancellation
                )
            )
                .Distinct()
                .ToArray();
            if (found.Length == 0)
                return done;
            done += await EachAsync(
                found,
                some =>
                    Plan(
                        request,
                        some,
                        Caller.Operator,
                        (member, timeline, book) =>
                        {
                            if (
                                book.Recorded(member) is { } role
                                && book.IsOnlyRecorded(member)
                                && HuskyFhir.Resources.Types.References.Read(role)?.Id != timeline.Current?.Role
                            )
                                timeline.Assign(
                                    role,
                                    Moment.At(timeline.Now),
                                    AssignmentTerms.Recorded,
                                    AssignmentTerms.Changed,
                                    Guid.CreateVersion7(clock.GetUtcNow())
                                );
                        },
                        FactSource.Service
                    ),
                cancellation
            );
            last = found[^1];
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

    private static string Begins(string reason, Timeline timeline) =>
        reason is AssignmentTerms.ProviderLeft or AssignmentTerms.PanelClosed && timeline.Current is null
            ? AssignmentTerms.Assigned
            : reason;

    private ComposedPlan Plan(
        string request,
        IReadOnlyList<Guid> members,
        Caller caller,
        Action<Guid, Timeline, AssignmentRepository> change,
        FactSource? source = null
    ) =>
        new(
            request,
            [.. members.Select(AssignmentRepository.Name)],
            async (following, cancellation) =>
            {
                var grant = new Grant(caller.Service, RowFilter.Everything);
                var type = families.Find("CareTeam")!;
                var book = await AssignmentRepository.OpenAsync([.. members], following, cancellation);
                await book.ReadRecordsAsync(members, following, cancellation);
                var asks = new List<WriteCommand>();
                foreach (var member in members)
                {
                    if (!book.IsKnown(member))
                        return new Fault(
                            FaultKind.Unprocessable,
                            OperationOutcome.IssueType.NotFound,
                            "The member is not known here.",
                            null,
                            "member-unknown"
                        );
                    var timeline = book.Timeline(member, following.Now);
                    change(member, timeline, book);
                    timeline.Settle();
                    foreach (var each in timeline.Changed)
                        asks.Add(
                            each.IsNew
                                ? new CreateCommand(type, grant, each.Team, each.Id)
                                : new UpdateCommand(type, grant, each.Id, each.Team)
                        );
                    // Where an assignment changes, the record follows it; here it is the record that was left behind.
                    if (
                        !timeline.Changed.Any()
                        && HuskyFhir.Resources.Types.References.Read(book.Recorded(member))?.Id
                            != timeline.Current?.Role
                    )
                        asks.Add(
                            new UpdateCommand(
                                families.Find("Patient")!,
                                grant,
                                member,
                                Following(book.Record(member), timeline)
                            )
                        );
                }

                return asks;
            }
        )
        {
            Source = source,
        };

    private static Patient Following(Patient record, Timeline timeline)
    {
        RecordedPcp.Set(record, timeline.Current?.Provider);
        return record;
    }
}
