using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Writing;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>
/// After members' records were written: where one names another primary care provider than before, the assignment
/// changes with it, at once. A record that comes with an assignment of its own follows that one. What a load brings is
/// settled at its end, when all its files are in (<see cref="Assigner.ReconcileAsync"/>): until then its assignments
/// may still come.
/// </summary>
internal sealed class RecordConsequence : IWriteReaction
{
    /// <summary>The member's record may name one role.</summary>
    public static IEnumerable<Issue> Check(Patient patient) =>
        RecordedPcp.HasMany(patient)
            ?
            [
                Issue.Error(
                    OperationOutcome.IssueType.BusinessRule,
                    "A member has one primary care provider at a time: name one PractitionerRole.",
                    "Patient.generalPractitioner",
                    "two-pcps"
                ),
            ]
            : [];

    public IEnumerable<string> Names(PreparedWrite write) =>
        write.Ask is UpdateCommand ? [AssignmentRepository.Name(write.Id)] : [];

    public async Task FollowAsync(
        IReadOnlyList<WriteStep> steps,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        var led = following.Writing("CareTeam").Select(static step => step.Written.Resource.Member).ToHashSet();
        var changed = steps
            .Where(step =>
                step.Write.Resource is Patient patient
                && !led.Contains(step.Write.Id)
                && (step.Written.Outcome == WriteOutcome.Updated || RecordedPcp.Of(patient) is not null)
                && !following.IsLoad(step)
            )
            .ToList();
        if (changed.Count == 0)
            return;
        var book = await AssignmentRepository.OpenAsync(
            [.. changed.Select(static step => step.Write.Id)],
            following,
            cancellation
        );
        foreach (var step in changed)
        {
            var (member, patient) = (step.Write.Id, (Patient)step.Write.Resource!);
            var named = RecordedPcp.RoleOf(patient);
            if (named == book.PcpBefore(member))
                continue;
            var timeline = book.Timeline(member, following.Now);
            if (timeline.Current?.Role == named)
                continue;
            var now = Moment.At(timeline.Now);
            if (RecordedPcp.Of(patient) is not { } role)
                timeline.End(now, AssignmentTerms.Removed);
            else
                timeline.Assign(
                    role,
                    now,
                    timeline.Current is not null ? AssignmentTerms.Changed
                        : book.IsEmpty(member) ? AssignmentTerms.Recorded
                        : AssignmentTerms.Assigned,
                    AssignmentTerms.Changed,
                    Guid.CreateVersion7(following.Now)
                );
            AssignmentRepository.Bring(timeline, step, following);
        }
    }
}
