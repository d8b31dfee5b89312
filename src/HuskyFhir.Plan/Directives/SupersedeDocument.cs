using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.Documents;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Plan.Directives;

/// <summary>
/// A paper that replaces another directive's (<c>relatesTo</c>) makes that one superseded; no other document ends so.
/// And the directives that rest on a paper end with it
/// (CGS 19a-579a), in the same transaction.
/// </summary>
internal sealed class SupersedeDocument : IWriteReaction
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
            if (step.Write.Resource is not DocumentReference document || !DocumentReferenceType.IsDirective(document))
                continue;
            if (document.Status == DocumentReferenceStatus.Current)
                await SupersedeAsync(step, document, following, cancellation);
            else
                await EndAsync(step, following, cancellation);
        }
    }

    private static async Task SupersedeAsync(
        WriteStep step,
        DocumentReference document,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        var replaced = document
            .RelatesTo.Where(static each => each.Code == DocumentRelationshipType.Replaces)
            .Select(static each => References.Read(each.Target)?.Id)
            .OfType<Guid>()
            .Where(id => id != step.Write.Id)
            .ToList();
        foreach (
            var row in (await following.LatestAsync(replaced, cancellation)).Values.Where(row =>
                row.Body is not null && row.Member == step.Written.Resource.Member
            )
        )
            if (
                FhirJson.Read(row.Body) is DocumentReference { Status: DocumentReferenceStatus.Current } old
                && DocumentReferenceType.IsDirective(old)
            )
            {
                old.Status = DocumentReferenceStatus.Superseded;
                following.Bring(
                    step,
                    new UpdateCommand(following.Type("DocumentReference"), WriteContext.Grant(step), row.Id, old)
                );
            }
    }

    private static async Task EndAsync(WriteStep step, WriteContext following, CancellationToken cancellation)
    {
        foreach (
            var (id, _, consent) in await MemberDirectives.OfAsync(
                [step.Written.Resource.Member!.Value],
                following,
                cancellation
            )
        )
            if (References.Read(consent.Source as ResourceReference)?.Id == step.Write.Id)
            {
                consent.Status = Consent.ConsentState.Inactive;
                following.Bring(
                    step,
                    new UpdateCommand(following.Type("Consent"), WriteContext.Grant(step), id, consent)
                );
            }
    }
}
