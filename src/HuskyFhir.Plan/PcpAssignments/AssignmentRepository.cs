using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>
/// The assignments of some members in a transaction under way, this transaction's own writes included.
/// </summary>
internal sealed class AssignmentRepository
{
    private readonly Dictionary<Guid, List<Assignment>> byMember = [];
    private readonly Dictionary<Guid, Guid?> pcpBefore = [];
    private readonly Dictionary<Guid, HuskyFhir.Resources.Stored.StoredResource> records = [];

    private AssignmentRepository() { }

    /// <summary>Works about the same member follow one another.</summary>
    public static string Name(Guid member) => $"member/{member:N}";

    public static async Task<AssignmentRepository> OpenAsync(
        IReadOnlyCollection<Guid> members,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        var book = new AssignmentRepository();
        var written = following
            .Writing("CareTeam")
            .Where(step => step.Written.Resource.Member is { } member && members.Contains(member))
            .ToDictionary(static step => step.Write.Id, static step => step.Written.Resource);
        var born = following
            .Writing("Patient")
            .Where(static step => step.Written.Outcome == WriteOutcome.Created)
            .Select(static step => step.Write.Id)
            .ToHashSet();
        var known = members.Where(member => !born.Contains(member)).ToArray();
        var stored = await following.Work.QueryEachAsync(
            "SELECT a.id FROM assignments a WHERE a.member {ids}",
            known,
            static row => row.Uuid(0),
            cancellation
        );
        foreach (
            var team in (await following.LatestAsync(stored.Concat(written.Keys), cancellation)).Values.Where(
                static team => !team.Deleted
            )
        )
            book.Of(team.Member!.Value).Add(new(team.Id, (CareTeam)FhirJson.Read(team.Body!)));
        const string Before =
            "SELECT p.owner, p.target_id FROM refs p WHERE p.owner {ids} AND p.part = 'general-practitioner' AND p.owner_type = 'Patient' AND p.target_type = 'PractitionerRole' AND p.target_id IS NOT NULL";
        foreach (
            var (member, role) in await following.Work.QueryEachAsync(
                Before,
                known,
                static row => (row.Uuid(0), row.Uuid(1)),
                cancellation
            )
        )
            book.pcpBefore[member] = role;
        return book;
    }

    /// <summary>The role that the member's record named before this transaction.</summary>
    public Guid? PcpBefore(Guid member) => pcpBefore.GetValueOrDefault(member);

    /// <summary>Reads the members' own records as well.</summary>
    public async System.Threading.Tasks.Task ReadRecordsAsync(
        IReadOnlyCollection<Guid> members,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        foreach (var (member, record) in await following.LatestAsync(members, cancellation))
            if (record is { Type: "Patient", Deleted: false })
                records[member] = record;
    }

    /// <summary>Whether there is such a member, once the records are read.</summary>
    public bool IsKnown(Guid member) => records.ContainsKey(member);

    /// <summary>The provider that the member's record names, once it is read.</summary>
    public ResourceReference? Recorded(Guid member) =>
        records.GetValueOrDefault(member) is { } record ? RecordedPcp.Of((Patient)FhirJson.Read(record.Body!)) : null;

    public Timeline Timeline(Guid member, DateTimeOffset now) => new(member, Of(member), now);

    /// <summary>Whether the member has, or ever had, an assignment.</summary>
    public bool IsEmpty(Guid member) => Of(member).Count == 0;

    /// <summary>Whether this is one of the member's.</summary>
    public bool Has(Guid member, Guid assignment) => Of(member).Exists(each => each.Id == assignment);

    /// <summary>Whether all that the member has is what the service took from the record.</summary>
    public bool IsOnlyRecorded(Guid member) => Of(member).TrueForAll(static each => each.IsVoid || each.IsRecorded);

    /// <summary>The member's record, once it is read.</summary>
    public Patient Record(Guid member) => (Patient)FhirJson.Read(records[member].Body!);

    /// <summary>Which of some assignments nothing refers to.</summary>
    public static async Task<IReadOnlySet<Guid>> UnreferredAsync(
        IReadOnlyCollection<Guid> assignments,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        var referred = await following.Work.QueryEachAsync(
            "SELECT DISTINCT r.target_id FROM refs r WHERE r.target_id {ids} AND r.owner_type <> 'Provenance'",
            [.. assignments],
            static row => row.Uuid(0),
            cancellation
        );
        return assignments.Except(referred).ToHashSet();
    }

    /// <summary>Those that the service took from the members' records.</summary>
    public IReadOnlyList<Guid> RecordedOf(IEnumerable<Guid> members) =>
        [
            .. members
                .SelectMany(Of)
                .Where(static each => !each.IsVoid && each.IsRecorded)
                .Select(static each => each.Id),
        ];

    /// <summary>Asks for the writes of a timeline's changes.</summary>
    public static void Bring(Timeline timeline, WriteStep cause, WriteContext following)
    {
        var type = following.Type("CareTeam");
        foreach (var each in timeline.Changed)
            following.Bring(
                cause,
                each.IsGone ? new DeleteCommand(type, WriteContext.Grant(cause), each.Id)
                    : each.IsNew ? new CreateCommand(type, WriteContext.Grant(cause), each.Team, each.Id)
                    : new UpdateCommand(type, WriteContext.Grant(cause), each.Id, each.Team)
            );
    }

    private List<Assignment> Of(Guid member) =>
        byMember.TryGetValue(member, out var list) ? list : byMember[member] = [];
}
