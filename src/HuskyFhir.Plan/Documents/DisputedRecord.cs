using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Plan.Documents;

/// <summary>
/// What stands with a disputed record (45 CFR 164.526(d)(4)) is of the same member. Who sees it follows from the
/// record, at the moment of the look, as for each document that is about another (<c>SeenWith</c>). Fault: 422
/// <c>disputed-of-another</c>.
/// </summary>
internal sealed class DisputedRecord : IWriteReaction
{
    public IEnumerable<string> Names(PreparedWrite write) => [];

    public async Task FollowAsync(
        IReadOnlyList<WriteStep> steps,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        foreach (var step in steps)
        {
            if (step.Write.Resource is not DocumentReference document || !DocumentKinds.IsOfDispute(document))
                continue;
            var ids = (document.Context?.Related ?? []).Select(static each => References.Read(each)?.Id).OfType<Guid>();
            var records = (await following.LatestAsync(ids, cancellation)).Values;
            if (records.Any(record => record.Member != step.Written.Resource.Member))
                following.Refuse(
                    step,
                    new(
                        FaultKind.Unprocessable,
                        OperationOutcome.IssueType.BusinessRule,
                        "The disputed record is none of this member; name the member's own.",
                        "DocumentReference.context.related",
                        "disputed-of-another"
                    )
                );
        }
    }
}
