using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Plan.Requests.Moves;
using HuskyFhir.Resources.Writing;
using FhirTask = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>One request under way in a transaction.</summary>
/// <param name="Step">Its write.</param>
/// <param name="Task">As it will be stored; effects add to it.</param>
/// <param name="Before">As it was stored; null for a filing.</param>
/// <param name="Facts">What is known of its member.</param>
/// <param name="Following">Where further writes are asked for.</param>
/// <param name="Books">Assignments of the members of this transaction.</param>
/// <param name="Options">What the plan decides.</param>
internal sealed record RequestScope(
    WriteStep Step,
    FhirTask Task,
    FhirTask? Before,
    CaseFacts Facts,
    WriteContext Following,
    SharedBooks Books,
    RequestOptions Options
)
{
    /// <summary>Whose it is.</summary>
    public Guid Member => Step.Written.Resource.Member!.Value;

    /// <summary>As the rules see it; set before effects run.</summary>
    public RequestCase Case { get; set; } = null!;

    /// <summary>The move that effects follow from.</summary>
    public RequestTransition Move { get; set; }

    /// <summary>The change of the primary care provider that it made; null for none.</summary>
    public ChangedPcp? Pcp { get; set; }

    /// <summary>When it happens.</summary>
    public DateTimeOffset Now => Step.Write.At;

    /// <summary>How others refer to it.</summary>
    public string Self => $"Task/{Step.Write.Id:D}";
}

/// <summary>A change of the primary care provider, for those who are told of it.</summary>
/// <param name="Team">The assignment that ended, or began where none was before.</param>
/// <param name="Old">The role of the former provider; null for none.</param>
/// <param name="New">The role of the new one.</param>
/// <param name="Start">The first day of the new one.</param>
internal sealed record ChangedPcp(Guid Team, Guid? Old, Guid New, DateOnly Start);

/// <summary>
/// The assignments of all members of one transaction: two requests that change one member's see each other.
/// </summary>
internal sealed class SharedBooks(IReadOnlyList<Guid> members, WriteContext following)
{
    private AssignmentRepository? book;

    /// <summary>The book, read when it is first asked for.</summary>
    public async Task<AssignmentRepository> AssignmentsAsync(CancellationToken cancellation) =>
        book ??= await AssignmentRepository.OpenAsync(members, following, cancellation);
}
