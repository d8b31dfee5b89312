using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Resources.Writing;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>
/// After assignments were written: all of the member's must stand together, have the status that the clock gives them,
/// and the member's record names the one that holds now, where it is not a load, which settles the records when all its
/// files are in. Faults: 422.
/// </summary>
internal sealed class AssignmentConsequence : IWriteReaction
{
    public IEnumerable<string> Names(PreparedWrite write) =>
        write.MemberOf() is { } member ? [AssignmentRepository.Name(member)] : [];

    public async Task FollowAsync(
        IReadOnlyList<WriteStep> steps,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        var causes = new Dictionary<Guid, WriteStep>();
        foreach (var step in steps)
            if (step.Written.Resource.Member is { } member)
                causes.TryAdd(member, step);
        var book = await AssignmentRepository.OpenAsync(causes.Keys, following, cancellation);
        var unreferred = await AssignmentRepository.UnreferredAsync(
            book.RecordedOf(causes.Where(cause => following.IsLoad(cause.Value)).Select(static cause => cause.Key)),
            following,
            cancellation
        );
        var records = await following.LatestAsync(
            causes.Where(cause => !following.IsLoad(cause.Value)).Select(static cause => cause.Key),
            cancellation
        );
        foreach (var (member, cause) in causes)
        {
            var timeline = book.Timeline(member, following.Now);
            if (timeline.Check(following.IsLoad(cause) ? unreferred : null) is { } fault)
            {
                following.Refuse(cause, fault);
                continue;
            }

            timeline.Settle();
            AssignmentRepository.Bring(timeline, cause, following);
            if (
                records.TryGetValue(member, out var record)
                && !record.Deleted
                && Record(
                    timeline,
                    (Patient)FhirJson.Read(record.Body!),
                    book.PcpBefore(member),
                    cause,
                    following,
                    member
                )
                    is { } conflict
            )
                following.Refuse(cause, conflict);
        }

        await PanelKeeper.EnsureAsync(
            steps,
            [
                .. steps
                    .Where(static step => step.Write.Resource is CareTeam)
                    .Select(static step => new Assignment(step.Write.Id, (CareTeam)step.Write.Resource!).Role)
                    .OfType<Guid>(),
            ],
            following,
            cancellation
        );
    }

    private static Fault? Record(
        Timeline timeline,
        Patient patient,
        Guid? before,
        WriteStep cause,
        WriteContext following,
        Guid member
    )
    {
        var (named, holds) = (RecordedPcp.RoleOf(patient), timeline.Current?.Role);
        if (named == holds)
            return null;
        if (named is not null && named != before)
            return new(
                FaultKind.Unprocessable,
                OperationOutcome.IssueType.BusinessRule,
                "The member's record names another primary care provider than the assignment that holds now; leave one of them out.",
                "CareTeam.participant.member",
                "two-pcps"
            );
        RecordedPcp.Set(patient, timeline.Current?.Provider);
        following.Bring(
            cause,
            new UpdateCommand(following.Type("Patient"), WriteContext.Grant(cause), member, patient)
        );
        return null;
    }
}
