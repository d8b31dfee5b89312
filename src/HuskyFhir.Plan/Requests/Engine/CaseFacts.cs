using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Requests.Filing;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage.Sql;
using FhirTask = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>Another request of the same member.</summary>
/// <param name="Id">Which.</param>
/// <param name="Member">Whose.</param>
/// <param name="Request">What was asked for, and how it stands.</param>
/// <param name="Focus">What it is about.</param>
/// <param name="Received">When it arrived.</param>
/// <param name="Due">The last moment in which its answer is in time.</param>
/// <param name="Ended">When it was answered, or ended otherwise.</param>
internal sealed record KnownRequest(
    Guid Id,
    Guid Member,
    EarlierRequest Request,
    Guid? Focus,
    DateTimeOffset? Received,
    DateTimeOffset? Due,
    DateTimeOffset? Ended
)
{
    /// <summary>
    /// Whether it was decided against the member, in full or in part: what follows on it is counted from then.
    /// </summary>
    public bool WasLost => Request.State == States.Upheld || Request.State == States.OverturnedInPart;

    /// <summary>Whether the service wrote the letter of its decision.</summary>
    public bool HasLetter { get; init; }

    /// <summary>When that letter was mailed; null where it was not.</summary>
    public DateTimeOffset? Mailed { get; init; }

    /// <summary>
    /// From when the time for the next level is counted: the mailing of the decision, where the service wrote the
    /// letter, and no day at all until then, so that it is still open now; else the decision itself.
    /// </summary>
    public DateTimeOffset? ToldAt(DateTimeOffset now) => HasLetter ? Mailed ?? now : Ended;

    /// <summary>As the rules of filing take it.</summary>
    public EarlierRequest At(DateTimeOffset now) => Request with { Overdue = !Request.State.Ended && Due < now };
}

/// <summary>
/// What the store knows about the members of some requests, gathered at once; what the same transaction writes goes
/// before it.
/// </summary>
internal sealed class CaseFacts
{
    private const string Enrolments =
        "SELECT c.member, s.value, COALESCE(c.period_low, 0), COALESCE(c.period_high, 9223372036854775807) FROM coverage c JOIN coverage_string s ON s.owner = c.id AND s.part = 'class-value' WHERE c.member {ids} AND c.status_code = 'active'";

    private const string Requests =
        "SELECT s.id, s.member, s.kind, s.status, s.business, s.focus, s.received, s.due, s.ended, "
        + "(SELECT COUNT(*) FROM letters l WHERE l.about = s.id AND l.step IN ('uphold', 'overturn-in-part')), "
        + "(SELECT MAX(l.mailed) FROM letters l WHERE l.about = s.id AND l.step IN ('uphold', 'overturn-in-part')) "
        + "FROM request_states s WHERE s.member {ids}";

    private readonly WriteContext following;
    private readonly List<(Guid Member, HuskyProgramme Programme, long Low, long High)> enrolments = [];
    private readonly List<KnownRequest> requests = [];

    private CaseFacts(WriteContext following) => this.following = following;

    /// <summary>Looks up what is known of some members.</summary>
    public static async Task<CaseFacts> GatherAsync(
        IReadOnlyList<Guid> members,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        var facts = new CaseFacts(following);
        foreach (
            var (member, code, low, high) in await following.Work.QueryEachAsync(
                Enrolments,
                members,
                static row => (row.Uuid(0), row.Text(1), row.Long(2), row.Long(3)),
                cancellation
            )
        )
            if (HuskyProgrammes.Find(code) is { } programme)
                facts.enrolments.Add((member, programme, low, high));
        foreach (var step in following.Writing("Coverage"))
            if (
                step is { Write.Resource: Coverage coverage, Written.Resource.Member: { } member }
                && coverage
                    .Class.Select(static each => HuskyProgrammes.Find(each.Value))
                    .FirstOrDefault(static each => each is not null)
                    is { } programme
            )
                facts.enrolments.Add(
                    (
                        member,
                        programme,
                        Interval.Of(coverage.Period)?.Low ?? 0,
                        Interval.Of(coverage.Period)?.High ?? long.MaxValue
                    )
                );
        facts.requests.AddRange(
            await following.Work.QueryEachAsync(
                Requests,
                members,
                static row => new KnownRequest(
                    row.Uuid(0),
                    row.Uuid(1),
                    Known(row.Text(2), row.Text(3), row.Text(4)),
                    row.UuidOrNull(5),
                    Moment(row, 6),
                    Moment(row, 7),
                    Moment(row, 8)
                )
                {
                    HasLetter = row.Long(9) > 0,
                    Mailed = Moment(row, 10),
                },
                cancellation
            )
        );
        return facts;
    }

    /// <summary>
    /// The member's programme at a moment; the last one where the enrolment has ended. Null where no Coverage tells.
    /// </summary>
    public HuskyProgramme? Programme(Guid member, DateTimeOffset at)
    {
        var own = enrolments.Where(each => each.Member == member).OrderBy(static each => each.Low).ToList();
        return own.Count == 0
            ? null
            : own.LastOrDefault(each => each.Low <= at.UtcTicks && at.UtcTicks < each.High, own[^1]).Programme;
    }

    /// <summary>When the work got its turn.</summary>
    public DateTimeOffset Now => following.Now;

    /// <summary>The member's other requests, as they stand.</summary>
    public IEnumerable<KnownRequest> Others(Guid member, Guid self) =>
        requests.Where(each => each.Member == member && each.Id != self);

    /// <summary>What became of a request in this transaction.</summary>
    public void Remember(Guid id, Guid member, FhirTask task, KindRules rules)
    {
        requests.RemoveAll(each => each.Id == id);
        var clock = CaseRecord.Read(task, rules).Clock;
        var request = new EarlierRequest(rules.Kind, TaskTerms.State(task, rules));
        requests.Add(
            new(
                id,
                member,
                request,
                HuskyFhir.Resources.Types.References.Read(task.Focus)?.Id,
                clock.Received,
                CaseRecord.Until(task),
                clock.Ended
            )
        );
    }

    /// <summary>A resource as it is now, or as this transaction will have it; null for one that is not there.</summary>
    public async Task<(Guid? Member, Resource Resource)?> FindAsync(Guid id, CancellationToken cancellation)
    {
        foreach (
            var type in new[]
            {
                "Patient",
                "RelatedPerson",
                "DocumentReference",
                "Consent",
                "Task",
                "Organization",
                "ClaimResponse",
                "Claim",
                "PractitionerRole",
            }
        )
            if (following.Writing(type).FirstOrDefault(step => step.Write.Id == id) is { } step)
                return (step.Written.Resource.Member, FhirJson.Read(step.Written.Resource.Body!));
        var found = await following.Work.QueryEachAsync(
            "SELECT r.member, r.body FROM resources r WHERE r.id {ids} AND r.deleted = 0",
            [id],
            static row => (Member: row.UuidOrNull(0), Body: row.Bytes(1)),
            cancellation
        );
        return found.Count == 0 ? null : (found[0].Member, FhirJson.Read(found[0].Body));
    }

    private static DateTimeOffset? Moment(Row row, int at) =>
        row.LongOrNull(at) is { } ticks ? new(ticks, TimeSpan.Zero) : null;

    private static EarlierRequest Known(string kind, string status, string business)
    {
        var rules = KindTable.All.First(each => each.Code == kind);
        return new(
            rules.Kind,
            new(Codes.Find<FhirTask.TaskStatus>(status) ?? FhirTask.TaskStatus.EnteredInError, business)
        );
    }
}
